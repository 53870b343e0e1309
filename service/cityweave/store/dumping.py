"""A dump of one graph, or of all of them, as a task of a reader."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from cityweave.formats import rdf_by_name
from cityweave.store.chance import Chance
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.sink import Sink


@dataclass(frozen=True, slots=True)
class DumpTask:
    """Write every named graph, or the triples of one, in the format of that name."""

    LETTER: ClassVar[bytes] = b"D"
    spends: ClassVar[bool] = False

    rdf_format: str
    graph: str | None
    prefixes: Mapping[str, str]
    seconds: float
    memory: int
    rows: int
    size: int

    def encode(self) -> bytes:
        """The task as JSON."""
        limits = self.seconds, self.memory, self.rows, self.size
        told = [self.rdf_format, self.graph, dict(self.prefixes), *limits]
        return self.LETTER + json.dumps(told).encode()

    @classmethod
    def decode(cls, data: bytes) -> DumpTask:
        """The task that `encode` wrote, its letter left out."""
        return cls(*json.loads(data))

    def sink(self, channel: socket.socket) -> Sink:
        """Counts bytes; statements are counted where they are written."""
        return Sink(channel, self.rdf_format, self.rows, self.size)

    def run(self, replica: EmbeddedStore, chance: Chance, output: Sink) -> None:  # noqa: ARG002
        """Write the statements as they come. Raises as `Store.dump`, and `LimitReached`."""
        replica.write_dump(
            rdf_by_name(self.rdf_format), self.graph, self.prefixes, output, self.rows
        )
