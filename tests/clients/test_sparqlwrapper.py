"""Clients that people use, against a real server."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)

BASE = "https://w3id.org/cityweave/"
PREFIX = "PREFIX cw: <https://w3id.org/cityweave/ontology#>\n"
SELECT = PREFIX + "SELECT ?city { ?city a cw:Municipality } ORDER BY ?city"
CITIES = [BASE + "id/city/" + name for name in ("almere-on-sea", "noord", "petrinia")]


def converted(wrapper: SPARQLWrapper) -> Any:
    """What the wrapper makes of an answer; its type depends on the format."""
    return wrapper.queryAndConvert()


@pytest.mark.parametrize(
    ("method", "way"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
)
def test_sparqlwrapper_asks_in_every_way(server: str, method: str, way: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setMethod(method)
    wrapper.setRequestMethod(way)
    wrapper.setQuery(SELECT)
    wrapper.setReturnFormat(JSON)
    rows = converted(wrapper)["results"]["bindings"]
    assert [row["city"]["value"] for row in rows] == CITIES


def test_sparqlwrapper_reads_every_format(server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(SELECT)
    wrapper.setReturnFormat(XML)
    found = converted(wrapper).getElementsByTagName("uri")
    assert [one.firstChild.data for one in found] == CITIES
    wrapper.setReturnFormat(CSV)
    assert converted(wrapper).decode().split() == ["city", *CITIES]
    wrapper.setQuery(PREFIX + "CONSTRUCT { ?s cw:partner ?o } WHERE { ?s cw:partner ?o }")
    wrapper.setReturnFormat(TURTLE)
    assert b"harbour-lights" in converted(wrapper)
    for name in (RDFXML, JSONLD, N3):
        wrapper.setReturnFormat(name)
        assert b"harbour-lights" in wrapper.query().response.read()


def test_rdflib_asks_the_endpoint_as_a_store(server: str) -> None:
    graph = Graph(store=SPARQLStore(f"{server}/sparql"))
    assert [str(row[0]) for row in graph.query(SELECT)] == CITIES  # type: ignore[index]
    country = URIRef(BASE + "ontology#country")
    found = set(graph.objects(URIRef(BASE + "id/city/petrinia"), country))
    assert found == {URIRef(BASE + "id/country/gr")}


def test_rdflib_finds_the_triples_of_a_named_graph(server: str) -> None:
    store = SPARQLStore(f"{server}/sparql", context_aware=True)
    passage = Graph(store=store, identifier=URIRef(BASE + "source/gazette#L10"))
    cities = set(passage.subjects(URIRef(BASE + "ontology#country")))
    assert cities == {URIRef(BASE + "id/city/" + name) for name in ("almere-on-sea", "noord")}


def test_the_server_answers_many_at_once(server: str) -> None:
    def ask(number: int) -> int:
        query = f"SELECT ?n {{ VALUES ?n {{ {number} }} ?s ?p ?o }} LIMIT 1"
        answer = httpx.get(f"{server}/sparql", params={"query": query})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(64))) == list(range(64))


def test_a_slow_query_does_not_hold_up_the_others(server: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?i != ?c) }"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(httpx.get, f"{server}/sparql", params={"query": slow}, timeout=60)
        answered = 0
        while not waiting.done():
            assert httpx.get(f"{server}/health").json()["status"] == "ok"
            answered += 1
        assert waiting.result().status_code == 200
    assert answered > 1


def test_head_over_the_wire(server: str) -> None:
    answer = httpx.head(f"{server}/queries/partners.csv")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0
