"""What ends a reader by SIGABRT is told apart: an order that is none, another panic, memory."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import (
    BadRequest,
    QueryFailed,
    QueryTimeout,
    QueryTooHungry,
    UnsupportedOrder,
    ValidationTooLarge,
)
from cityweave.formats import by_name
from cityweave.query import answer, stream
from cityweave.settings import Settings
from cityweave.store import (
    Caller,
    EmbeddedStore,
    Limits,
    QueryRequest,
    ReplicatedStore,
    UpdateRequest,
    Works,
)
from killers.families import FAMILIES
from serving import children
from store import labour

TESTS = Path(__file__).parent.parent
LIMITS = Limits(
    seconds=20.0,
    rows=50_000,
    size=5_000_000,
    memory=200_000_000,
    queries=2,
    per_client=1,
    queued=2,
    cache=1_000_000,
)
XSD = "http://www.w3.org/2001/XMLSchema#"
CSV = by_name("csv")
MIXED = "SELECT ?v { ?s <http://e/v> ?v } ORDER BY ?v"
ROWS = 3000
BEFORE: frozenset[int] = frozenset()
"""The children that the process of the tests had before the store of a test was there."""


def value(number: int) -> Literal:
    """Numbers, texts and years by turns, so that there are circles everywhere."""
    text = str(number * 7919 % 99_991)
    kinds = (
        Literal(int(text)),
        Literal(text + "a"),
        Literal(text, datatype=NamedNode("http://e/year")),
    )
    return kinds[number % len(kinds)]


def quads() -> Iterator[Quad]:
    graph = NamedNode("http://g/1")
    for number in range(ROWS):
        yield Quad(NamedNode(f"http://e/{number}"), NamedNode("http://e/v"), value(number), graph)


@pytest.fixture(params=["replica", "snapshot"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ReplicatedStore]:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    monkeypatch.setattr(sys.modules[__name__], "BEFORE", frozenset(children(os.getpid())))
    is_small = request.param == "replica"
    works = Works({"panic": labour.panicking, "memory": partial(labour.eating, "memory")})
    writer = EmbeddedStore(None if is_small else tmp_path / "graph", works)
    writer.add(quads())
    limits = LIMITS if is_small else replace(LIMITS, replica=1)
    made = ReplicatedStore(writer, limits, Settings(max_validation_memory=100_000_000))
    yield made
    made.close()


def host() -> int:
    """The process that forks the readers of the store of a test; other stores may have theirs."""
    found = [one for one in children(os.getpid()) if one not in BEFORE and children(one)]
    assert len(found) == 1
    return found[0]


def values(store: ReplicatedStore, text: str = MIXED) -> list[str]:
    return answer(store, QueryRequest(text), CSV).body.decode().split("\r\n")[1:-1]


def test_each_end_has_its_own_error(
    store: ReplicatedStore, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(UnsupportedOrder, match="different kinds") as caught:
        store.query(QueryRequest(MIXED), CSV)
    assert "STR(?value)" in (caught.value.hint or "")
    with pytest.raises(QueryTooHungry, match="max_query_memory"):
        store.query(QueryRequest(FAMILIES["doubling"](30).text), CSV)
    with pytest.raises(ValidationTooLarge, match="max_validation_memory"):
        store.work("memory", b"")
    assert "gave up" not in caplog.text
    with caplog.at_level(logging.ERROR), pytest.raises(QueryFailed, match="gave up") as failed:
        store.work("panic", b"")
    assert "unsendable" in caplog.text
    assert "unsendable" not in str(failed.value)
    assert len(values(store)) == ROWS


def test_an_update_that_orders_so_is_told_what_to_write(store: ReplicatedStore) -> None:
    inner = MIXED.replace("{", "{ GRAPH <http://g/1> {").replace("}", "} }")
    # the copy that an update runs on has its rows in another order, so that one may pass unseen
    texts = tuple(
        f"INSERT {{ <e:a> <e:b> ?v }} WHERE {{ {one} LIMIT 1 }}"
        for one in (
            inner,
            inner.replace("BY ?v", "BY DESC(?v)"),
            inner.replace("?v }", "?v . FILTER(STR(?v) > '1') }"),
        )
    )
    with pytest.raises(UnsupportedOrder):
        store.update(UpdateRequest(texts, texts))


def test_the_answer_is_by_kind_and_says_so(store: ReplicatedStore) -> None:
    for body, notices in (
        (found.body, found.notices) for found in (answer(store, QueryRequest(MIXED), CSV),) * 2
    ):
        rows = body.decode().split("\r\n")[1:-1]
        assert sorted(rows) == sorted(value(n).value for n in range(ROWS))
        third = ROWS // 3
        numbers, texts, years = rows[:third], rows[third : 2 * third], rows[2 * third :]
        assert [float(one) for one in numbers] == sorted(float(one) for one in numbers)
        assert texts == sorted(texts)
        assert all(one.endswith("a") for one in texts)
        assert years == sorted(years)
        assert [(one.line, one.column) for one in notices] == [(1, 34)]
        assert "by kind" in notices[0].detail
    assert values(store, MIXED.replace("BY ?v", "BY DESC(?v)")) == values(store)[::-1]


def test_what_is_known_to_have_no_order_costs_no_more_readers(store: ReplicatedStore) -> None:
    caller = store.asked_by(Caller("192.0.2.1"))  # which may ask one thing at a time
    first = answer(caller, QueryRequest(MIXED), CSV)
    store.query(QueryRequest("ASK {}"), by_name("json"))
    readers = set(children(host()))
    again = answer(caller, QueryRequest(MIXED), CSV)
    assert (again.body, again.notices) == (first.body, first.notices)
    assert readers <= set(children(host()))
    assert not store._pool._clients
    assert store._pool._running == 0
    store.add([Quad(NamedNode("http://e/n"), NamedNode("http://e/v"), Literal(5), None)])
    assert len(values(store)) == ROWS + 1


def test_the_second_attempt_has_what_the_first_has_left(store: ReplicatedStore) -> None:
    with pytest.raises(QueryTimeout):
        store.query(QueryRequest(MIXED, by_kind=True, spent=LIMITS.seconds), CSV)
    assert store._task(QueryRequest(MIXED, spent=19.0), CSV, {}).seconds == LIMITS.seconds / 2
    left = store._task(QueryRequest(MIXED, by_kind=True, spent=19.0), CSV, {}).seconds
    assert left <= LIMITS.seconds - 19.0


def test_what_has_begun_is_cut_and_the_next_time_it_is_known(store: ReplicatedStore) -> None:
    """Values are put in order for the last row, when others have been sent."""
    numbers = " ".join(map(str, range(2000)))
    late = f"""
        SELECT ?n ("{"x" * 100}" AS ?x) {{
          VALUES ?n {{ {numbers} }} FILTER(IF(?n < 1999, true, EXISTS {{ {MIXED} LIMIT 1 }}))
        }}"""
    first = stream(store, QueryRequest(late), CSV)
    assert first.notices == ()
    assert len(next(first.chunks)) > 0
    with pytest.raises(UnsupportedOrder):
        list(first.chunks)
    second = stream(store, QueryRequest(late), CSV)
    assert len(second.notices) == 1
    assert b"".join(second.chunks).count(b"\r\n") == 2001


def test_without_an_order_to_read_the_query_is_refused(store: ReplicatedStore) -> None:
    with pytest.raises(BadRequest) as caught:
        answer(store, QueryRequest(MIXED.replace("ORDER BY", "ORDERBY")), CSV)
    assert isinstance(caught.value, UnsupportedOrder)


def test_no_paper_is_left(store: ReplicatedStore) -> None:
    for number in range(10):
        with pytest.raises(UnsupportedOrder):
            store.query(QueryRequest(f"{MIXED} LIMIT {number + 1}"), CSV)
    links = [one.readlink().name for one in Path(f"/proc/{host()}/fd").iterdir()]
    papers = [one for one in links if one.startswith("memfd:")]
    assert len(papers) <= len(children(host())) + 1
