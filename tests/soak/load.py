"""The mixed load: everyone at once on a server with a durable store, for some time."""

from __future__ import annotations

import threading
import time
import traceback
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random
from statistics import median

from serving import Served, children, figure
from soak.actors import (
    Actor,
    Assassin,
    Bank,
    Crawler,
    Exporter,
    Leaver,
    Reader,
    Stumbler,
    Writer,
)
from soak.calling import Client, Record
from soak.model import Diary, Numbers

LIMITS = {
    "max_query_seconds": 5,
    "max_query_memory": 300_000_000,
    "max_result_rows": 200_000,
    "max_queries_per_client": 64,
}
"""Settings of the server: all clients come from one address here."""
SAMPLING = 0.5


@dataclass
class Memory:
    """Resident memory of front and host, in bytes, as it was every half second."""

    front: list[int] = field(default_factory=list)
    host: list[int] = field(default_factory=list)

    def sample(self, served: Served) -> None:
        """Look once; a host that has just been killed is looked at next time."""
        self.front.append(figure(served.process.pid, "VmRSS"))
        for host in children(served.process.pid):
            try:
                self.host.append(figure(host, "VmRSS"))
            except (AssertionError, FileNotFoundError, ProcessLookupError):
                continue

    @staticmethod
    def growth(samples: list[int]) -> int:
        """By how many bytes the median of the last third is above that of the second."""
        third = len(samples) // 3
        return int(median(samples[2 * third :]) - median(samples[third : 2 * third]))


class Load:
    """Everyone who uses one server, what they wrote, and what came of it; close it in the end."""

    def __init__(self, served: Served, token: str, seed: int) -> None:
        self.served, self.token, self.seed = served, token, seed
        self.record = Record()
        self.opened = ExitStack()
        self.memory = Memory()
        self.numbers = Numbers(3000)
        self.diaries = [Diary(name) for name in ("ada", "bob", "cyd")]

    def client(self, served: Served | None = None) -> Client:
        """One more client."""
        made = Client((served or self.served).address, self.token, self.record)
        self.opened.callback(made.http.close)
        return made

    def close(self) -> None:
        """Close the connections of all clients."""
        self.opened.close()

    def prepare(self) -> None:
        """Put in what the readers ask about, and what the bank has."""
        for graph, turtle in (
            (self.numbers.graph, self.numbers.turtle()),
            (Bank.GRAPH, Bank.turtle()),
        ):
            found = self.client().write("PUT", f"/store?graph={graph}", turtle, "text/turtle")
            assert found.status == 201, found.body

    def run(self, seconds: float) -> None:
        """Let them all at it, each in a thread of its own."""
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._act, args=(actor, until)) for actor in self._actors()
        ]
        for thread in threads:
            thread.start()
        while time.monotonic() < until:
            self.memory.sample(self.served)
            time.sleep(SAMPLING)
        for thread in threads:
            thread.join()

    def check(self, served: Served | None = None) -> None:
        """Compare all that was written with what a server, this or its successor, has."""
        client = self.client(served)
        for diary in self.diaries:
            before = self.record.outcomes["read back"]
            Writer(client, diary, Random(self.seed)).read()
            if self.record.outcomes["read back"] == before:
                self.record.wrong(f"{diary.name} could not be read in the end")
        for number in range(30):
            Reader(client, self.numbers, Random(number)).step()

    def _actors(self) -> list[Actor]:
        def random() -> Random:
            self.seed += 1
            return Random(self.seed)

        client = self.client
        return [
            *(Reader(client(), self.numbers, random()) for _ in range(3)),
            *(Writer(client(), diary, random()) for diary in self.diaries),
            *(Bank(client(), random()) for _ in range(2)),
            *(Crawler(client(), random()) for _ in range(2)),
            Exporter(client(), self.numbers, random()),
            Leaver(client(), self.served, random()),
            Stumbler(client(), random()),
            Assassin(client(), self.served, random()),
        ]

    def _act(self, actor: Actor, until: float) -> None:
        while time.monotonic() < until:
            try:
                actor.step()
            except Exception:  # noqa: BLE001 - whatever it is, it is told at the end
                self.record.wrong(traceback.format_exc()[-600:])
