"""Readers for those who ask: so many at a time, so many in the queue, so many for one client."""

from __future__ import annotations

import time
from collections import Counter, deque
from threading import Condition

from cityweave.errors import Abandoned, Overloaded, TooManyQueries
from cityweave.store.caller import Caller
from cityweave.store.connection import Reader
from cityweave.store.hosting import Hosting
from cityweave.store.limits import Limits

IDLE = 8
"""Readers that are kept for the next queries."""


class Pool:
    """Hands out readers of the newest state, one for each query that runs."""

    def __init__(self, hosting: Hosting, limits: Limits) -> None:
        self._hosting = hosting
        self._limits = limits
        self._change = Condition()
        self._state = 0
        self._running = 0
        self._queue: deque[object] = deque()
        self._clients: Counter[str] = Counter()
        self._idle: list[Reader] = []

    def take(self, caller: Caller) -> Reader:
        """A reader for one query of this caller; give it back with `give_back` or `bury`.

        Waits for its turn, as long as a query may run. Raises `TooManyQueries`,
        `Overloaded`, `Abandoned`, `StoreUnavailable`.
        """
        self._admit(caller)
        try:
            with self._change:
                reader = self._idle.pop() if self._idle else None
                state = self._state
            if reader is None:
                process, channel = self._hosting.fork()
                reader = Reader(process, channel, state)
        except BaseException:
            self._leave(caller)
            raise
        return reader

    def give_back(self, reader: Reader, caller: Caller, *, usable: bool) -> None:
        """End a query; the reader answers others unless it is worn, nice or of an older state."""
        with self._change:
            keep = (
                usable
                and not reader.nice
                and reader.state == self._state
                and len(self._idle) < IDLE
            )
            if keep:
                self._idle.append(reader)
        if not keep:
            self._dismiss(reader)
        self._leave(caller)

    def bury(self, reader: Reader, caller: Caller) -> int | None:
        """End a query whose reader died by itself; says how, as `Hosting.death` does."""
        try:
            return self._hosting.death(reader.process)
        finally:
            reader.close()
            self._leave(caller)

    def committed(self) -> None:
        """Let the next queries see what was committed."""
        with self._change:
            self._state += 1
            old, self._idle = self._idle, []
        for reader in old:
            self._dismiss(reader)

    def close(self) -> None:
        """Dismiss the idle readers."""
        self.committed()

    def _dismiss(self, reader: Reader) -> None:
        reader.kill()
        self._hosting.discard(reader.process)
        reader.close()

    def _admit(self, caller: Caller) -> None:
        """Count the query in as soon as one more may run."""
        limits = self._limits
        with self._change:
            if caller.client is not None and self._clients[caller.client] >= limits.per_client:
                raise TooManyQueries(
                    f"{limits.per_client} queries of yours are running or waiting, the limit of "
                    "max_queries_per_client.",
                    hint="Ask them one after the other.",
                )
            if self._running >= limits.queries or self._queue:
                self._wait(caller)
            self._running += 1
            if caller.client is not None:
                self._clients[caller.client] += 1

    def _wait(self, caller: Caller) -> None:
        """Wait in the queue; the lock is held before and after."""
        limits = self._limits
        if len(self._queue) >= limits.queued:
            raise Overloaded(
                f"{limits.queries} queries run and {limits.queued} wait, the limits of "
                "max_queries and max_queued_queries.",
                hint="Ask again later.",
            )
        ticket = object()
        self._queue.append(ticket)
        if caller.client is not None:
            self._clients[caller.client] += 1
        caller.watch(self._wake)
        until = time.monotonic() + limits.seconds
        try:
            while self._queue[0] is not ticket or self._running >= limits.queries:
                left = until - time.monotonic()
                if caller.gone:
                    raise Abandoned("The client went away while its query waited.")
                if left <= 0:
                    raise Overloaded(
                        f"The query waited {limits.seconds:g} seconds for its turn.",
                        hint="Ask again later.",
                    )
                self._change.wait(left)
        finally:
            self._queue.remove(ticket)
            caller.watch(None)
            self._forget(caller)
            self._change.notify_all()

    def _wake(self) -> None:
        with self._change:
            self._change.notify_all()

    def _leave(self, caller: Caller) -> None:
        with self._change:
            self._running -= 1
            self._forget(caller)
            self._change.notify_all()

    def _forget(self, caller: Caller) -> None:
        if caller.client is not None:
            self._clients[caller.client] -= 1
            if self._clients[caller.client] <= 0:
                del self._clients[caller.client]
