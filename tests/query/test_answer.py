"""Answers: every format keeps what a term is; datasets in the text; notices."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from cityweave.errors import NotAcceptable
from cityweave.formats import by_name, names, rdf_by_name
from cityweave.formatting import same_graphs
from cityweave.parsing import parse, serialize
from cityweave.query import QueryRequest, answer
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import PREFIXES

SUBJECT, PREDICATE = NamedNode("http://e/s"), NamedNode("http://e/p")
XSD = PREFIXES["xsd"]
TERMS: list[NamedNode | Literal] = [
    NamedNode("http://e/ü?x=1&y=2"),
    Literal("plain"),
    Literal("in\nlines\t\"quoted\" 'too' <&>"),
    Literal("Gemeente", language="nl"),
    Literal("colour", language="en-gb"),
    Literal("1", datatype=NamedNode(XSD + "integer")),
    Literal("1.5", datatype=NamedNode(XSD + "decimal")),
    Literal("2024", datatype=NamedNode(XSD + "gYear")),
    Literal("2024-04-19", datatype=NamedNode(XSD + "date")),
    Literal("2024-04/..", datatype=NamedNode("http://id.loc.gov/datatypes/edtf/EDTF-level1")),
    Literal(""),
]
ALL = "SELECT ?o { ?s ?p ?o }"
INPUTS = ["ttl", "nt", "rdf", "jsonld", "trig", "nq"]


def loaded(name: str) -> EmbeddedStore:
    """A store filled from that format."""
    rdf_format = rdf_by_name(name)
    triples = [Quad(SUBJECT, PREDICATE, term).triple for term in TERMS]
    store = EmbeddedStore()
    store.add(parse(serialize(triples, rdf_format), rdf_format).quads)
    return store


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize(
    ("result", "engine"),
    [
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ],
)
def test_rows_keep_datatype_and_language(
    name: str, result: str, engine: QueryResultsFormat
) -> None:
    given = answer(loaded(name), QueryRequest(ALL), by_name(result))
    rows = parse_query_results(given.body, format=engine)
    assert isinstance(rows, QuerySolutions)
    assert {row["o"] for row in rows} == set(TERMS)
    assert given.kind == "bindings"
    assert given.media_type == by_name(result).content_type


@pytest.mark.parametrize("name", INPUTS)
def test_csv_keeps_the_text(name: str) -> None:
    body = answer(loaded(name), QueryRequest(ALL), by_name("csv")).body.decode()
    rows = list(csv.reader(io.StringIO(body, newline="")))
    assert sorted(row[0] if row else "" for row in rows[1:]) == sorted(t.value for t in TERMS)


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("result", names("graph"))
def test_graphs_keep_datatype_and_language(name: str, result: str) -> None:
    text = "PREFIX e: <http://e/> CONSTRUCT { ?s e:p ?o } WHERE { ?s ?p ?o }"
    body = answer(loaded(name), QueryRequest(text), by_name(result)).body
    assert same_graphs(
        parse(body, rdf_by_name(result)).quads, [Quad(SUBJECT, PREDICATE, term) for term in TERMS]
    )
    if result in ("ttl", "trig"):
        assert b"e:s e:p" in body


def test_blank_nodes_and_unbound_variables_survive() -> None:
    store = EmbeddedStore()
    store.add([Quad(BlankNode("x"), PREDICATE, Literal("1"))])
    text = "SELECT ?s ?none { ?s ?p ?o }"
    body = json.loads(answer(store, QueryRequest(text), by_name("json")).body)
    assert body["head"]["vars"] == ["s", "none"]
    assert [set(row) for row in body["results"]["bindings"]] == [{"s"}]
    assert body["results"]["bindings"][0]["s"]["type"] == "bnode"


@pytest.mark.parametrize("yes", [True, False])
def test_a_yes_or_no_in_every_format(store: EmbeddedStore, yes: bool) -> None:
    text = "ASK { ?s ?p ?o }" if yes else "ASK { ?s ?s ?s }"
    said = {
        name: answer(store, QueryRequest(text), by_name(name)).body for name in names("boolean")
    }
    word = b"true" if yes else b"false"
    assert json.loads(said["json"])["boolean"] is yes
    found = ET.fromstring(said["xml"]).find("{*}boolean")  # noqa: S314 - written by ourselves
    assert found is not None
    assert found.text == word.decode()
    assert said["csv"].strip() == said["tsv"].strip() == word


def test_a_format_that_cannot_hold_the_result_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(NotAcceptable) as caught:
        answer(store, QueryRequest(ALL), by_name("ttl"))
    assert caught.value.hint == "Choose one of json, xml, csv, tsv, xlsx."


G1, G2 = "https://w3id.org/cityweave/source/one#L1-2", "https://w3id.org/cityweave/source/two#L7"


@pytest.mark.parametrize(
    ("prologue", "dataset", "count"),
    [
        ("", "", 12),
        ("", f"FROM <{G1}>", 2),
        ("", f"FROM <{G1}> FROM <{G2}>", 2),
        ("", f"from <{G2}> # FROM <{G1}>\n", 1),
        ("", f"FROM NAMED <{G1}>", 0),
        ("BASE <https://w3id.org/cityweave/source/>", "FROM <one#L1-2> FROM <two#L7>", 2),
        ("PREFIX two: <https://w3id.org/cityweave/source/two#>", "FROM two:L7", 1),
        ("", "FROM <http://g/none>", 0),
    ],
)
def test_a_dataset_in_the_text_counts_each_triple_once(
    store: EmbeddedStore, prologue: str, dataset: str, count: int
) -> None:
    text = f"{prologue} SELECT (COUNT(?s) AS ?n) {dataset} {{ ?s ?p ?o }}"
    expected = store.count() if not dataset else count
    body = answer(store, QueryRequest(text), by_name("csv")).body
    assert body == f"n\r\n{expected}\r\n".encode()


def test_the_request_takes_precedence_over_the_text(store: EmbeddedStore) -> None:
    text = f"SELECT (COUNT(*) AS ?n) FROM <{G1}> {{ ?s ?p ?o }}"
    body = answer(store, QueryRequest(text, (G2,)), by_name("csv")).body
    assert body == b"n\r\n1\r\n"


def test_named_graphs_of_the_text(store: EmbeddedStore) -> None:
    text = f"SELECT DISTINCT ?g FROM NAMED <{G2}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert answer(store, QueryRequest(text), by_name("csv")).body == f"g\r\n{G2}\r\n".encode()


@pytest.mark.parametrize(
    ("pattern", "said", "hint"),
    [
        ("?s a cw:Munincipality", "cw:Munincipality", "Did you mean cw:Municipality?"),
        ("?s cw:Country ?o", "cw:Country", "Did you mean cw:country?"),
        (
            "?s a <https://w3id.org/cityweave/ontology#Netwerk>",
            "cw:Netwerk",
            "Did you mean cw:Network?",
        ),
        ("?s cw:zzzzqqq ?o", "cw:zzzzqqq", None),
    ],
)
def test_a_term_that_nobody_defined_gets_a_notice(
    store: EmbeddedStore, pattern: str, said: str, hint: str | None
) -> None:
    text = f"PREFIX cw: <{PREFIXES['cw']}>\nSELECT * {{ {pattern} }}"
    (notice,) = answer(store, QueryRequest(text), by_name("csv")).notices
    assert said in notice.detail
    assert notice.hint == hint
    assert (notice.line, text.splitlines()[1][notice.column - 1 :][:1]) in ((2, "c"), (2, "<"))
    assert str(notice).startswith("line 2, column ")


def test_terms_that_are_defined_get_none(store: EmbeddedStore) -> None:
    text = f"PREFIX cw: <{PREFIXES['cw']}> SELECT * {{ ?s a cw:Municipality ; cw:country ?c }}"
    assert answer(store, QueryRequest(text), by_name("csv")).notices == ()
    assert answer(EmbeddedStore(), QueryRequest(text), by_name("csv")).notices == ()
