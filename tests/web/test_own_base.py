"""A deployment under a base of its own: the same graph, with its own names everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.types import ASGIApp

from cityweave import resources
from cityweave.catalogue import Catalogue
from cityweave.naming import renamed
from cityweave.settings import Settings
from cityweave.vocabulary import BASE
from cityweave.web import create_app

OWN = "http://localhost:8000/"
TOKEN = {"Authorization": "Bearer the-token-of-these-tests"}
BROWSER = "text/html,*/*;q=0.8"
SHARED = re.compile(rf"{BASE}(?:$|ontology|shapes|profile/|graph/(?:ontology|shapes|default)$)")
NAMES = [one.name for one in Catalogue.load(resources.content("queries")) if not one.endpoints]
"""The questions that this deployment answers by itself."""


@pytest.fixture(scope="module")
def own(connect: Callable[[ASGIApp], httpx.Client]) -> Iterator[httpx.Client]:
    settings = Settings(base=OWN, admin_token="the-token-of-these-tests")  # noqa: S106
    with closing(create_app(settings)) as app, connect(app) as client:
        yield client


@pytest.fixture(scope="module")
def usual(connect: Callable[[ASGIApp], httpx.Client]) -> Iterator[httpx.Client]:
    with closing(create_app(Settings())) as app, connect(app) as client:
        yield client


def names_in(dump: bytes) -> set[str]:
    """Every IRI in N-Quads, also of graphs and datatypes."""
    found: set[str] = set()
    for quad in parse(dump, format=RdfFormat.N_QUADS):
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        found |= {one.value for one in terms if isinstance(one, NamedNode)}
    return found


def test_a_dump_has_no_name_of_another_base(own: httpx.Client, usual: httpx.Client) -> None:
    form = {"Accept": "application/n-quads"}
    here = own.get("/store", headers=form).content
    there = usual.get("/store", headers=form).content
    names = names_in(here)
    others = {one for one in names if one.startswith(BASE) and not SHARED.match(one)}
    assert others == set()
    assert sum(one.startswith(OWN) for one in names) > 4000
    assert names == {renamed(one, OWN) for one in names_in(there)}
    assert here.count(b"\n") == there.count(b"\n")


@pytest.mark.parametrize("name", NAMES)
def test_a_question_has_the_same_answer(own: httpx.Client, usual: httpx.Client, name: str) -> None:
    accept = {"Accept": "application/sparql-results+json, application/n-triples;q=0.9"}
    here = own.get(f"/queries/{name}", headers=accept)
    there = usual.get(f"/queries/{name}", headers=accept)
    assert here.status_code == there.status_code == 200, here.text
    assert "cityweave-notice" not in here.headers
    assert _rows(here.text) == _rows(renamed(there.text, OWN))


def _rows(text: str) -> list[str]:
    """The rows of a result in some order; blank nodes lose their names."""
    if text.startswith("{"):
        found = json.loads(text)
        rows = found.get("results", {"bindings": [found.get("boolean")]})["bindings"]
        return sorted(json.dumps(one, sort_keys=True) for one in rows)
    return sorted(re.sub(r"_:\w+", "_:b", line) for line in text.splitlines())


def test_pages_and_examples_have_its_own_names(own: httpx.Client) -> None:
    strange = re.compile(rf"{BASE}(?:id|source|contribut)")
    addresses = (
        "/",
        "/queries/members-of-a-phase",
        "/queries/members-of-a-phase.rq",
        "/doc/city/ghent-be",
        "/source/urbact-pages",
        "/shapes/ClaimHasStatus",
        "/sparql",
        "/docs",
        "/openapi.json",
        "/validate?example=city.ttl",
        "/static/examples/city.ttl",
        "/static/examples/city-faulty.ttl",
        "/graph/shapes",
        "/profiles",
    )
    for address in addresses:
        for accept in (BROWSER, "text/turtle, application/json;q=0.9, */*;q=0.1"):
            answer = own.get(address, headers={"Accept": accept})
            if answer.status_code == 200:
                assert not strange.search(answer.text), (address, accept)
    page = own.get("/doc/city/ghent-be", headers={"Accept": BROWSER}).text
    assert f'<link rel="canonical" href="{OWN}doc/city/ghent-be">' in page
    assert f"<code>{OWN}id/city/ghent-be</code>" in page
    assert 'href="/ontology#Municipality"' in page
    assert own.get("/").json()["base"] == OWN
    assert f"@prefix city: <{OWN}id/city/>" in own.get("/doc/city/ghent-be.ttl").text


def test_relative_names_are_its_own(own: httpx.Client) -> None:
    query = "SELECT * FROM <graph/editorial> { <id/city/ghent-be> ?p ?o } LIMIT 1"
    assert len(own.get("/sparql", params={"query": query}).json()["results"]["bindings"]) == 1
    update = "INSERT DATA { GRAPH <graph/mine> { <id/city/new> <urn:p> <id/city/old> } }"
    answer = own.post("/update", data={"update": update}, headers=TOKEN)
    assert answer.json()["added"] == 1
    assert own.get("/graph/mine", headers={"Accept": "application/n-triples"}).text == (
        f"<{OWN}id/city/new> <urn:p> <{OWN}id/city/old> .\n"
    )
    own.delete("/graph/mine", headers=TOKEN)


def test_what_is_missing_is_proposed_with_its_own_names(own: httpx.Client) -> None:
    answer = own.get("/sparql", params={"query": "SELECT * { city:ghent-be ?p ?o }"})
    assert answer.json()["hint"].endswith(f"PREFIX city: <{OWN}id/city/>")


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (f"SELECT * {{ <{BASE}id/city/ghent-be> ?p ?o }}", "line 1, column 12"),
        (f"PREFIX city: <{BASE}id/city/>\nSELECT * {{ city:ghent-be ?p ?o }}", "line 1, column 14"),
    ],
)
def test_the_usual_names_are_noticed(own: httpx.Client, query: str, place: str) -> None:
    answer = own.get("/sparql", params={"query": query})
    assert answer.json()["results"]["bindings"] == []
    notice = answer.headers["cityweave-notice"]
    assert notice.startswith(f"{place}: The names here begin with {OWN}, and <{BASE}id/city/")
    assert f"Write <{OWN}id/city/" in notice
    page = own.get("/sparql", params={"query": query}, headers={"Accept": BROWSER}).text
    assert f"Write &lt;{OWN}id/city/" in page


def test_a_template_is_filled_in_validated_and_taken_in(own: httpx.Client) -> None:
    template = own.get("/templates/cities.csv").content
    headers, *_ = template.decode("utf-8-sig").splitlines()
    columns = headers.split(",")
    values = {
        "identifier": "city/nova-petrinia-nl",
        "country": f"{OWN}id/country/nl",
        "name (en)": "Nova Petrinia",
    }
    assert values.keys() <= set(columns), columns
    table = f"{headers}\n" + ",".join(values.get(one, "") for one in columns) + "\n"
    sent = {"Content-Type": "text/csv", "Accept": "application/json"}
    report = own.post("/validate", content=table, headers=sent).json()
    assert report["conforms"], report
    made = own.post("/contributions", content=table, headers={**sent, **TOKEN}).json()
    assert made["iri"] == f"{OWN}contributions/{made['id']}"
    difference = own.get(f"/contributions/{made['id']}/diff", headers={**TOKEN, **sent}).text
    assert f"{OWN}id/city/nova-petrinia-nl" in difference
    assert f"{BASE}id/" not in difference
    decided = own.post(
        f"/contributions/{made['id']}/decision", data={"decision": "accept"}, headers=TOKEN
    ).json()
    assert decided["graph"] == f"{OWN}graph/contribution/{made['id']}"
    thing = own.get("/doc/city/nova-petrinia-nl.nt").text
    country = f"<{BASE}ontology#country> <{OWN}id/country/nl>"
    assert f"<{OWN}id/city/nova-petrinia-nl> {country} ." in thing
    for path in ("contributions/" + made["id"], "contributor/admin", "graph/provenance"):
        answer = own.get(f"/{path}", headers={"Accept": "application/n-triples"})
        assert (answer.status_code, BASE + "cont" in answer.text) == (200, False)
        assert OWN + path in answer.text or path.startswith("graph")


def test_a_fault_in_a_table_is_told_with_its_place(own: httpx.Client) -> None:
    table = f"name (en),country\nNova Petrinia,{OWN}id/country/xx\n"
    sent = {"Content-Type": "text/csv", "Accept": "application/json"}
    report = own.post("/validate", content=table, headers=sent).json()
    (finding, *_) = report["findings"]
    assert not report["conforms"]
    assert (finding["place"]["line"], finding["place"]["column"]) == (2, 2)
    assert f"{OWN}id/country/xx" in finding["value"]


@pytest.mark.parametrize("accept", ["text/plain", "text/html"])
def test_names_of_its_own_are_short_in_a_report(own: httpx.Client, accept: str) -> None:
    text = f"""<{OWN}id/city/nova-brevis-nl> a <{BASE}ontology#Municipality> ;
      <{BASE}ontology#country> <{OWN}id/country/xx> ."""
    sent = {"Content-Type": "text/turtle", "Accept": accept}
    report = own.post("/validate", content=text, headers=sent).text
    assert "country:xx" in report
    assert "city:nova-brevis-nl" in report
    assert not re.search(rf"[>(\s]{OWN}id/", report)


def test_what_the_service_keeps_is_kept_under_its_own_base(own: httpx.Client) -> None:
    for name in ("graph/editorial", "contributor/me", "contributions/x"):
        text = f'<{OWN}{name}> <http://www.w3.org/2000/01/rdf-schema#label> "Mine"@en .'
        sent = {"Content-Type": "text/turtle", "Accept": "application/json", **TOKEN}
        made = own.post("/contributions", content=text, headers=sent).json()
        assert made["state"] == "invalid", (name, made)
