"""Readers of snapshots: confined as others are, each on its state, and no snapshot left behind."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import QueryTimeout
from cityweave.formats import by_name
from cityweave.store import (
    Change,
    EmbeddedStore,
    Limits,
    QueryRequest,
    ReplicatedStore,
    hosting,
    replica,
)
from cityweave.store.replica import ReplicaSupply
from cityweave.store.snapshot import SnapshotSupply

# RocksDB opens a quarter of what it may have open, here 9 of the 12 tables
PROGRAM = """
import json, os, resource, socket, subprocess, sys
from pathlib import Path
import pyoxigraph as ox
from cityweave.store.registry import Works
from cityweave.store.snapshot import Snapshot

graph, snapshot = map(Path, sys.argv[1:])
node, name = ox.NamedNode("http://e/s"), ox.NamedNode("http://g/1")
store = ox.Store(graph)
store.extend(ox.Quad(node, node, ox.Literal(f"a longer text {n}"), name) for n in range(1000))
store.extend(ox.Quad(node, node, ox.Literal(f"a longer text {n}")) for n in range(1000))
store.backup(snapshot)
del store

ours, theirs = socket.socketpair()
resource.setrlimit(resource.RLIMIT_NOFILE, (97, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
held = Snapshot(snapshot, Works())
table = next(snapshot.glob("*.sst"))

def ask(text):
    return sum(1 for _ in held.store._store.query(text))

process = os.fork()
if process == 0:
    ours.close()
    channel = held.enter(theirs, 100_000_000)
    found = {"unopened": held._unopened}
    for name, attempt in {
        "file": lambda: open("/etc/passwd"),
        "device": lambda: os.open("/dev/null", os.O_RDONLY),
        "own memory": lambda: open("/proc/self/mem"),
        "file of the store": lambda: open(graph / "CURRENT"),
        "directory": lambda: os.open("/", os.O_RDONLY),
        "list": lambda: os.listdir(snapshot),
        "new file": lambda: open(snapshot / "new", "w"),
        "table to write": lambda: open(table, "r+b"),
        "remove": lambda: os.unlink(table),
        "link": lambda: os.link(table, snapshot / "other"),
        "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "datagrams": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "local socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "pair": socket.socketpair,
        "pipe": os.pipe,
        "duplicate": lambda: os.close(os.dup(3)),
        "number": lambda: os.dup2(3, 40),
        "memory as a file": lambda: os.memfd_create("x"),
        "other process": lambda: os.pidfd_open(os.getppid()),
        "program": lambda: os.execv("/bin/true", ["true"]),
        "table to read": lambda: os.close(os.open(table, os.O_RDONLY)),
        "memory": lambda: bytearray(400_000_000),
        "less memory": lambda: bytearray(20_000_000),
        "merge": lambda: ask("SELECT * { ?s ?p ?o }") == 1000 or 1 / 0,
        "graphs": lambda: ask("SELECT * { GRAPH ?g { ?s ?p ?o } }") == 1000 or 1 / 0,
        "by object": lambda: ask('SELECT * { ?s ?p "a longer text 7" }') == 1 or 1 / 0,
        "by predicate": lambda: ask('SELECT * { ?s <http://e/s> ?o }') == 1000 or 1 / 0,
        "names": lambda: ask('SELECT * { GRAPH ?g {} }') == 1 or 1 / 0,
    }.items():
        try:
            attempt()
            found[name] = "done"
        except BaseException as error:
            found[name] = type(error).__name__
    channel.sendall(json.dumps(found).encode())
    os._exit(0)
theirs.close()
print(ours.recv(10_000).decode())
os.waitpid(process, 0)
"""
ALLOWED = {
    *("table to read", "less memory"),
    "duplicate",  # of what it has; a number is free for each table that is not open yet
    *("merge", "graphs", "by object", "by predicate", "names"),
}

LIMITS = Limits(
    seconds=3.0,
    rows=500_000,
    size=30_000_000,
    memory=200_000_000,
    queries=8,
    per_client=8,
    queued=50,
    replica=1,
)
CSV = by_name("csv")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BOTH = """\
SELECT (CONCAT(STR(?merge), " ", STR(?named)) AS ?n) {
  { SELECT (COUNT(*) AS ?merge) { ?s ?p ?o } }
  { SELECT (COUNT(*) AS ?named) { GRAPH ?g { ?s ?p ?o } } }
}"""


def test_a_reader_opens_the_files_of_its_snapshot_and_nothing_else(tmp_path: Path) -> None:
    paths = [str(tmp_path / "graph"), str(tmp_path / "snapshot")]
    done = subprocess.run([sys.executable, "-c", PROGRAM, *paths], capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert found.pop("unopened") > 0
    assert found.pop("memory") == "MemoryError"
    assert {name for name, what in found.items() if what == "done"} == ALLOWED
    assert set(found.values()) <= {"done", "OSError", "PermissionError"}


def quads(first: int, last: int) -> list[Quad]:
    node = NamedNode("http://e/p")
    return [
        Quad(NamedNode(f"http://e/{n}"), node, Literal(n), NamedNode(f"http://g/{n % 3}"))
        for n in range(first, last)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReplicatedStore]:
    writer = EmbeddedStore(tmp_path / "graph")
    writer.add(quads(0, 1000))
    made = ReplicatedStore(writer, LIMITS)
    yield made
    made.close()


def ask(store: ReplicatedStore, text: str = COUNT) -> str:
    return store.query(QueryRequest(text), CSV).decode().split("\r\n")[1]


def are_left(tmp_path: Path, number: int) -> bool:
    """Whether so many snapshots are left once the host has buried its readers."""
    end = time.monotonic() + 10
    while (found := len(list((tmp_path / "graph" / "snapshots").iterdir()))) > number:
        if time.monotonic() > end:
            break
        time.sleep(0.02)
    return found == number


def test_every_reader_sees_one_whole_state_while_others_write(store: ReplicatedStore) -> None:
    """Each commit adds ten quads and takes five: no count in between is a state."""

    def read(_: int) -> str:
        return ask(store, BOTH)

    with ThreadPoolExecutor(4) as pool:
        reads = pool.map(read, range(80))
        for number in range(1, 31):
            at = 1000 + 10 * number
            added, removed = quads(at, at + 10), quads(5 * number, 5 * number + 5)
            store.apply(Change(tuple(added), tuple(removed)))
            assert ask(store, BOTH) == f"{1000 + 5 * number} {1000 + 5 * number}"
        counts = {tuple(map(int, one.split())) for one in reads}
    assert all(merge == named and merge % 5 == 0 for merge, named in counts)
    assert {merge for merge, _ in counts} <= set(range(1000, 1151))


def test_a_snapshot_goes_with_its_last_reader(store: ReplicatedStore, tmp_path: Path) -> None:
    assert ask(store) == "1000"
    assert are_left(tmp_path, 1)
    running = store.stream(QueryRequest("SELECT * { ?a ?b ?c . ?d ?e ?f }"), CSV)
    parts = iter(running)
    next(parts)
    for number in range(3):
        store.add(quads(1000 + number, 1001 + number))
        assert ask(store) == str(1001 + number)
    assert are_left(tmp_path, 2)
    assert next(parts)
    running.close()
    assert are_left(tmp_path, 1)


def test_commits_that_nobody_reads_share_a_snapshot(store: ReplicatedStore, tmp_path: Path) -> None:
    names = set()
    for number in range(20):
        store.add(quads(1000 + number, 1001 + number))
        names |= {one.name for one in (tmp_path / "graph" / "snapshots").iterdir()}
    assert len(names) == 1
    assert ask(store) == "1020"


def test_what_a_crash_left_behind_is_removed(tmp_path: Path) -> None:
    for most in (1, 1_000_000):
        left = tmp_path / "graph" / "snapshots" / "77"
        left.mkdir(parents=True)
        store = ReplicatedStore(EmbeddedStore(tmp_path / "graph"), replace(LIMITS, replica=most))
        assert ask(store) == "0"
        assert not left.exists()
        store.close()


def is_filled(store: ReplicatedStore) -> None:
    """Wait until a replica is there."""
    end = time.monotonic() + 60
    while not isinstance(store._hosting._supply, ReplicaSupply):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_replica_that_comes_later_knows_every_write_and_stops_no_query(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writer = EmbeddedStore(tmp_path / "graph")
    writer.add(quads(0, 1000))
    store = ReplicatedStore(writer, replace(LIMITS, seconds=60, replica=1_000_000_000))
    assert isinstance(store._hosting._supply, SnapshotSupply)
    running = store.stream(QueryRequest("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 400000"), CSV)
    rows = -1
    number = 1000
    while not isinstance(store._hosting._supply, ReplicaSupply):
        store.apply(Change(tuple(quads(number, number + 2)), tuple(quads(number - 1, number))))
        number += 2
        assert ask(store, BOTH) == " ".join(2 * [str(number - (number - 1000) // 2)])
    left = number - (number - 1000) // 2
    assert ask(store, BOTH) == f"{left} {left}"
    store.add(quads(0, 1))
    store.add(quads(number, number + 1))
    assert ask(store, BOTH) == f"{left + 1} {left + 1}"
    rows += sum(part.count(b"\n") for part in running)
    assert rows == 400_000
    assert are_left(tmp_path, 0)
    assert not caplog.records
    store.close()


def test_nobody_reads_a_snapshot_once_a_replica_is_there(tmp_path: Path) -> None:
    writer = EmbeddedStore(tmp_path / "graph")
    writer.add(quads(0, 1000))
    store = ReplicatedStore(writer, replace(LIMITS, replica=1_000_000_000))
    for _ in range(3):
        assert ask(store) == "1000"
    is_filled(store)
    assert are_left(tmp_path, 0), "readers that were idle are gone"
    assert ask(store) == "1000"
    store.close()


def test_a_store_can_be_closed_before_its_replica_is_there(tmp_path: Path) -> None:
    writer = EmbeddedStore(tmp_path / "graph")
    writer.add(quads(0, 1000))
    store = ReplicatedStore(writer, replace(LIMITS, replica=1_000_000_000))
    store.close()
    EmbeddedStore(tmp_path / "graph").close()


def test_a_graph_that_outgrows_its_replica_is_read_from_snapshots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "PROOF", 2)
    writer = EmbeddedStore(tmp_path / "graph")
    store = ReplicatedStore(writer, replace(LIMITS, replica=50 * replica.TRIPLE))
    store.add(quads(0, 10))
    store.add(quads(10, 20))
    is_filled(store)
    store.add(quads(20, 40))
    store.add(quads(40, 60))
    assert isinstance(store._hosting._supply, SnapshotSupply)
    assert ask(store) == "60"
    store.add(quads(60, 61))
    assert ask(store) == "61"
    store.close()


def test_a_system_that_cannot_confine_readers_of_files_reads_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hosting, "can_seal", lambda: False)
    writer = EmbeddedStore(tmp_path / "graph")
    writer.add(quads(0, 10))
    now, later = hosting.supplies(writer, 1, 1)
    assert isinstance(now, ReplicaSupply)
    assert later is None
    assert "lacks Landlock" in caplog.text
    writer.close()


def test_heavy_queries_end_at_their_limit(store: ReplicatedStore) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(store.query, QueryRequest(text), CSV) for _ in range(4)]
        store.add(quads(1000, 1001))
        assert ask(store) == "1001"
        for one in running:
            with pytest.raises(QueryTimeout):
                one.result()
    assert ask(store) == "1001"
