"""SPARQLWrapper, asking and writing."""

from __future__ import annotations

from typing import Any

import pytest
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
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

from clients.conftest import TOKEN

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


@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_writes_with_a_token(other: str, way: str) -> None:
    writer = SPARQLWrapper(f"{other}/sparql", f"{other}/update")
    writer.setMethod(POST)
    writer.setRequestMethod(way)
    writer.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    graph = f"https://example.org/graph/wrapped/{way}"
    writer.setQuery(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:a> <urn:b> 1, 'é'@fr }} }}")
    assert writer.query().response.status == 200

    asked = SPARQLWrapper(f"{other}/sparql")
    asked.addDefaultGraph(graph)
    asked.setQuery("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
    asked.setReturnFormat(JSON)
    cells = [row["o"] for row in converted(asked)["results"]["bindings"]]
    assert [(cell["value"], cell.get("xml:lang")) for cell in cells] == [("1", None), ("é", "fr")]


def test_sparqlwrapper_says_what_went_wrong(other: str) -> None:
    wrapper = SPARQLWrapper(f"{other}/sparql", f"{other}/update")
    wrapper.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="query-syntax-error"):
        wrapper.query()
    wrapper.setMethod(POST)
    wrapper.setQuery("CLEAR ALL")
    with pytest.raises(Unauthorized):
        wrapper.query()
