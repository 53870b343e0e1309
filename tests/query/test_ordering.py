"""ORDER BY by kind: every condition of every one, at its place, and nothing else of the query."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from cityweave.errors import UnsupportedQuery
from cityweave.formats import by_name
from cityweave.query.ordering import by_kind
from cityweave.query.solutions import rows_in
from cityweave.store import RANK, EmbeddedStore, QueryRequest

R = f"<{RANK}>"
CAST = "<http://www.w3.org/2001/XMLSchema#string>"
XSD = "PREFIX x: <http://www.w3.org/2001/XMLSchema#>"


CASES = [
    ("SELECT * {} ORDER BY ?a", f"SELECT * {{}} ORDER BY  {R}(?a)"),
    ("SELECT * {} order by$a?b LIMIT 1", f"SELECT * {{}} order by {R}($a) {R}(?b) LIMIT 1"),
    ("SELECT * {} ORDER BY DESC(?a) ?b", f"SELECT * {{}} ORDER BY DESC( {R}(?a))  {R}(?b)"),
    (
        "SELECT * {} ORDER BY asc ( ?a + (1) ) OFFSET 2",
        f"SELECT * {{}} ORDER BY asc ( {R}( ?a + (1) )) OFFSET 2",
    ),
    ("SELECT * {} ORDER BY (?a * 2)", f"SELECT * {{}} ORDER BY  {R}((?a * 2))"),
    ("SELECT * {} ORDER BY STR(?a)", f"SELECT * {{}} ORDER BY  {R}(STR(?a))"),
    (f"SELECT * {{}} ORDER BY {CAST}(?a)", f"SELECT * {{}} ORDER BY  {R}({CAST}(?a))"),
    (
        f"{XSD} SELECT * {{}} ORDER BY x:string(')') # ORDER BY ?a\nVALUES (?v) {{ (1) }}",
        f"{XSD} SELECT * {{}} ORDER BY  {R}(x:string(')')) # ORDER BY ?a\nVALUES (?v) {{ (1) }}",
    ),
    (
        "ASK { { SELECT ?a { ?a ?b ?c } ORDER BY ?c LIMIT 3 } } ORDER BY ?a",
        f"ASK {{ {{ SELECT ?a {{ ?a ?b ?c }} ORDER BY  {R}(?c) LIMIT 3 }} }} ORDER BY  {R}(?a)",
    ),
    (
        "ASK {} ORDER BY NOT EXISTS { SELECT * {} ORDER BY ?a } ?b",
        f"ASK {{}} ORDER BY  {R}(NOT EXISTS {{ SELECT * {{}} ORDER BY  {R}(?a) }})  {R}(?b)",
    ),
    (
        "SELECT ?a {} GROUP BY ?a HAVING (COUNT(*) > 1) ORDER BY DESC(SUM(DISTINCT ?b))",
        f"SELECT ?a {{}} GROUP BY ?a HAVING (COUNT(*) > 1) ORDER BY DESC( {R}(SUM(DISTINCT ?b)))",
    ),
    ("ASK { ?a ?b ?c } ORDER BY ?a", f"ASK {{ ?a ?b ?c }} ORDER BY  {R}(?a)"),
]


@pytest.mark.parametrize(("text", "ordered"), CASES)
def test_conditions_become_their_ranks(text: str, ordered: str) -> None:
    found = by_kind(text)
    assert found is not None
    assert found.text == ordered
    assert text[found.place.start :].upper().startswith("ORDER")
    store = EmbeddedStore()
    media = by_name("json")
    plain = store.query(QueryRequest(text), media)
    assert store.query(QueryRequest(found.text, by_kind=True), media) == plain


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?s ?p 'ORDER BY ?o' } # ORDER BY ?o",
        "SELECT * {} ORDERBY ?a",
        "SELECT * {} ORDER BY",
        "SELECT * {} ORDER BY LIMIT 1",
        "SELECT * {} ORDER BY (?a",
        "SELECT * {} ORDER BY \\u003Fa",
        "SELECT * { FILTER(?a<?b#>'''\n) } ORDER BY ?a",
    ],
)
def test_what_cannot_be_read_for_sure_is_left(text: str) -> None:
    assert by_kind(text) is None


def test_the_function_is_there_for_these_queries_only() -> None:
    text = f"SELECT ({R}(?v) AS ?x) {{ VALUES ?v {{ <http://e/a> }} }}"
    store, media = EmbeddedStore(), by_name("csv")
    assert store.query(QueryRequest(text, by_kind=True), media) == b"x\r\n1http://e/a\r\n"
    with pytest.raises(UnsupportedQuery, match="no function"):
        store.query(QueryRequest(text), media)


VALUES = st.lists(
    st.one_of(
        st.integers(-99, 99).map(str),
        st.sampled_from(['"b"', '"a"@en', "<http://e/x>", "UNDEF", "true", "1.5", "2e1", '"10"']),
    ),
    max_size=20,
)
CONDITIONS = st.lists(
    st.sampled_from(["?v", "DESC(?v)", "?n", "DESC(?n)", "STR(?v)", "(?n + 1)", "BOUND(?v)"]),
    min_size=1,
    max_size=3,
)


@settings(deadline=None, max_examples=60)
@given(VALUES, CONDITIONS)
def test_no_row_is_lost_and_none_comes_twice(values: list[str], conditions: list[str]) -> None:
    table = " ".join(f"({n} {value})" for n, value in enumerate(values))
    text = f"SELECT ?n ?v {{ VALUES (?n ?v) {{ {table} }} }} ORDER BY {' '.join(conditions)}"
    found = by_kind(text)
    assert found is not None
    body = EmbeddedStore().query(QueryRequest(found.text, by_kind=True), by_name("json"))
    numbers = [int(cell.value) for row in rows_in(body) if isinstance(cell := row["n"], Literal)]
    assert sorted(numbers) == list(range(len(values)))
    if conditions[0] in ("?n", "(?n + 1)"):
        assert numbers == sorted(numbers)
    if conditions[0] == "DESC(?n)":
        assert numbers == sorted(numbers, reverse=True)
    if conditions == ["?v", "?n"]:
        unbound = Counter(values)["UNDEF"]
        assert all(values[n] == "UNDEF" for n in numbers[:unbound])
