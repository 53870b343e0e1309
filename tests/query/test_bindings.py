"""Rows for pages and answers in JSON, of graphs with whatever values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import UnsupportedOrder
from cityweave.formats import by_name
from cityweave.query.bindings import select
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, QueryRequest, ReplicatedStore

THING, VALUE = NamedNode("http://e/thing"), NamedNode("http://e/v")
YEAR = NamedNode("http://e/year")
ORDERED = "SELECT ?v { <http://e/thing> <http://e/v> ?v } ORDER BY ?v"


def mixed() -> Iterator[Literal]:
    """Numbers, texts and years by turns, so that there are circles everywhere."""
    for number in range(0, 3000, 3):
        text = str(number * 7919 % 99_991)
        yield Literal(int(text))
        yield Literal(text + "a")
        yield Literal(text, datatype=YEAR)


@pytest.fixture
def store() -> Iterator[ReplicatedStore]:
    graph = EmbeddedStore()
    graph.add(Quad(THING, VALUE, one) for one in mixed())
    settings = Settings()
    made = ReplicatedStore(graph, Limits.of(settings), settings)
    yield made
    made.close()


def test_values_of_different_kinds_keep_no_page_from_being_made(store: ReplicatedStore) -> None:
    with pytest.raises(UnsupportedOrder):
        store.query(QueryRequest(ORDERED), by_name("json", "bindings"))
    found = [row["v"] for row in select(store, ORDERED)]
    assert len(found) == 3000
    numbers = [int(one.value) for one in found[:1000]]
    assert numbers == sorted(numbers)
    assert {one.datatype for one in found[1000:2000]} == {None}
    assert {one.datatype for one in found[2000:]} == {YEAR.value}


def test_an_order_that_cannot_be_read_for_sure_is_refused(store: ReplicatedStore) -> None:
    doubtful = ORDERED.replace("?v }", "?v FILTER(true || ?v<?b#>'''\n) }")
    with pytest.raises(UnsupportedOrder):
        select(store, doubtful)
