"""N-Triples and N-Quads a line at a time: the same places as the recogniser gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, serialize

from cityweave.formats import rdf_by_name
from cityweave.parsing import locate, parse
from cityweave.parsing.locating import linewise, terse
from cityweave.parsing.locating.mentions import Stated, Vocabulary

LINES = (
    "<urn:a> <urn:b> <urn:c> .\n",
    '<urn:a> <urn:b> "c" .\r\n',
    '<urn:a><urn:b>"c\\"d > . # e"@en-GB.\n',
    '  _:a.b <urn:b>  "1"^^<http://www.w3.org/2001/XMLSchema#integer> . # a comment\n',
    "_:x <urn:b> _:y.\n",
    "# only a comment\n",
    "\n",
    ' \t<urn:\\u00e9> <urn:b> "\\u00e9\\n" .\n\n',
)
GRAPHS = ("<urn:a> <urn:b> <urn:c> <urn:g> .\n", '_:a <urn:b> "c"@en _:g .\n')
BEYOND = (
    "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .\n",
    "<urn:a> <urn:b>\n<urn:c> .\n",
)


def both(text: str, name: str = "nt") -> tuple[list[Stated] | None, list[Stated]]:
    slow = terse.statements(text, Vocabulary(), are_quads=name == "nq")
    return linewise.statements(text, Vocabulary()), slow


def offsets(stated: list[Stated]) -> list[tuple[int | None, ...]]:
    return [tuple(one and one.start for one in statement) for statement in stated]


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES)).map("".join))
def test_triples_stand_where_the_recogniser_finds_them(text: str) -> None:
    quick, slow = both(text)
    assert quick is not None
    assert offsets(quick) == offsets(slow)


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES + GRAPHS)).map("".join))
def test_quads_stand_where_the_recogniser_finds_them(text: str) -> None:
    quick, slow = both(text, "nq")
    assert quick is not None
    assert offsets(quick) == offsets(slow)


@pytest.mark.parametrize("line", BEYOND)
def test_what_stands_on_no_line_is_left_to_the_recogniser(line: str) -> None:
    quick, slow = both(LINES[0] + line)
    assert quick is None
    assert len(slow) == 2


@pytest.mark.parametrize(
    ("name", "lines"), [("nt", [1, 2, 3, 4, 5, 8]), ("nq", [1, 2, 3, 4, 5, 8, 1, 11])]
)
def test_each_statement_has_its_place(name: str, lines: list[int]) -> None:
    """A triple that stands in two graphs has one place: the first."""
    text = "".join(LINES + (GRAPHS if name == "nq" else ()))
    quads = parse(text.encode(), rdf_by_name(name)).quads
    places = locate(text.encode(), rdf_by_name(name), quads=quads)
    found = [places.of(one.subject, one.predicate, one.object) for one in quads]
    assert [place and place.line for place in found] == lines


def test_what_the_engine_writes_is_read() -> None:
    turtle = '<urn:a> <urn:b> "é\\n\\"", 1, [ <urn:c> "x"@de ], ( 1 2 ) .'
    quads = parse(turtle.encode(), rdf_by_name("ttl")).quads
    written = (serialize(quads, format=RdfFormat.N_TRIPLES) or b"").decode()
    quick, slow = both(written)
    assert quick is not None
    assert offsets(quick) == offsets(slow)
    assert len(quick) == len(quads)
