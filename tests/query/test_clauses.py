"""SERVICE clauses: found where they stand, asked with what they need, and put back in place."""

from __future__ import annotations

import pytest

from cityweave.errors import (
    FederationRefused,
    QuerySyntaxError,
    RemoteFailed,
    UnsupportedQuery,
)
from cityweave.federation import Rows
from cityweave.formats import by_name
from cityweave.query import QueryRequest, answer, endpoints, without_endpoints
from cityweave.query.clauses import Clause, clauses
from cityweave.query.inlining import Edit, edited, table, unedited
from cityweave.query.tokens import tokenize
from cityweave.store import EmbeddedStore
from federation.remotes import always, endpoint, gateway, remote


def found(text: str) -> tuple[Clause, ...]:
    return clauses(text, tokenize(text))


@pytest.mark.parametrize(
    ("text", "endpoint_", "query"),
    [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "http://x/", "{ ?s ?p ?o }"),
        ("SELECT * { service<http://x/>{?s ?p ?o}}", "http://x/", "{?s ?p ?o}"),
        (
            "PREFIX a: <http://a/> PREFIX b: <http://b/> SELECT * { SERVICE a:x { ?s b:p '}' } }",
            "http://a/x",
            "PREFIX b: <http://b/>\nSELECT * WHERE { ?s b:p '}' }",
        ),
        (
            "BASE <http://a/> SELECT * { SERVICE <x> { ?s <p> { ?a ?b ?c } } }",
            "http://a/x",
            "BASE <http://a/>\nSELECT * WHERE { ?s <p> { ?a ?b ?c } }",
        ),
        (
            "SELECT * { SERVICE <http://x/> { <u:s> <u:p> 'SERVICE ?x' # }\n } }",
            "http://x/",
            "SELECT (1 AS ?one) WHERE { <u:s> <u:p> 'SERVICE ?x' # }\n }",
        ),
    ],
)
def test_what_is_asked_of_whom(text: str, endpoint_: str, query: str) -> None:
    (clause,) = found(text)
    assert clause.endpoint == endpoint_
    assert clause.query == (query if "SELECT" in query else f"SELECT * WHERE {query}")
    assert text[clause.start : clause.start + 7].upper() == "SERVICE"
    assert text[clause.end - 1] == "}"
    assert not clause.silent


def test_variables_are_those_of_the_pattern() -> None:
    text = (
        "SELECT * { ?a ?b ?c SERVICE SILENT <http://x/> { ?s $p '?o' FILTER(?s > ?t) } ?d ?e ?f }"
    )
    (clause,) = found(text)
    assert clause.variables == {"s", "p", "t"}
    assert clause.silent


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", "finds out while it runs"),
        ("SELECT * { SERVICE <http://x/> { SERVICE <http://y/> {} } }", "inside of SERVICE"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p 1SERVICE<http://y/>{} } }", "inside of SERVICE"),
        ("SELECT * { LATERAL { SERVICE <http://x/> {} } }", "LATERAL"),
        ("SELECT * {" + "SERVICE <http://x/> {}" * 9 + "}", "9 SERVICE clauses; the limit is 8"),
        ("SELECT * { SERVICE <http://x/> { “ } }", "cannot be read for sure"),
    ],
)
def test_what_is_no_clause_for_sure(text: str, message: str) -> None:
    with pytest.raises(UnsupportedQuery, match=message) as caught:
        found(text)
    assert caught.value.line == 1
    assert caught.value.hint


def test_tables_have_every_shape() -> None:
    assert table(Rows(0, {}), 0).text.split() == "FILTER(true) { VALUES () { } }".split()
    assert table(Rows(2, {}), 0).text.count("()") == 3
    whole = table(Rows(2, {"row": ("1", "2"), "x": ("3", None)}), 7)
    assert [one.terms for one in whole.columns] == [("1", "2"), ("3", None)]
    assert "?row_ { 0 1 }" in whole.text
    assert whole.text.count("COALESCE") == 1, "only where a term is always there"


