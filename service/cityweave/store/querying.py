"""A query as a task of a reader."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from cityweave.formats import by_name
from cityweave.store.chance import Chance
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.interface import Column, QueryRequest
from cityweave.store.sink import Sink


@dataclass(frozen=True, slots=True)
class QueryTask:
    """Answer a query: it, the format of its result by name, and its limits."""

    LETTER: ClassVar[bytes] = b"Q"
    spends: ClassVar[bool] = False

    request: QueryRequest
    result_format: str
    prefixes: Mapping[str, str]
    seconds: float
    memory: int
    rows: int
    size: int

    def encode(self) -> bytes:
        """A line of JSON, then the text; a lone half of a surrogate pair travels as it is."""
        asked = self.request
        head = json.dumps(
            [
                asked.default_graphs,
                asked.named_graphs,
                [(column.function, column.terms) for column in asked.columns],
                self.result_format,
                dict(self.prefixes),
                self.seconds,
                self.memory,
                self.rows,
                self.size,
                asked.base,
                asked.by_kind,
            ]
        )
        text = asked.text.encode("utf-8", "surrogatepass")
        return b"".join((self.LETTER, head.encode(), b"\n", text))

    @classmethod
    def decode(cls, data: bytes) -> QueryTask:
        """The task that `encode` wrote, its letter left out."""
        head, _, text = data.partition(b"\n")
        default, named, columns, *rest, base, by_kind = json.loads(head.decode())
        terms = tuple(Column(function, tuple(written)) for function, written in columns)
        asked = text.decode("utf-8", "surrogatepass")
        request = QueryRequest(
            asked, tuple(default), tuple(named), terms, by_kind=by_kind, base=base
        )
        return cls(request, *rest)

    def sink(self, channel: socket.socket) -> Sink:
        """Counts rows and bytes."""
        return Sink(channel, self.result_format, self.rows, self.size)

    def run(self, replica: EmbeddedStore, chance: Chance, output: Sink) -> None:
        """Evaluate, and write the result as it comes."""
        chance.part_for(self.request.text)
        chosen = by_name(self.result_format)
        replica.write_result(self.request, chosen, self.prefixes, output, self.rows)
