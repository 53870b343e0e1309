"""What a reader is asked to do: any of several kinds of work, as bytes and as something to run."""

from __future__ import annotations

import socket
from typing import Protocol

from cityweave.store.chance import Chance
from cityweave.store.dumping import DumpTask
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.querying import QueryTask
from cityweave.store.sink import Sink
from cityweave.store.work import WorkTask
from cityweave.store.writing import ParseTask, UpdateTask


class Task(Protocol):
    """One kind of work. It knows its limits, and how to send what it finds.

    `seconds` is how long it may take, `memory` by how many bytes the reader may
    grow for it. One that `spends` its reader may have changed the copy that the reader
    has, which nobody else may see.
    """

    @property
    def spends(self) -> bool:
        """Whether the reader does nothing else afterwards."""
        ...

    @property
    def seconds(self) -> float:
        """How long it may take."""
        ...

    @property
    def memory(self) -> int:
        """By how many bytes the reader may grow for it."""
        ...

    def encode(self) -> bytes:
        """The task as bytes, of which the first says its kind."""
        ...

    def sink(self, channel: socket.socket) -> Sink:
        """Where its result goes, within the limits of a result."""
        ...

    def run(self, replica: EmbeddedStore, chance: Chance, output: Sink) -> None:
        """Do it, in a reader. Raises `CityweaveError` and `LimitReached`."""
        ...


_KINDS = {kind.LETTER: kind for kind in (QueryTask, DumpTask, ParseTask, UpdateTask, WorkTask)}


def decode(data: bytes) -> Task:
    """The task whose `encode` wrote these bytes."""
    return _KINDS[data[:1]].decode(data[1:])
