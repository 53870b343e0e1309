"""Work of the edges in readers: what it changes nobody else sees, and its limits hold."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import (
    Abandoned,
    QueryFailed,
    SyntaxErrorInData,
    TooManyQueries,
    ValidationTimeout,
    ValidationTooLarge,
)
from cityweave.settings import Settings
from cityweave.store import Caller, EmbeddedStore, Limits, Preparation, ReplicatedStore, Works
from store import labour

TESTS = Path(__file__).parent.parent
WORKS: dict[str, Preparation] = {
    "add": labour.adding,
    "broken": labour.broken,
    **{what: partial(labour.eating, what) for what in ("time", "memory", "bytes")},
}
SETTINGS = Settings(
    max_validation_seconds=2, max_validation_memory=100_000_000, max_report_bytes=50_000
)
LIMITS = {"replica": 2_000_000_000, "snapshot": 1}


def writer(folder: Path | None) -> EmbeddedStore:
    store = EmbeddedStore(folder, Works(WORKS))
    name = NamedNode("http://g/1")
    store.add(Quad(labour.NODE, labour.NODE, Literal(n), name) for n in range(100))
    return store


@pytest.fixture(params=["forked", "spawned", "replica", "snapshot"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ReplicatedStore]:
    """A store whose host was forked, or is a program of its own, over each kind of state."""
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    if request.param == "spawned":
        monkeypatch.setattr("cityweave.store.replica.is_single", lambda: False)
    if request.param == "forked":
        monkeypatch.setattr("cityweave.store.replica.is_single", lambda: True)
    folder = tmp_path / "graph" if request.param in LIMITS else None
    replica = LIMITS.get(request.param, 2_000_000_000)
    limits = Limits(5.0, 1000, 1000, 10**8, 4, 4, 4, replica=replica)
    made = ReplicatedStore(writer(folder), limits, SETTINGS)
    filled = made._hosting._filling
    if request.param == "replica" and filled is not None:
        filled.join()
    yield made
    made.close()


def is_fixed(store: ReplicatedStore) -> bool:
    return store._limits.replica == 1


def test_each_work_sees_the_graph_as_it_is(store: ReplicatedStore) -> None:
    more = 0 if is_fixed(store) else 3
    assert store.work("add", b"123") == str(100 + more).encode()
    assert store.work("add", b"") == b"100"
    with pytest.raises(SyntaxErrorInData) as caught:
        store.work("add", b"fail")
    assert caught.value.line == 3
    assert store.work("add", b"") == b"100"
    store.add([Quad(labour.NODE, labour.NODE, Literal("new"), NamedNode("http://g/2"))])
    assert store.work("add", b"1") == str(101 + more // 3).encode()
    assert store.count() == 101


def test_a_host_that_is_started_later_knows_the_works(store: ReplicatedStore) -> None:
    link = store._hosting._link
    link.kill()
    assert store.work("add", b"") == b"100"
    assert store._hosting._link is not link


def test_what_is_not_there_or_cannot_be_prepared_is_said(store: ReplicatedStore) -> None:
    with pytest.raises(QueryFailed, match="no work of the name other"):
        store.work("other", b"")
    with pytest.raises(SyntaxErrorInData, match="shapes of the deployment"):
        store.work("broken", b"")


@pytest.mark.parametrize(
    ("what", "error", "setting"),
    [
        ("time", ValidationTimeout, "max_validation_seconds"),
        ("memory", ValidationTooLarge, "max_validation_memory"),
        ("bytes", ValidationTooLarge, "max_report_bytes"),
    ],
)
def test_the_limit_that_is_hit_is_named(
    store: ReplicatedStore, what: str, error: type[ValidationTooLarge], setting: str
) -> None:
    with pytest.raises(error) as caught:
        store.work(what, b"")
    assert setting in caught.value.detail
    assert store.work("add", b"") == b"100"


def test_one_client_has_its_share_and_its_work_ends_with_it(store: ReplicatedStore) -> None:
    caller = Caller("192.0.2.1")
    asked = store.asked_by(caller)
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(asked.work, "time", b"") for _ in range(2)]
        while store._working._clients["192.0.2.1"] < 2:
            os.sched_yield()
        with pytest.raises(TooManyQueries) as caught:
            store.asked_by(Caller("192.0.2.1")).work("add", b"")
        assert "max_validations_per_client" in caught.value.detail
        assert store.asked_by(Caller("192.0.2.2")).work("add", b"") == b"100"
        caller.leave()
        ends = {type(one.exception()) for one in running}
    assert Abandoned in ends


def test_the_loop_of_a_server_waits_for_nothing(store: ReplicatedStore) -> None:
    async def both() -> list[bytes]:
        store.adopt()
        results = await asyncio.gather(*(store.perform("add", b"") for _ in range(3)))
        found = [b"".join([part async for part in one]) for one in results]
        for one in results:
            one.close()
        await store.release()
        return found

    assert asyncio.run(both()) == [b"100"] * 3


def test_in_this_process_work_is_done_at_once() -> None:
    store = writer(None)
    assert store.work("add", b"1") == b"101"
    whole = asyncio.run(store.perform("add", b""))
    assert whole.rest() == b"101"
    with pytest.raises(SyntaxErrorInData, match="shapes of the deployment"):
        store.work("broken", b"")
