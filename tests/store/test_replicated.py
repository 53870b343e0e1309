"""Queries in readers: the right answers, their own writes, and nothing left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.errors import (
    Abandoned,
    BadParameter,
    NotAcceptable,
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooComplex,
    QueryTooHungry,
    ResultTooLarge,
    UpdateRefused,
)
from cityweave.formats import by_name
from cityweave.store import Caller, Change, EmbeddedStore, Limits, QueryRequest, ReplicatedStore
from killers.families import FAMILIES
from serving import children, state

LIMITS = Limits(
    seconds=2.5,
    rows=50_000,
    size=3_000_000,
    memory=200_000_000,
    queries=4,
    per_client=4,
    queued=50,
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CSV = by_name("csv")
GRAPH = NamedNode("http://g/1")


def quads(first: int, last: int) -> list[Quad]:
    node = NamedNode("http://e/p")
    return [Quad(NamedNode(f"http://e/{n}"), node, Literal(n), GRAPH) for n in range(first, last)]


@pytest.fixture(params=["replica", "snapshot"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReplicatedStore]:
    """A store with a replica, and a durable one that is too large for that."""
    is_small = request.param == "replica"
    writer = EmbeddedStore(None if is_small else tmp_path / "graph")
    writer.add(quads(0, 1000))
    made = ReplicatedStore(writer, LIMITS if is_small else replace(LIMITS, replica=1, seconds=4))
    assert (tmp_path / "graph" / "snapshots").is_dir() is not is_small
    yield made
    made.close()


def ask(store: ReplicatedStore, text: str = COUNT) -> str:
    return store.query(QueryRequest(text), CSV).decode().split("\r\n")[1]


def host() -> int:
    """The host of the one store that is open."""
    found = [one for one in children(os.getpid()) if state(one)]
    hosts = [one for one in found if children(one)]
    return hosts[-1]


def test_what_was_spent_on_a_query_before_is_taken_off_its_time(store: ReplicatedStore) -> None:
    """Of two that never end, the one that had worked done for it already ends first."""
    with ThreadPoolExecutor(2) as threads:

        def ended(spent: float) -> float:
            with pytest.raises(QueryTimeout):
                store.query(QueryRequest(RUNAWAY, spent=spent), CSV)
            return time.monotonic()

        late, early = threads.map(ended, [0.0, 100.0])
    assert early < late


def test_who_writes_sees_it_in_the_next_query(store: ReplicatedStore) -> None:
    assert ask(store) == "1000"
    for number in range(20):
        change = store.add(quads(1000 + number, 1001 + number))
        assert len(change.added) == 1
        assert ask(store) == str(1001 + number)
    assert not store.add(quads(0, 10))
    assert store.count() == 1020


def test_blank_nodes_and_literals_reach_the_replica_as_they_are(store: ReplicatedStore) -> None:
    node, name = BlankNode("b1"), NamedNode("http://e/label")
    store.add([Quad(node, name, Literal('één\n"quoted"', language="nl"), GRAPH)])
    store.add([Quad(node, name, Literal("2024-05", datatype=NamedNode("http://e/type")), GRAPH)])
    assert ask(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <http://e/label> ?o }") == "1"
    found = store.query(
        QueryRequest("SELECT ?o { ?s <http://e/label> ?o }"), by_name("tsv")
    ).decode()
    assert '"één\\n\\"quoted\\""@nl' in found
    assert '"2024-05"^^<http://e/type>' in found


def test_a_query_keeps_the_state_that_it_began_with(store: ReplicatedStore) -> None:
    found = store.stream(
        QueryRequest("SELECT * { ?a ?b ?c . VALUES ?x { 1 2 3 4 5 6 7 8 9 } ?s ?p ?o }"), CSV
    )
    next(found)
    store.add(quads(1000, 1500))
    assert ask(store) == "1500"
    with pytest.raises(ResultTooLarge):
        list(found)


def test_many_readers_while_one_writes(store: ReplicatedStore) -> None:
    def read(_: int) -> int:
        return int(ask(store))

    with ThreadPoolExecutor(6) as pool:
        reads = pool.map(read, range(200))
        for number in range(30):
            store.add(quads(1000 + number, 1001 + number))
            assert int(ask(store)) == 1001 + number
        counts = list(reads)
    assert all(1000 <= count <= 1030 for count in counts)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT * " + "{" * 4000 + "}" * 4000, QueryTooComplex),
        (RUNAWAY, QueryTimeout),
        (FAMILIES["doubling"](30).text, QueryTooHungry),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", ResultTooLarge),
        ("SELECT (1 AS ?x) { ?a ?b ?c . ?d ?e ?f }", ResultTooLarge),
        ("SELECT nonsense", QuerySyntaxError),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", QueryFailed),
        ("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", QueryFailed),
    ],
)
def test_what_cannot_be_answered_costs_one_query(
    store: ReplicatedStore, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        store.query(QueryRequest(text), CSV)
    assert ask(store) == "1000"


def test_errors_keep_place_and_kind(store: ReplicatedStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query(QueryRequest("SELECT * {\n ?s ?p }"), CSV)
    assert caught.value.line == 2
    with pytest.raises(NotAcceptable):
        store.query(QueryRequest(COUNT), by_name("ttl"))
    with pytest.raises(BadParameter, match="not the IRI of a graph"):
        store.query(QueryRequest(COUNT, ("no iri",)), CSV)


def test_files_named_as_graphs_are_empty(store: ReplicatedStore) -> None:
    assert ask(store, "SELECT (COUNT(*) AS ?n) FROM <file:///etc/passwd> { ?s ?p ?o }") == "0"
    request = QueryRequest(COUNT, ("file:///etc/passwd", "http://127.0.0.1:9/"))
    assert store.query(request, CSV) == b"n\r\n0\r\n"


def test_a_caller_that_leaves_ends_its_query(store: ReplicatedStore) -> None:
    caller = Caller("203.0.113.7")
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(store.asked_by(caller).query, QueryRequest(RUNAWAY), CSV)
        time.sleep(0.3)
        caller.leave()
        with pytest.raises(Abandoned):
            running.result()
    with pytest.raises(Abandoned):
        store.asked_by(caller).query(QueryRequest(COUNT), CSV)
    assert ask(store) == "1000"


def test_a_stream_that_is_closed_ends_its_query(store: ReplicatedStore) -> None:
    ask(store)
    parent = host()  # which has no child for a moment when the reader is gone
    before = set(children(parent))
    running = store.stream(QueryRequest("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), CSV)
    assert next(running)
    running.close()
    end = time.monotonic() + 2
    while before <= set(children(parent)) and time.monotonic() < end:
        time.sleep(0.01)
        ask(store)
    assert not before <= set(children(parent))


def test_readers_that_died_idle_are_passed_over(store: ReplicatedStore) -> None:
    ask(store)
    for reader in children(host()):
        os.kill(reader, signal.SIGKILL)
    time.sleep(0.1)
    assert ask(store) == "1000"


def test_a_lost_host_is_replaced_and_knows_every_write(store: ReplicatedStore) -> None:
    ask(store)
    os.kill(host(), signal.SIGKILL)
    assert store.add(quads(1000, 1001))
    assert ask(store) == "1001"
    os.kill(host(), signal.SIGKILL)
    time.sleep(0.05)
    assert ask(store) == "1001"


@pytest.mark.parametrize("replica", [100_000_000, 1])
def test_a_durable_store_has_readers_too(tmp_path: Path, replica: int) -> None:
    for expected in ("10", "20"):
        writer = EmbeddedStore(tmp_path / "graph")
        store = ReplicatedStore(writer, replace(LIMITS, replica=replica))
        store.add(quads(int(expected) - 10, int(expected)))
        assert ask(store) == expected
        assert ask(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == expected
        store.close()


def test_nothing_runs_after_close() -> None:
    before = set(children(os.getpid()))
    store = ReplicatedStore(EmbeddedStore(), replace(LIMITS, queries=1))
    assert ask(store) == "0"
    store.close()
    assert set(children(os.getpid())) <= before


def test_a_change_for_another_state_is_refused() -> None:
    """Both ask about the state that the next query would see, not that of the writer."""
    with closing(ReplicatedStore(EmbeddedStore(), LIMITS)) as store:
        first, second = (
            Quad(NamedNode("e:s"), NamedNode("e:p"), Literal(n), NamedNode("e:g")) for n in (1, 2)
        )
        state = store.state
        store.apply(Change((first,)), state)
        with pytest.raises(UpdateRefused, match="changed while"):
            store.apply(Change((second,)), state)
        assert set(store.quads("e:g")) == {first}
        store.apply(Change((second,)), store.state)
        assert set(store.quads("e:g")) == {first, second}
