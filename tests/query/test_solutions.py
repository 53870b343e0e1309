"""Rows of our own queries as terms, with what engines make of them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.errors import QuerySyntaxError
from cityweave.formats import by_name
from cityweave.query.solutions import rows, rows_in
from cityweave.store import EmbeddedStore, QueryRequest

QUERY = """SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c) {
  (<http://e/a> "x\\ty\\n"@en UNDEF) ("1"^^<http://e/type> 2 true) } }"""
ROWS = [
    {"a": NamedNode("http://e/a"), "b": Literal("x\ty\n", language="en")},
    {
        "a": Literal("1", datatype=NamedNode("http://e/type")),
        "b": Literal(2),
        "c": Literal(True),
    },
]


def test_rows_keep_language_and_datatype_and_lack_what_is_unbound() -> None:
    assert list(rows(EmbeddedStore(), QUERY)) == ROWS


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("json", ox.QueryResultsFormat.JSON),
        ("xml", ox.QueryResultsFormat.XML),
        ("tsv", ox.QueryResultsFormat.TSV),
    ],
)
def test_every_format_that_keeps_terms_can_be_read(name: str, media: ox.QueryResultsFormat) -> None:
    body = EmbeddedStore().query(QueryRequest(QUERY), by_name(name))
    assert list(rows_in(body, media)) == ROWS


def test_blank_nodes_are_terms_too() -> None:
    (row,) = rows(EmbeddedStore(), "SELECT ?a { BIND(BNODE() AS ?a) }")
    assert isinstance(row["a"], BlankNode)


def test_a_yes_or_no_has_no_rows() -> None:
    body = EmbeddedStore().query(QueryRequest("ASK {}"), by_name("json"))
    assert list(rows_in(body)) == []


def test_what_is_no_query_is_refused() -> None:
    with pytest.raises(QuerySyntaxError):
        list(rows(EmbeddedStore(), "SELECT"))
