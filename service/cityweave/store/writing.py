"""What a write begins with, as tasks of a reader: a document to parse, an update to evaluate.

Both come from outside and can end the process that looks at them. What comes back to
the front are plain statements within limits, which cannot.
"""

from __future__ import annotations

import json
import socket
from dataclasses import asdict, astuple, dataclass
from typing import IO, ClassVar, cast

import pyoxigraph as ox

from cityweave.formats import rdf_by_name
from cityweave.parsing import Reading
from cityweave.store.chance import Chance
from cityweave.store.changes import change_parts
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.interface import DataOperation, UpdateRequest
from cityweave.store.sink import LimitReached, Sink
from cityweave.store.statements import checked

UNLIMITED = 1 << 62


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one write may take: seconds, memory; statements, their bytes, those of a term."""

    seconds: float
    memory: int
    statements: int
    size: int
    literal: int


class Allowed:
    """A task that takes along what it may take."""

    __slots__ = ()
    allowed: Allowance

    @property
    def seconds(self) -> float:
        """How long it may take."""
        return self.allowed.seconds

    @property
    def memory(self) -> int:
        """By how many bytes the reader may grow."""
        return self.allowed.memory


@dataclass(frozen=True, slots=True)
class ParseTask(Allowed):
    """Parse a document; the answer is N-Quads, whose blank nodes are named as in the document."""

    LETTER: ClassVar[bytes] = b"P"
    spends: ClassVar[bool] = False

    data: bytes
    rdf_format: str
    base: str | None
    source: str | None
    allowed: Allowance

    def encode(self) -> bytes:
        """A line of JSON, then the document as it is."""
        head = json.dumps([self.rdf_format, self.base, self.source, astuple(self.allowed)])
        return b"".join((self.LETTER, head.encode(), b"\n", self.data))

    @classmethod
    def decode(cls, data: bytes) -> ParseTask:
        """The task that `encode` wrote, its letter left out."""
        head, _, document = data.partition(b"\n")
        rdf_format, base, source, allowed = json.loads(head)
        return cls(document, rdf_format, base, source, Allowance(*allowed))

    def sink(self, channel: socket.socket) -> Sink:
        """Counts bytes; `checked` counts statements."""
        return Sink(channel, "nq", UNLIMITED, self.allowed.size)

    def run(self, replica: EmbeddedStore, chance: Chance, output: Sink) -> None:  # noqa: ARG002
        """Parse, and write the statements as they come."""
        reading = Reading(
            self.data, rdf_by_name(self.rdf_format), base=self.base, source=self.source
        )
        quads = checked(reading, self.allowed.statements, self.allowed.literal)
        ox.serialize(quads, cast(IO[bytes], output), ox.RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True)
class UpdateTask(Allowed):
    """Find out what an update changes; the answer is the change, as `encode_change` writes it."""

    LETTER: ClassVar[bytes] = b"U"
    spends: ClassVar[bool] = False

    request: UpdateRequest
    allowed: Allowance

    def encode(self) -> bytes:
        """The task as JSON."""
        asked = asdict(self.request)
        graphs = self.request.graphs
        asked["graphs"] = None if graphs is None else sorted(graphs)
        return self.LETTER + json.dumps([asked, astuple(self.allowed)]).encode()

    @classmethod
    def decode(cls, data: bytes) -> UpdateTask:
        """The task that `encode` wrote, its letter left out."""
        asked, allowed = json.loads(data)
        request = UpdateRequest(
            texts=tuple(asked["texts"]),
            scripts=tuple(asked["scripts"]),
            data=tuple(DataOperation(**one) for one in asked["data"]),
            graphs=None if asked["graphs"] is None else frozenset(asked["graphs"]),
            base=asked["base"],
        )
        return cls(request, Allowance(*allowed))

    def sink(self, channel: socket.socket) -> Sink:
        """No limit here: what an update removes is there already, and may be large."""
        return Sink(channel, "nq", UNLIMITED, UNLIMITED)

    def run(self, replica: EmbeddedStore, chance: Chance, output: Sink) -> None:
        """Evaluate on a copy, and write the change."""
        chance.part()
        change = replica.change_of(self.request)
        for _ in checked(change.added, self.allowed.statements, self.allowed.literal):
            pass
        *parts, added = change_parts(change)
        if len(added) > self.allowed.size:
            raise LimitReached("bytes")
        for part in (*parts, added):
            output.write(part)
