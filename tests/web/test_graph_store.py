"""The SPARQL 1.1 Graph Store HTTP Protocol.

The names say what https://www.w3.org/TR/sparql11-http-rdf-update/ asks, section by section.
"""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from cityweave.formats import rdf_by_media_type
from cityweave.parsing import parse
from cityweave.vocabulary import UNNAMED_GRAPH

TURTLE = {"Content-Type": "text/turtle"}
ONE = "<http://e/a> <http://e/b> 1 ."
TWO = "<http://e/a> <http://e/b> 2 ."
DIRECT = "/store/person/1.ttl"
INDIRECT = "/store?graph=" + quote("http://weave.test/store/person/1.ttl", safe="")
OWN = "/graph/of-mine"


def triples(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    found = parse(answer.content, rdf_by_media_type(answer.headers["content-type"])).quads
    return sorted(str(quad.triple) for quad in found)


def counted(client: httpx.Client) -> str:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    return answer.text.split()[1]


@pytest.mark.parametrize("path", [DIRECT, INDIRECT, "/store?graph=http://e/g"])
def test_put_makes_a_graph_and_then_replaces_it(writable: httpx.Client, path: str) -> None:
    """5.3: 201 for a new graph, 200 or 204 for one that was there."""
    made = writable.put(path, content=ONE, headers=TURTLE)
    assert made.status_code == 201
    assert triples(writable.get(made.headers["location"])) if path == DIRECT else True
    again = writable.put(path, content=TWO, headers=TURTLE)
    assert again.status_code == 200
    assert again.json() == {"added": 1, "removed": 1, "created": [], "dropped": []}
    assert triples(writable.get(path)) == triples_of(TWO)
    assert counted(writable) == "1", "the merge follows"


def triples_of(text: str) -> list[str]:
    return sorted(
        str(q.triple) for q in parse(text.encode(), rdf_by_media_type("text/turtle")).quads
    )


def test_both_ways_of_naming_are_one_graph(writable: httpx.Client) -> None:
    """4: an address names the graph of that IRI."""
    writable.put(DIRECT, content=ONE, headers=TURTLE)
    assert triples(writable.get(INDIRECT)) == triples_of(ONE)
    assert triples(writable.get("/store?graph=/store/person/1.ttl")) == triples_of(ONE)
    query = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"
    found = writable.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert found.text.split()[1:] == ["http://weave.test/store/person/1.ttl"]


def test_graphs_of_our_own_are_written_at_their_address(writable: httpx.Client) -> None:
    assert writable.put(OWN, content=ONE, headers=TURTLE).status_code == 201
    iri = "https://w3id.org/cityweave/graph/of-mine"
    assert triples(writable.get("/store", params={"graph": iri})) == triples_of(ONE)
    assert triples(writable.get(OWN)) == triples_of(ONE)
    assert writable.post(OWN, content=TWO, headers=TURTLE).status_code == 200
    assert len(triples(writable.get(OWN))) == 2
    assert writable.delete(OWN).status_code == 200
    assert writable.get(OWN).status_code == 404


def test_relative_iris_resolve_against_the_graph(writable: httpx.Client) -> None:
    """4.1: the base of a payload is the IRI of its graph."""
    writable.put(DIRECT, content="<> <#b> <2.ttl> .", headers=TURTLE)
    (triple,) = triples(writable.get(DIRECT))
    base = "http://weave.test/store/person/"
    assert triple == f"<{base}1.ttl> <{base}1.ttl#b> <{base}2.ttl>"


def test_get_and_head(writable: httpx.Client) -> None:
    """5.2 and 5.6: the graph in the format that is asked for; HEAD without its body."""
    writable.put(INDIRECT, content=ONE, headers=TURTLE)
    for media in ("text/turtle", "application/n-triples", "application/rdf+xml",
                  "application/ld+json"):  # fmt: skip
        wanted = {"Accept": media, "Accept-Encoding": "identity"}
        answer = writable.get(INDIRECT, headers=wanted)
        assert answer.headers["content-type"].startswith(media)
        assert "Accept" in answer.headers["vary"].split(", ")
        assert triples(answer) == triples_of(ONE)
        head = writable.head(INDIRECT, headers=wanted)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(answer.content))
        known = {"Accept": media, "If-None-Match": answer.headers["etag"]}
        assert writable.get(INDIRECT, headers=known).status_code == 304
    assert writable.head("/store?graph=http://e/none").status_code == 404
    assert writable.get(INDIRECT + "&format=nt").headers["content-type"] == "application/n-triples"


def test_delete_removes_a_graph(writable: httpx.Client) -> None:
    """5.4: afterwards the graph is not there, and to delete it again is 404."""
    writable.put(DIRECT, content=ONE, headers=TURTLE)
    assert writable.delete(DIRECT).status_code == 200
    assert writable.get(DIRECT).status_code == 404
    assert writable.delete(DIRECT).status_code == 404
    assert counted(writable) == "0"


