"""One query with everything that a reader has to know about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cityweave.store.interface import Column, QueryRequest


@dataclass(frozen=True, slots=True)
class Task:
    """A query, the format of its result by name, and its limits."""

    request: QueryRequest
    result_format: str
    prefixes: Mapping[str, str]
    seconds: float
    rows: int
    size: int

    def encode(self) -> bytes:
        """The task as JSON; a lone half of a surrogate pair travels as its escape."""
        asked = self.request
        return json.dumps(
            [
                asked.text,
                asked.default_graphs,
                asked.named_graphs,
                self.result_format,
                dict(self.prefixes),
                self.seconds,
                self.rows,
                self.size,
                [(column.function, column.terms) for column in asked.columns],
            ]
        ).encode()

    @classmethod
    def decode(cls, data: bytes) -> Task:
        """The task that `encode` wrote."""
        text, default, named, name, prefixes, seconds, rows, size, columns = json.loads(data)
        terms = tuple(Column(function, tuple(written)) for function, written in columns)
        request = QueryRequest(text, tuple(default), tuple(named), terms)
        return cls(request, name, prefixes, seconds, rows, size)
