"""What kind of result a text yields."""

from __future__ import annotations

import pytest

from cityweave.errors import QuerySyntaxError, UnsupportedQuery
from cityweave.formats import Kind
from cityweave.query import kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {}", "bindings"),
        ("select * {}", "bindings"),
        ("ASK {}", "boolean"),
        ("CONSTRUCT WHERE {}", "graph"),
        ("DESCRIBE <http://a>", "graph"),
        ("# ASK {}\nPREFIX select: <http://ask/> BASE <http://b/> ASK {}", "boolean"),
        ("PREFIX : <http://a#SELECT> DESCRIBE :x", "graph"),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA {}", "PREFIX a: <http://a>\n delete where {}", "LOAD <http://a>", "WITH <a> x"],
)
def test_updates_are_told_apart(text: str) -> None:
    with pytest.raises(UnsupportedQuery, match="begins an update") as caught:
        kind_of(text)
    assert caught.value.line == 1 + text.count("\n")


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("", "no query in this text", "Begin with SELECT"),
        ("SELEC * {}", "cannot begin with “SELEC”", "Did you mean SELECT?"),
        ("{ ?s ?p ?o }", "cannot begin with “{”", "Begin with SELECT"),
        ("PREFIX ex <http://e/> ASK {}", "“ex” is not a prefix", "PREFIX ex: <…>"),
        ("PREFIX <http://e/> ASK {}", "is not a prefix", "PREFIX cw: <…>"),
    ],
)
def test_texts_that_are_no_queries(text: str, said: str, hint: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        kind_of(text)
    assert said in caught.value.detail
    assert hint in (caught.value.hint or "")
