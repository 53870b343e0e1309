"""Work of the edges as a task of a reader, which does nothing else afterwards."""

from __future__ import annotations

import gc
import json
import socket
from dataclasses import astuple, dataclass
from typing import ClassVar

from cityweave.store.chance import Chance
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.sink import Sink
from cityweave.store.writing import UNLIMITED, Allowance, Allowed

SELDOM = 50_000
"""Objects after which Python looks for cycles again: the process ends with its task, so that
little is gained by looking after each 700, which took 5 % of the time of a validation."""


@dataclass(frozen=True, slots=True)
class WorkTask(Allowed):
    """Do the work that the registry has by that name; the answer is what it writes."""

    LETTER: ClassVar[bytes] = b"W"
    spends: ClassVar[bool] = True

    name: str
    payload: bytes
    allowed: Allowance

    def encode(self) -> bytes:
        """A line of JSON, then the payload as it is."""
        head = json.dumps([self.name, astuple(self.allowed)])
        return b"".join((self.LETTER, head.encode(), b"\n", self.payload))

    @classmethod
    def decode(cls, data: bytes) -> WorkTask:
        """The task that `encode` wrote, its letter left out."""
        head, _, payload = data.partition(b"\n")
        name, allowed = json.loads(head)
        return cls(name, payload, Allowance(*allowed))

    def sink(self, channel: socket.socket) -> Sink:
        """Counts bytes."""
        return Sink(channel, "", UNLIMITED, self.allowed.size)

    def run(self, replica: EmbeddedStore, chance: Chance, output: Sink) -> None:
        """Do it, on this reader's copy of the graph."""
        gc.set_threshold(SELDOM)
        chance.part()
        replica.works.do(self.name, replica, self.payload, output)
