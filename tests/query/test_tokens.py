"""The tokeniser: knows strings, IRIs, comments and names, and never fails."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.query.tokens import declared_prefixes, first_verb, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<http://e/#x> # c", [("iri", "<http://e/#x>")]),
        ("?a<?b", [("variable", "?a"), ("mark", "<"), ("variable", "?b")]),
        ('\'#\' "a\\"#"', [("string", "'#'"), ("string", '"a\\"#"')]),
        ("'''a\n'b''' c", [("string", "'''a\n'b'''"), ("word", "c")]),
        ("'x'@en-GB", [("string", "'x'"), ("tag", "@en-GB")]),
        ("ex:a.b.", [("name", "ex:a.b"), ("mark", ".")]),
        ("ex:a\\#b%20 :x _:b1", [("name", "ex:a\\#b%20"), ("name", ":x"), ("name", "_:b1")]),
        ("1.5e3 .5 7", [("number", "1.5e3"), ("number", ".5"), ("number", "7")]),
        ("'open\n}", [("stray", "'open"), ("mark", "}")]),
        ('"""open\n} "x', [("stray", '"""open\n} "x')]),
        ("“x”", [("stray", "“"), ("word", "x"), ("stray", "”")]),
        ("stad:'s", [("name", "stad:"), ("stray", "'s")]),
        ("?é ünï:ö", [("variable", "?é"), ("name", "ünï:ö")]),
    ],
)
def test_terminals(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.kind, token.text) for token in tokenize(text)] == expected


def test_places_count_lines_and_characters_from_one() -> None:
    places = [(t.text, t.line, t.column) for t in tokenize("a\n  é b # x\n\r\n'''\n''' c")]
    assert places == [("a", 1, 1), ("é", 2, 3), ("b", 2, 5), ("'''\n'''", 4, 1), ("c", 5, 5)]


sparql = st.text() | st.lists(
    st.sampled_from(["SELECT", " ", "\n", "'", '"', "'''", '"""', "<", ">", "#", "?x", "ex:a", "\\",
                     "{", "}", "1.", "@en", "_:b", "SERVICE", "\\u0041", "é", "^^"])
).map("".join)  # fmt: skip


@given(sparql)
def test_tokens_and_what_is_between_them_are_the_text(text: str) -> None:
    position = 0
    for token in tokenize(text):
        between = text[position : token.start]
        assert re.fullmatch(r"([\s\ufeff]|#[^\n\r]*)*", between)
        assert text[token.start : token.end] == token.text
        assert text.count("\n", 0, token.start) == token.line - 1
        position = token.end
    assert re.fullmatch(r"([\s\ufeff]|#[^\n\r]*)*", text[position:])


def test_a_hundred_thousand_quotes_take_no_time() -> None:
    assert len(tokenize("'" * 100_001)) > 0
    assert len(tokenize('"""a' * 25_000)) > 0


def test_prologue() -> None:
    tokens = tokenize("BASE <http://b/> PREFIX a: <http://a/> prefix : <http://c/>\nASK {}")
    assert declared_prefixes(tokens) == {"a": "http://a/", "": "http://c/"}
    verb = first_verb(tokens)
    assert verb is not None
    assert (verb.text, verb.line) == ("ASK", 2)
    assert first_verb(tokenize("# nothing\nPREFIX a: <http://a/>")) is None
