"""Turns of what computes in this process: one at a time, few waiting, few of one client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from cityweave.errors import Abandoned, Overloaded, TooManyQueries
from cityweave.store import Caller


class Turns:
    """Counts those who wait; every method may be called from any thread.

    The interpreter computes for one at a time. More at once would only keep those waiting who
    serve everybody else.
    """

    def __init__(self, most: int, per_client: int) -> None:
        """`most` run or wait, `per_client` of them for one address."""
        self._most, self._per_client = most, per_client
        self._changed, self._running = Condition(), False
        self._clients: Counter[str | None] = Counter()

    def waiting(self, client: str | None) -> int:
        """How many of a client run or wait."""
        with self._changed:
            return self._clients[client]

    @contextmanager
    def turn(self, caller: Caller) -> Iterator[None]:
        """Wait for a turn. Raises `TooManyQueries` and `Overloaded` at once where it would be long.

        Raises `Abandoned` as soon as the caller goes away while it waits. One without an address,
        the program itself, is only counted as one more.
        """
        self._enter(caller.client)
        try:
            self._wait(caller)
            try:
                yield
            finally:
                with self._changed:
                    self._running = False
                    self._changed.notify_all()
        finally:
            with self._changed:
                self._clients[caller.client] -= 1
                if self._clients[caller.client] <= 0:
                    del self._clients[caller.client]

    def _enter(self, client: str | None) -> None:
        with self._changed:
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

    def _wait(self, caller: Caller) -> None:
        def wake() -> None:
            with self._changed:
                self._changed.notify_all()

        caller.watch(wake)
        try:
            with self._changed:
                self._changed.wait_for(lambda: caller.gone or not self._running)
                if caller.gone:
                    raise Abandoned("The client went away while it waited for its turn.")
                self._running = True
        finally:
            caller.watch(None)
