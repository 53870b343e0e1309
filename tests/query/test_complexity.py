"""Texts that are too deep or have too many patterns are refused early, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.errors import QueryTooComplex
from cityweave.query.complexity import Complexity, check
from cityweave.settings import Settings
from killers.families import FAMILIES

NARROW = Complexity(depth=3, patterns=4)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "ASK {{{}}} # {{{{{",
        "ASK { BIND('{{{{{' AS ?x) FILTER(?x = \"((((\\\"((\" || ?x = '''[[[[\n'[[''') }",
        "ASK { <http://e/((((> ?p ?o }",
        "ASK {} ASK {} ASK {} ASK {} ASK {} ASK {}",
        "SELECT * { ?a a:b.c 1.5 . ?b a:d.e 2.5 . ?c a:f.g 1.0e3 ; a:h.i 1 }",
        "SELECT (CONCAT(?a, ?b, ?c, ?d, ?e) AS ?f) { ?a ?b ?c , ?d ; ?e ?f }",
        "SELECT * { VALUES ?x { 1 2 3 4 5 6 7 8 } FILTER(?x IN (1, 2, 3, 4, 5, 6)) }",
    ],
)
def test_what_is_within_the_limits_passes(text: str) -> None:
    check(text, NARROW)


@pytest.mark.parametrize(
    ("text", "place", "setting"),
    [
        ("ASK {{{{}}}}", (1, 8), "max_query_depth"),
        ("ASK {\n ?s ?p ( ( 1\n[ ?p 2 ] ) ) }", (3, 1), "max_query_depth"),
        ("ASK { ?s (((?p))) ?o }", (1, 12), "max_query_depth"),
        ("ASK { ?a ?b ?c , ?d ;\n ?e ?f . ?g ?h ?i . ?j ?k ?l .}", (2, 30), "max_query_patterns"),
        ("ASK {{ ?a ?b ?c.} {?a ?b ?c;}\n {?a ?b 1.} {?a ?b 1.5.}\n{ ?a a:b ?c, 2}}", (3, 12),
         "max_query_patterns"),
    ],
)  # fmt: skip
def test_what_passes_a_limit_is_refused_at_its_place(
    text: str, place: tuple[int, int], setting: str
) -> None:
    with pytest.raises(QueryTooComplex, match=setting) as caught:
        check(text, NARROW)
    assert (caught.value.line, caught.value.column) == place
    assert caught.value.hint


@pytest.mark.parametrize("family", ["nested-groups", "nested-brackets", "nested-triples"])
def test_nesting_up_to_the_limit_passes(family: str) -> None:
    allowed = Complexity.of_queries(Settings())
    check(FAMILIES[family](900).text, allowed)
    with pytest.raises(QueryTooComplex):
        check(FAMILIES[family](1100).text, allowed)


def test_data_of_an_update_are_no_patterns() -> None:
    allowed = Complexity.of_updates(Settings())
    check("INSERT DATA { " + "<a:a> <a:b> [ <a:c> 1 ] , 2 ; <a:d> 3 . " * 5000 + "}", allowed)
    with pytest.raises(QueryTooComplex):
        check("INSERT DATA { <a:a> <a:b> " + "[ <a:b> " * 1100, allowed)


@given(st.text("{}[]()<>\"'#\\.,;?a \n"))
def test_any_text_can_be_looked_at(text: str) -> None:
    refusals = []
    try:
        check(text, NARROW)
    except QueryTooComplex as error:
        refusals.append(error)
    for refusal in refusals:
        assert refusal.line is not None
        assert refusal.column is not None
        assert text.split("\n")[refusal.line - 1][refusal.column - 1] in "{[(.,;"
