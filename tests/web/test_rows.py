import json

import pytest

from cityweave.errors import QueryFailed
from cityweave.query.bindings import Term, read_rows
from cityweave.store import EmbeddedStore
from cityweave.web.rows import ask_rows

EVERY_KIND = """SELECT * {
  VALUES (?iri ?text ?number) { (<a:b> "x"@nl-BE 1.5) }
  BIND(BNODE() AS ?node) BIND(<<( <a:s> <a:p> "o" )>> AS ?triple)
}"""


def test_every_kind_of_term_is_read_as_the_engine_writes_it() -> None:
    (row,) = ask_rows(EmbeddedStore(), EVERY_KIND)
    assert row["iri"] == Term("uri", "a:b")
    assert row["text"] == Term("literal", "x", "nl-be")
    assert row["number"].value == "1.5"
    assert row["number"].datatype == "http://www.w3.org/2001/XMLSchema#decimal"
    assert row["node"].kind == "bnode"
    assert row["triple"] == Term("triple", "a:s a:p o")


def test_unbound_variables_are_left_out() -> None:
    body = {"head": {"vars": ["a", "b"]}, "results": {"bindings": [{}]}}
    found = read_rows(json.dumps(body).encode())
    assert (found.variables, found.rows, found.truth) == (("a", "b"), ({},), None)


def test_a_wrong_query_of_our_own_is_our_fault() -> None:
    with pytest.raises(QueryFailed) as caught:
        ask_rows(EmbeddedStore(), "SELECT nonsense")
    assert caught.value.status == 500
