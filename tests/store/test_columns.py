"""Terms from elsewhere: they come out of a query as they went into its columns."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cityweave.formats import by_name
from cityweave.store import Column, EmbeddedStore, QueryRequest
from cityweave.store.columns import functions
from cityweave.store.querying import QueryTask
from cityweave.store.task import decode

TERMS = (
    "<http://e/é>",
    "_:0a1b",
    None,
    '"a\\"b\\\\c\\n\\u00e9"',
    '"x"@en-gb',
    '"x"@ar--rtl',
    '"007"^^<http://e/type>',
    '<<( _:0a1b <u:p> <<( <u:s> <u:p> "x" )>> )>>',
)


def test_terms_are_read_exactly() -> None:
    (read,) = functions([Column("urn:x:f", TERMS)]).values()
    got = [read(ox.Literal(number)) for number in range(len(TERMS) + 1)]
    assert got[1] == ox.BlankNode("0a1b")
    assert got[2] is None
    assert got[-1] is None
    assert got[3] == ox.Literal('a"b\\c\né')
    assert got[5] == ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)
    assert isinstance(got[7], ox.Triple)
    assert got[7].subject == got[1]


def test_a_task_takes_them_along() -> None:
    columns = (Column("urn:x:f", TERMS), Column("urn:x:g", ()))
    request = QueryRequest("ASK {}", ("http://e/g",), (), columns)
    task = QueryTask(request, "json", {"e": "http://e/"}, 1.5, 2, 3, 4)
    assert decode(task.encode()) == task


def test_a_query_reads_them() -> None:
    text = "SELECT ?x { VALUES ?n { 0 2 6 99 } BIND(<urn:x:f>(?n) AS ?x) }"
    request = QueryRequest(text, columns=(Column("urn:x:f", TERMS),))
    body = EmbeddedStore().query(request, by_name("tsv"))
    assert body.decode().split("\n")[1:5] == ["<http://e/é>", "", '"007"^^<http://e/type>', ""]


@pytest.mark.parametrize("term", ["no term", "<a> <b>", '"x', "<u:a> . <u:b> <u:c> <u:d>"])
def test_what_is_no_term_is_an_error(term: str) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        functions([Column("urn:x:f", (term,))])
