"""Kills of every process at any instant lose no acknowledged write and leave a graph that opens."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from serving import Served, children

PROGRAM = Path(sys.executable).parent / "cityweave"
TOKEN = "the-token-of-these-tests"  # noqa: S105
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LIVES = 6
"""Times that the server is started and killed; while it lives, its host and readers are killed."""

State = frozenset[tuple[str, int]]
"""Which numbers stand in which graphs."""


@pytest.fixture(params=["replica", "snapshot"])
def environment(request: pytest.FixtureRequest, content_dir: Path) -> dict[str, str]:
    """Variables of a server that reads from memory, or from snapshots."""
    small = {"CITYWEAVE_MAX_REPLICA_MEMORY": "1"} if request.param == "snapshot" else {}
    own = {"CITYWEAVE_ADMIN_TOKEN": TOKEN, "CITYWEAVE_CONTENT_DIR": str(content_dir)}
    return os.environ | own | small


@contextmanager
def serving(folder: Path, environment: dict[str, str]) -> Iterator[Served]:
    """The real server, killed at the end if it is not dead before."""
    command: list[str | Path] = [PROGRAM, "serve", "--port", "0", "--data-dir", folder]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+/", process.stdout.readline())
        assert found is not None
        try:
            yield Served(process, found[0])
        finally:
            process.kill()


@dataclass
class Writing:
    """A client that writes one update after the other, and knows what it was told."""

    address: str
    state: State
    number: int
    doubtful: State | None = None
    refused: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Write until the server is gone."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with (
            suppress(httpx.TransportError),
            httpx.Client(base_url=self.address, headers=headers, timeout=30) as client,
        ):
            while True:
                self.write(client)

    def write(self, client: httpx.Client) -> None:
        """Write once: a number into two graphs, or one out of one of them."""
        self.number += 1
        text, self.doubtful = self.next()
        answer = client.post("update", data={"update": text})
        if answer.status_code == 200:
            self.state = self.doubtful
        else:
            self.refused.append(answer.text)

    def wait(self, more: int) -> None:
        """Wait until so many more updates are done, and another began."""
        number, end = self.number + more, time.monotonic() + 60
        while self.number <= number:
            assert time.monotonic() < end, "nothing is written any more"
            time.sleep(0.001)

    def next(self) -> tuple[str, State]:
        """The next update, and what is so after it."""
        number = self.number
        if number % 3:
            names = (f"g:{number % 2}", f"g:{number % 4}")
            graphs = " ".join(f"GRAPH <{one}> {{ <e:s> <e:p> {number} }}" for one in names)
            return f"INSERT DATA {{ {graphs} }}", self.state | {(one, number) for one in names}
        graph, gone = sorted(self.state)[number % len(self.state)]
        text = f"WITH <{graph}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(?o = {gone}) }}"
        return text, self.state - {(graph, gone)}


def kept(folder: Path) -> State:
    """What the store in that folder holds; its merge is exact."""
    store = Store(folder)
    named = {quad.triple for name in store.named_graphs() for quad in _of(store, name)}
    merge = {quad.triple for quad in _of(store, DefaultGraph())}
    assert merge == named
    return frozenset(
        (f"g:{number}", int(quad.object.value))
        for number in range(4)
        for quad in _of(store, NamedNode(f"g:{number}"))
        if isinstance(quad.object, Literal)
    )


def _of(store: Store, name: object) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, name)  # type: ignore[arg-type]


def reading(address: str) -> None:
    """Ask until the server is gone; readers are there to be killed."""
    with suppress(httpx.TransportError), httpx.Client(base_url=address, timeout=30) as client:
        while True:
            client.get("sparql", params={"query": COUNT})
            time.sleep(0.005)


def kill(processes: list[int]) -> int:
    """Kill the last of these processes, if there is any; how many that were."""
    for process in processes[-1:]:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            return 1
    return 0


def test_no_acknowledged_write_is_lost(tmp_path: Path, environment: dict[str, str]) -> None:
    chance = random.Random(7)
    kills = {"reader": 0, "host": 0, "front": 0}
    state, number = State(), 0
    for _ in range(LIVES):
        with serving(tmp_path / "graph", environment) as served:
            writing = Writing(served.address, state, number)
            threads = [Thread(target=writing.run), Thread(target=reading, args=[served.address])]
            for thread in threads:
                thread.start()
            for kind in ("reader", "host", "reader", "reader"):
                writing.wait(3)
                time.sleep(chance.uniform(0, 0.03))
                hosts = children(served.process.pid)
                victims = hosts if kind == "host" else [one for h in hosts for one in children(h)]
                kills[kind] += kill(victims)
            writing.wait(3)
            time.sleep(chance.uniform(0, 0.03))
            kills["front"] += kill([served.process.pid])
            for thread in threads:
                thread.join()
        assert not writing.refused
        found = kept(tmp_path / "graph")
        assert found in {writing.state, writing.doubtful}
        state, number = found, writing.number
    assert kills["front"] == kills["host"] == LIVES
    assert sum(kills.values()) >= 3 * LIVES, "readers were killed, too"


def test_what_was_committed_is_kept_though_its_acknowledgement_never_left(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """A host that is halted keeps the front between the commit and its acknowledgement."""
    with serving(tmp_path / "graph", environment) as served:
        writing = Writing(served.address, State(), 0)
        with httpx.Client(
            base_url=served.address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30
        ) as client:
            writing.write(client)
            assert client.get("sparql", params={"query": COUNT}).is_success
            host = served.host()
            for _ in range(2):  # so that a reader is there to read the next one
                writing.write(client)
        os.kill(host, signal.SIGSTOP)
        thread = Thread(target=writing.run)
        thread.start()
        before = sizes(tmp_path / "graph")
        while sizes(tmp_path / "graph") == before:
            time.sleep(0.005)
        time.sleep(0.2)
        os.kill(served.process.pid, signal.SIGKILL)
        thread.join()
        os.kill(host, signal.SIGKILL)
    assert writing.doubtful is not None
    if "CITYWEAVE_MAX_REPLICA_MEMORY" in environment:  # writes go on without the host for a while
        assert kept(tmp_path / "graph") in (writing.doubtful, writing.state)
    else:
        assert len(writing.doubtful) > len(writing.state)
        assert kept(tmp_path / "graph") == writing.doubtful


def sizes(folder: Path) -> list[int]:
    """How long the logs of a store are: a commit makes them longer, or begins a new one."""
    return sorted(one.stat().st_size for one in folder.glob("*.log"))
