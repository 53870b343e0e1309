"""Queries in shapes: those that reach out are refused, the word alone is no offence."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib.namespace import SH

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing.index import Index
from cityweave.validation.reach import refuse_reach


def shapes(predicate: str, value: str) -> Index:
    return Index([Quad(BlankNode(), NamedNode(str(predicate)), Literal(value))])


@pytest.mark.parametrize("predicate", [SH.select, SH.ask, SH.construct, SH.update])
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("SELECT $this { SERVICE <http://x/> { ?a ?b ?c } }", "SERVICE"),
        ("SELECT $this { SERVICE<http://x/>{} }", "SERVICE"),
        ("SELECT $this { \\u0053ERVICE <http://x/> {} }", "SERVICE"),
        ("SELECT $this { \\U00000053ERVICE <http://x/> {} }", "SERVICE"),
        ("SELECT $this from <file:///x> { $this ?b ?c }", "FROM"),
        ("LOAD <http://x/>", "LOAD"),
    ],
)
def test_reaching_out_is_refused(predicate: str, text: str, word: str) -> None:
    with pytest.raises(SyntaxErrorInData, match=word):
        refuse_reach(shapes(predicate, text))


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (SH.namespace, "http://e/> SELECT"),
        (SH.namespace, "http://e/\nx"),
        (SH.prefix, "a: <u:a> SELECT * {} #"),
    ],
)
def test_prefixes_bring_no_query(predicate: str, value: str) -> None:
    with pytest.raises(SyntaxErrorInData, match="for a prefix"):
        refuse_reach(shapes(predicate, value))


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (SH.select, "SELECT $this { $this ?service 'FROM SERVICE' } # LOAD"),
        (SH.select, "SELECT $this { $this <http://e/from> ?x FILTER(?x = '\\u0041') }"),
        (SH.message, "SERVICE FROM LOAD"),
        (SH.namespace, "https://w3id.org/cityweave/ontology#"),
        (SH.prefix, "skos-xl"),
        (SH.prefix, ""),
    ],
)
def test_the_word_alone_is_no_offence(predicate: str, value: str) -> None:
    refuse_reach(shapes(predicate, value))
