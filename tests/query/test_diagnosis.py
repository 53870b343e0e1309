"""Diagnosis: the thing that is wrong, its place, and what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.errors import CityweaveError, QuerySyntaxError
from cityweave.formats import by_name
from cityweave.query import QueryRequest, answer, kind_of
from cityweave.query.keywords import WORDS, nearest
from cityweave.store import EmbeddedStore

CW = "https://w3id.org/cityweave/ontology#"


@pytest.mark.parametrize(
    ("text", "place", "said", "hint"),
    [
        ("SELECT * {\n ?s a cw:Network }", (2, 7), "prefix “cw:”", f"PREFIX cw: <{CW}>"),
        ("SELECT * { ?s ex:a ?o }", (1, 15), "prefix “ex:”", "PREFIX ex: <…>"),
        ("SELECT * { ?s rdfss:label ?o }", (1, 15), "prefix “rdfss:”", "Did you mean rdfs:?"),
        ("SELECT * { ?s a :Network }", (1, 17), "prefix “:”", "PREFIX : <…>"),
        ("SELECT * WHER { ?s ?p ?o }", (1, 10), "“WHER”", "WHERE"),
        ("SELECT * { ?s ?p ?o } GROUPBY ?s", (1, 23), "“GROUPBY”", "GROUP BY"),
        ("SELECT * { ?s ?p ?o }\nORDR BY ?s", (2, 1), "“ORDR”", "ORDER"),
        ("SELECT * { ?s ?p ?o FILTR(?o > 1) }", (1, 21), "“FILTR”", "FILTER"),
        ("SELECT * { ?s ?p ?o FILTER(LENGTH(?o) > 1) }", (1, 28), "“LENGTH”", "STRLEN"),
        ("SELECT * { ?s ?p amsterdam }", (1, 18), "“amsterdam”", "string stands in quotes"),
        ("SELECT * { ?s ?p 'x }", (1, 18), "does not end on this line", "Close it with '"),
        ("SELECT * { ?s ?p “x” }", (1, 18), "The character", "straight quotes"),
        ("SELECT * { ?s ?p ?o", (1, 10), "“{” is not closed", "Add “}”"),
        ("SELECT * { ?s ?p ?o }}", (1, 22), "closes nothing", "Take it out"),
        ("SELECT * { FILTER(1 = 1 }", (1, 25), "“(” of line 1, column 18", "Write “)”"),
        ("SELECT * { ?s <a b> ?o }", (1, 15), "character that no IRI may have", "spaces"),
        ("SELECT * { ?s <a:%zz> ?o }", (1, 22), "relative", "whole IRI"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x ?z ?y }", (1, 41), "neither in GROUP BY", "SAMPLE"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", (1, 34), "SELECT *", "Name the variables"),
        ("SELECT * { ?s ?p ?o } LIMIT ten", (1, 29), "“ten”", ""),
        ("SELECT * { ?s ?p ?o } LIMIT", None, "not complete", "lacks its object"),
        ("SELECT * { ?s ?p . }", (1, 20), "“}” cannot stand here", "just before"),
    ],
)
def test_mistakes(text: str, place: tuple[int, int] | None, said: str, hint: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        answer(EmbeddedStore(), QueryRequest(text), by_name("csv"))
    error = caught.value
    assert said in error.detail
    assert hint in (error.hint or "")
    assert (error.line, error.column) == (place or (None, None))


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_is_found_again_with_a_letter_missing(word: str) -> None:
    if len(word) > 5:
        assert nearest(word[:2] + word[3:]) is not None


QUERY = "PREFIX e: <http://e/> SELECT ?s (COUNT(*) AS ?n) WHERE { ?s e:p 'x'@en ; a e:C FILTER(?s > 1) } GROUP BY ?s ORDER BY ?n LIMIT 3"  # noqa: E501


@given(st.integers(0, len(QUERY) - 1), st.text(max_size=3))
def test_any_damage_is_answered_or_refused_in_our_words(position: int, graft: str) -> None:
    damaged = QUERY[:position] + graft + QUERY[position + 1 :]
    try:
        result_format = by_name("json" if kind_of(damaged) != "graph" else "ttl")
        answer(EmbeddedStore(), QueryRequest(damaged), result_format)
    except CityweaveError as error:
        refusal = error
    else:
        return
    assert refusal.status == 400
    assert refusal.hint or refusal.line


def test_a_long_text_gets_the_place_at_least() -> None:
    text = "SELECT * {" + " ?s ?p ?o ." * 3000 + " ?s ?p }"
    with pytest.raises(QuerySyntaxError) as caught:
        answer(EmbeddedStore(), QueryRequest(text), by_name("csv"))
    assert caught.value.line == 1
    assert caught.value.hint
