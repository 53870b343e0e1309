"""rdflib with the endpoint as its store, to read and to write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import pytest
from rdflib import RDF, Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.query import ResultRow

from clients.conftest import TOKEN

BASE = "https://w3id.org/cityweave/"
PREFIX = "PREFIX cw: <https://w3id.org/cityweave/ontology#>\n"
SELECT = PREFIX + "SELECT ?city { ?city a cw:Municipality } ORDER BY ?city"
CITIES = [BASE + "id/city/" + name for name in ("almere-on-sea", "noord", "petrinia")]
ONE, TWO = URIRef("https://example.org/one"), URIRef("https://example.org/two")
LABEL = URIRef("https://example.org/label")


def test_it_asks_the_endpoint_as_a_store(server: str) -> None:
    graph = Graph(store=SPARQLStore(f"{server}/sparql"))
    assert [str(row[0]) for row in graph.query(SELECT)] == CITIES  # type: ignore[index]
    country = URIRef(BASE + "ontology#country")
    found = set(graph.objects(URIRef(BASE + "id/city/petrinia"), country))
    assert found == {URIRef(BASE + "id/country/gr")}


def test_it_finds_the_triples_of_a_named_graph(server: str) -> None:
    store = SPARQLStore(f"{server}/sparql", context_aware=True)
    passage = Graph(store=store, identifier=URIRef(BASE + "source/gazette#L10"))
    cities = set(passage.subjects(URIRef(BASE + "ontology#country")))
    assert cities == {URIRef(BASE + "id/city/" + name) for name in ("almere-on-sea", "noord")}


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_it_asks_in_every_way(server: str, method: str) -> None:
    store = SPARQLStore(f"{server}/sparql", method=method)
    assert [str(row[0]) for row in Graph(store=store).query(SELECT)] == CITIES  # type: ignore[index]


def test_it_pages_through_a_result(server: str) -> None:
    graph = Graph(store=SPARQLStore(f"{server}/sparql"))
    pages = [f"{SELECT} LIMIT 2 OFFSET {start}" for start in (0, 2)]
    assert [str(row[0]) for page in pages for row in graph.query(page)] == CITIES  # type: ignore[index]


@pytest.fixture(params=["POST", "POST_FORM"])
def store(other: str, request: pytest.FixtureRequest) -> Iterator[SPARQLUpdateStore]:
    """A store to write to, whose graphs are removed afterwards."""
    yield writing(other, method=request.param)
    writing(other).update(f"DROP SILENT GRAPH <{ONE}> ; DROP SILENT GRAPH <{TWO}>")


def writing(address: str, **options: Any) -> SPARQLUpdateStore:
    token = {"Authorization": f"Bearer {TOKEN}"}
    return SPARQLUpdateStore(f"{address}/sparql", f"{address}/update", headers=token, **options)


def test_it_adds_and_removes(store: SPARQLUpdateStore) -> None:
    graph = Graph(store, identifier=ONE)
    statements = {
        (ONE, LABEL, Literal('Orléans "sur" Loire\n', lang="fr")),
        (ONE, LABEL, Literal(12)),
        (ONE, RDF.type, TWO),
    }
    for one in statements:
        graph.add(one)
        assert one in graph  # its own write, in the very next query
    assert set(graph) == statements
    assert len(graph) == 3
    graph.remove((ONE, LABEL, None))
    assert set(graph) == {(ONE, RDF.type, TWO)}
    graph.set((ONE, RDF.type, ONE))
    assert set(graph) == {(ONE, RDF.type, ONE)}


def test_it_keeps_graphs_apart(store: SPARQLUpdateStore, other: str) -> None:
    dataset = Dataset(store)
    one, two = dataset.graph(ONE), dataset.graph(TWO)
    one.add((ONE, LABEL, Literal("one")))
    two.add((ONE, LABEL, Literal("two")))
    two.add((ONE, LABEL, Literal("one")))
    assert set(one) == {(ONE, LABEL, Literal("one"))}
    assert len(two) == 2
    count = "SELECT (COUNT(*) AS ?n) { <https://example.org/one> ?p ?o }"
    (row,) = Graph(SPARQLStore(f"{other}/sparql")).query(count)
    assert isinstance(row, ResultRow)
    assert row[0] == Literal(2), "a triple of two graphs counts once"
    dataset.remove_graph(two)
    assert (len(one), len(two)) == (1, 0)


def test_it_updates_and_commits(other: str) -> None:
    store = writing(other, autocommit=False)
    seen = SPARQLStore(f"{other}/sparql", context_aware=True)
    graph = Graph(store, identifier=ONE)
    for number in range(50):
        graph.add((ONE, LABEL, Literal(number)))
    reading = Graph(seen, identifier=ONE)
    assert len(reading) == 0
    graph.commit()
    assert len(reading) == 50
    graph.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o >= 10) }")
    graph.commit()
    assert len(reading) == 10
    store.update(f"DROP GRAPH <{ONE}>")
    store.commit()


def test_it_cannot_write_without_a_token(other: str) -> None:
    graph = Graph(SPARQLUpdateStore(f"{other}/sparql", f"{other}/update"), identifier=ONE)
    with pytest.raises(HTTPError, match="401"):
        graph.add((ONE, LABEL, Literal("no")))
    assert len(graph) == 0