def test_places_are_those_of_the_text_that_was_asked() -> None:
    text = "ab CLAUSE cd\nef CLAUSE gh\nij"
    edits = (Edit(3, 9, "longer\nthan it was"), Edit(16, 22, "short"))
    after = edited(text, edits)
    assert after == "ab longer\nthan it was cd\nef short gh\nij"
    for word in ("ab", "cd", "ef", "gh", "ij"):
        before = after[: after.index(word)]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        refusal = unedited(QuerySyntaxError("x", line=line, column=column), text, edits)
        before = text[: text.index(word)]
        assert refusal.line == before.count("\n") + 1
        assert refusal.column == len(before) - before.rfind("\n")
    inside = unedited(QuerySyntaxError("x", line=2, column=3), text, edits)
    assert (inside.line, inside.column) == (1, 4)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} ?a ?b . ?c }}", 1, None),
        ("SELECT * {{ OPTIONAL SERVICE <{0}> {{ ?s ?p ?o }} }}", 1, None),
        ("SELECT * {{ {{}} UNION SERVICE <{0}> {{ ?s ?p ?o }} }}", 1, None),
        ("SELECT * SERVICE <{0}> {{ ?s ?p ?o }}", 1, None),
        ("SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }}\n  nonsense }}", 2, 3),
        ("SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} nonsense", 1, None),
        ("SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} BIND(1 AS ?o) }}", 1, None),
    ],
)
def test_a_query_that_is_wrong_elsewhere_is_told_where(
    text: str, line: int, column: int | None
) -> None:
    with remote(endpoint("<u:s> <u:p> <u:o> .")) as there:
        text = text.format(there.iri)
        with pytest.raises(QuerySyntaxError) as caught:
            answer(EmbeddedStore(), QueryRequest(text), by_name("csv"), gateway(there))
    if caught.value.line is not None:
        assert caught.value.line == line
        assert caught.value.column is not None
        assert caught.value.column <= len(text.split("\n")[line - 1])
    assert column in (None, caught.value.column)


def test_silent_is_one_solution_and_a_remark() -> None:
    store = EmbeddedStore()
    with remote(always(500, {})) as there, remote(endpoint("<u:s> <u:p> <u:o> .")) as other:
        text = f"""SELECT * {{
            SERVICE <{other.iri}> {{ ?s ?p ?o }}
            SERVICE SILENT <{there.iri}> {{ ?s ?p ?x }}
            SERVICE SILENT <http://not.allowed.example/> {{ ?s ?p ?y }}
        }}"""
        got = answer(store, QueryRequest(text), by_name("csv"), gateway(there, other))
    assert got.body.split() == [b"o,p,s", b"u:o,u:p,u:s"]
    assert [one.line for one in got.notices] == [3, 4]
    assert "answered 500" in got.notices[0].detail
    assert "not one that may be asked" in got.notices[1].detail


def test_the_failure_of_one_clause_names_its_place() -> None:
    with remote(always(500, {})) as there, remote(endpoint("")) as other:
        text = f"""SELECT * {{ SERVICE <{other.iri}> {{ ?s ?p ?o }}
 SERVICE SILENT <{there.iri}> {{ ?s ?p ?o }}
  SERVICE <{there.iri}> {{ ?s ?p ?o }} }}"""
        with pytest.raises(RemoteFailed, match="answered 500") as caught:
            answer(EmbeddedStore(), QueryRequest(text), by_name("csv"), gateway(there, other))
    assert (caught.value.line, caught.value.column) == (3, 3)
    with pytest.raises(FederationRefused, match="No other endpoint"):
        answer(EmbeddedStore(), QueryRequest(text), by_name("csv"))


def test_the_endpoints_of_a_query_are_told_once_each() -> None:
    clause = "SERVICE <http://x/> { ?s ?p ?o }"
    text = f"SELECT * {{ {clause} SERVICE SILENT <http://y/> {{ ?o ?p ?s }} {clause} }}"
    assert endpoints(text) == ("http://x/", "http://y/")
    assert endpoints("SELECT * { ?s ?p 'SERVICE <http://x/> {}' }") == ()


def test_a_query_can_be_asked_as_if_all_stood_in_one_place() -> None:
    text = (
        "SELECT * { ?s ?p ?x SERVICE SILENT <http://x/> # {\n { ?x ?q ?o } OPTIONAL { ?a ?b ?c } }"
    )
    plain = "SELECT * { ?s ?p ?x { ?x ?q ?o } OPTIONAL { ?a ?b ?c } }"
    assert without_endpoints(text) == plain
    assert without_endpoints(plain) == plain
