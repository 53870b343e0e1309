"""ORDER BY over values of different kinds, over HTTP, on the graph that is shipped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from cityweave.settings import Settings
from cityweave.web import create_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")}
Cell = dict[str, str]


@pytest.fixture(scope="module")
def shipped(connect: Callable[[ASGIApp], httpx.Client]) -> Iterator[httpx.Client]:
    """One query at once, and one for each client: a second attempt is not one query more."""
    settings = Settings(max_queries=1, max_queries_per_client=1)
    with closing(create_app(settings)) as app, connect(app) as client:
        yield client


def ask(client: httpx.Client, query: str, accept: str = "application/json") -> httpx.Response:
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    return answer


def cells(client: httpx.Client, query: str, name: str = "o") -> list[Cell]:
    rows: list[dict[str, Cell]] = ask(client, query).json()["results"]["bindings"]
    return [row[name] for row in rows]


def place(cell: Cell) -> tuple[Any, ...]:
    """Where a term stands (SPARQL 1.1, 15.1), for the kinds that the graph has."""
    value, datatype = cell["value"], cell.get("datatype", "")
    if cell["type"] in ("bnode", "uri"):
        return (cell["type"] != "bnode", value)
    if datatype in NUMBERS:
        return (2, float(value))
    if not datatype:
        return (3, value, cell.get("xml:lang", ""))
    return (4, datatype, value)


def kind_and_value(cell: Cell) -> tuple[Any, ...]:
    """A term; a blank node has another name in each answer."""
    return place(cell)[:1] if cell["type"] == "bnode" else place(cell)


def in_order(found: list[Cell]) -> bool:
    """Whether they stand in a row."""
    places = [kind_and_value(one) for one in found]
    return places == sorted(places)


def test_everything_that_is_shipped_is_put_in_order(shipped: httpx.Client) -> None:
    """Whether the engine sees that its order is none depends on the data; it answers always."""
    answer = ask(shipped, "SELECT ?o { ?s ?p ?o } ORDER BY ?o")
    found = [row["o"] for row in answer.json()["results"]["bindings"]]
    plain = cells(shipped, "SELECT ?o { ?s ?p ?o }")
    assert Counter(kind_and_value(one) for one in found) == Counter(map(kind_and_value, plain))
    kinds = [place(one)[0] for one in found]
    assert kinds == sorted(kinds) or "cityweave-notice" not in answer.headers
    assert in_order(found) or "cityweave-notice" not in answer.headers


def value(number: int) -> str:
    """Numbers, texts and another kind by turns, so that there are circles everywhere."""
    text = str(number * 7919 % 99_991)
    return (text, f'"{text}a"', f'"{text}"^^<http://e/year>')[number % 3]


ROWS = 1500
VALUES = f"VALUES (?n ?v) {{ {' '.join(f'({n} {value(n)})' for n in range(ROWS))} }}"


def mixed(shipped: httpx.Client, query: str, accept: str = "application/json") -> httpx.Response:
    """The answer to a query that the engine gives up on."""
    answer = ask(shipped, query, accept)
    notice = answer.headers["cityweave-notice"]
    assert re.match(r"line 1, column \d+: ORDER BY compares values of different kinds", notice)
    assert "by kind" in notice
    return answer


@pytest.mark.parametrize(
    ("modifiers", "first", "last", "backwards"),
    [
        ("ORDER BY ?v", 0, ROWS, False),
        ("ORDER BY DESC(?v)", 0, ROWS, True),
        ("ORDER BY ?v LIMIT 7", 0, 7, False),
        ("ORDER BY DESC(?v) OFFSET 490 LIMIT 20", 490, 510, True),
        ("ORDER BY (?n >= 0) ?v", 0, ROWS, False),
        ("GROUP BY ?v ORDER BY DESC(COUNT(*)) ?v", 0, ROWS, False),
        ("GROUP BY ?v ORDER BY (MAX(?n) < 0) DESC(?v)", 0, ROWS, True),
    ],
)
def test_the_order_is_by_kind(
    shipped: httpx.Client, modifiers: str, first: int, last: int, backwards: bool
) -> None:
    answer = mixed(shipped, f"SELECT ?v {{ {VALUES} }} {modifiers}")
    found = [row["v"] for row in answer.json()["results"]["bindings"]]
    everything = cells(shipped, f"SELECT ?v {{ {VALUES} }}", "v")
    expected = sorted(everything, key=place, reverse=backwards)
    assert found == expected[first:last]


def test_the_first_of_two_conditions_counts_more(shipped: httpx.Client) -> None:
    query = f"SELECT ?v (FLOOR(?n / 500) AS ?part) {{ {VALUES} }} ORDER BY DESC(?part) ?v"
    rows = mixed(shipped, query).json()["results"]["bindings"]
    parts = [int(row["part"]["value"]) for row in rows]
    assert parts == sorted(parts, reverse=True)
    for one in (0, 1, 2):
        assert in_order([row["v"] for row in rows if int(row["part"]["value"]) == one])


def test_sub_selects_of_every_kind_of_query(shipped: httpx.Client) -> None:
    inner = f"{{ SELECT ?v {{ {VALUES} }} ORDER BY ?v LIMIT 3 }}"
    found = mixed(shipped, f"SELECT ?v {{ {inner} }}").json()["results"]["bindings"]
    numbers = sorted(int(value(n)) for n in range(0, ROWS, 3))
    assert sorted(int(row["v"]["value"]) for row in found) == numbers[:3]
    assert mixed(shipped, f"ASK {{ {inner} }}").json()["boolean"] is True
    triples = "\n".join(f'<e:a> <e:b> "{n}"^^<{XSD}integer> .' for n in numbers[:3])
    for pattern in (f"{{ {inner} }}", f"{{ {VALUES} }} ORDER BY ?v LIMIT 3"):
        text = f"CONSTRUCT {{ <e:a> <e:b> ?v }} WHERE {pattern}"
        graph = mixed(shipped, text, "application/n-triples")
        assert sorted(graph.text.splitlines()) == sorted(triples.splitlines())


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+xml"])
def test_the_second_answer_is_the_first(shipped: httpx.Client, accept: str) -> None:
    query = f"SELECT ?v {{ {VALUES} }} ORDER BY ?v"
    first, second = mixed(shipped, query, accept), mixed(shipped, query, accept)
    assert first.content == second.content
    for name in ("cityweave-notice", "etag"):
        assert first.headers[name] == second.headers[name]


def test_the_page_says_so(shipped: httpx.Client, checked: Callable[[str], Any]) -> None:
    page = ask(shipped, f"SELECT ?v {{ {VALUES} }} ORDER BY ?v LIMIT 5", BROWSER)
    checked(page.text)
    assert "by kind" in page.text


def test_what_has_an_order_is_left_alone(shipped: httpx.Client) -> None:
    for query in ("SELECT * { ?s ?p ?o } ORDER BY STR(?o) LIMIT 5", "SELECT * {} ORDER BY ?x"):
        assert "cityweave-notice" not in ask(shipped, query).headers


def test_what_cannot_be_read_is_refused_with_a_way_out(shipped: httpx.Client) -> None:
    answer = shipped.post("/sparql", data={"query": f"SELECT ?v {{ {VALUES} }} ORDERBY ?v"})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (400, "unsupported-order")
    assert "STR(?value)" in problem["hint"]