def test_post_adds_to_a_graph(writable: httpx.Client) -> None:
    """5.5: the merge of what was there and what came."""
    writable.put(DIRECT, content=ONE, headers=TURTLE)
    assert writable.post(DIRECT, content=TWO, headers=TURTLE).status_code == 200
    assert triples(writable.get(DIRECT)) == sorted(triples_of(ONE) + triples_of(TWO))
    assert writable.post(DIRECT, content="", headers=TURTLE).status_code == 200
    missing = writable.post("/store?graph=http://e/new", content="", headers=TURTLE)
    assert (missing.status_code, missing.headers["location"]) == (201, "http://e/new")


def test_blank_nodes_that_come_twice_are_two(writable: httpx.Client) -> None:
    """5.5: a merge keeps the blank nodes of its parts apart (RDF 1.1 Semantics)."""
    for _ in range(2):
        writable.post(DIRECT, content="_:x <http://e/b> 1 .", headers=TURTLE)
    assert len(triples(writable.get(DIRECT))) == 2


def test_post_to_the_store_makes_a_new_graph(writable: httpx.Client) -> None:
    """5.5: 201 with the place of a graph that the server names."""
    made = [writable.post("/store", content=ONE, headers=TURTLE) for _ in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    places = [one.headers["location"] for one in made]
    assert len(set(places)) == 2
    assert places[0].startswith("http://weave.test/store/")
    assert triples(writable.get(places[0])) == triples_of(ONE)


@pytest.mark.parametrize("path", ["/store", DIRECT, "/store?default"])
def test_post_of_a_form_with_files(writable: httpx.Client, path: str) -> None:
    """5.5: the files of multipart/form-data are merged."""
    files = [
        ("graph", ("1.ttl", ONE.encode(), "text/turtle")),
        ("graph", ("2.nt", b"<http://e/a> <http://e/b> <http://e/c> .", "application/n-triples")),
        ("graph", ("3.ttl", '<http://e/a> <http://e/b> "ø\\n" .'.encode(), None)),
    ]
    answer = writable.post(path, files=files)
    assert answer.status_code == (200 if "default" in path else 201)
    assert answer.json()["added"] == 3
    assert counted(writable) == "3"


def test_an_empty_graph_is_one(writable: httpx.Client) -> None:
    assert writable.put("/store?graph=http://e/g", content="", headers=TURTLE).status_code == 201
    assert triples(writable.get("/store?graph=http://e/g")) == []
    assert writable.put("/store?graph=http://e/g", content="", headers=TURTLE).status_code == 200
    assert writable.delete("/store?graph=http://e/g").status_code == 200


def test_the_default_graph_is_always_there(writable: httpx.Client) -> None:
    """4.2.2: ?default names what is in no named graph; it is part of what queries see."""
    assert triples(writable.get("/store?default")) == []
    writable.put("/store?graph=http://e/g", content=ONE, headers=TURTLE)
    assert writable.put("/store?default", content=TWO, headers=TURTLE).status_code == 200
    assert triples(writable.get("/store?default")) == triples_of(TWO)
    assert triples(writable.get("/store", params={"graph": UNNAMED_GRAPH})) == triples_of(TWO)
    assert counted(writable) == "2"
    writable.post("/update", data={"update": "INSERT DATA { <http://e/a> <http://e/b> 1 }"})
    assert len(triples(writable.get("/store?default"))) == 2
    assert writable.delete("/store?default").status_code == 200
    assert triples(writable.get("/store?default")) == []
    assert counted(writable) == "1", "a named graph still states it"


def test_the_whole_store_can_be_had(writable: httpx.Client) -> None:
    writable.put("/store?graph=http://e/g", content=ONE, headers=TURTLE)
    answer = writable.get("/store")
    assert answer.headers["content-type"] == "application/trig"
    quads = writable.get("/store", headers={"Accept": "application/n-quads"})
    assert quads.headers["content-type"] == "application/n-quads"
    assert quads.text.rstrip().endswith("<http://e/g> .")
    assert writable.get("/store?format=nq").content == quads.content


def test_what_was_refused_changed_nothing(writable: httpx.Client) -> None:
    writable.put(DIRECT, content=ONE, headers=TURTLE)
    broken = writable.put(DIRECT, content="<http://e/a> <http://e/b>", headers=TURTLE)
    assert broken.status_code == 400
    wrong = writable.put(DIRECT, content=ONE, headers={"Content-Type": "application/rdf+xml"})
    assert wrong.status_code == 400
    assert triples(writable.get(DIRECT)) == triples_of(ONE)


@pytest.mark.parametrize(
    "name", ["http://e/Πετρινία", "http://e/Málaga/\U0001f30d", "http://e/%C3%A9"]
)
def test_the_address_of_a_graph_is_told_in_ascii(writable: httpx.Client, name: str) -> None:
    """A header holds no letters beyond ASCII (RFC 9110, 5.5); the IRI is told as a URI."""
    made = writable.post("/store", params={"graph": name}, content=ONE, headers=TURTLE)
    assert made.status_code == 201
    assert made.headers["location"].isascii()
    assert made.headers["location"] == quote(name, safe=":/%")
    assert len(triples(writable.get("/store", params={"graph": name}))) == 1
