"""Turns of what computes in this process: one at a time, few waiting, few of one client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from cityweave.errors import Overloaded, TooManyQueries


class Turns:
    """Counts those who wait; every method may be called from any thread.

    The interpreter computes for one at a time. More at once would only keep those waiting who
    serve everybody else.
    """

    def __init__(self, most: int, per_client: int) -> None:
        """`most` run or wait, `per_client` of them for one address."""
        self._most, self._per_client = most, per_client
        self._counting, self._running = Lock(), Lock()
        self._clients: Counter[str | None] = Counter()

    def waiting(self, client: str | None) -> int:
        """How many of a client run or wait."""
        with self._counting:
            return self._clients[client]

    @contextmanager
    def turn(self, client: str | None) -> Iterator[None]:
        """Wait for a turn. Raises `TooManyQueries` and `Overloaded` at once where it would be long.

        `client` is an address, None for the program itself, which is only counted as one more.
        """
        with self._counting:
            if client is not None and self._clients[client] >= self._per_client:
                raise TooManyQueries(
                    f"{self._per_client} reconciliations of yours are running or waiting, the "
                    "limit of max_reconciliations_per_client.",
                    hint="Send them one after the other.",
                )
            if self._clients.total() >= self._most:
                raise Overloaded(
                    f"{self._most} reconciliations are running or waiting, the limit of "
                    "max_reconciliations.",
                    hint="Ask again later.",
                )
            self._clients[client] += 1
        try:
            with self._running:
                yield
        finally:
            with self._counting:
                self._clients[client] -= 1
                if self._clients[client] <= 0:
                    del self._clients[client]
