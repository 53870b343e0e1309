"""Keeps an index that follows the graph, without requests that wait for it."""

from __future__ import annotations

import time
from concurrent.futures import Future
from threading import Lock, Thread

from cityweave.reconciliation.gathering import NAME
from cityweave.reconciliation.index import Index
from cityweave.store import Moment, Store

QUICK = 0.5
"""Seconds: an index that was made in less is made anew before a request is answered."""


class Following:
    """The index of a store's newest state, or of the one before while a newer is being made.

    Every method may be called from any thread.
    """

    def __init__(self, store: Store, start: str) -> None:
        """`start` is what the IRIs of things begin with. The store needs the work `NAME`."""
        self._store = store
        self._start = start
        self._lock = Lock()
        self._made: tuple[Moment, Index] | None = None
        self._coming: tuple[Moment, Future[Index]] | None = None
        self._seconds = 0.0

    def prepare(self) -> None:
        """Begin to make the index of the newest state, where there is none; waits for nothing."""
        with self._lock:
            if self._newest() is None:
                self._begin()

    def index(self, *, newest: bool = False) -> Index:
        """The index that there is; the first time, and with `newest`, that of the newest state.

        Raises as `Store.work` where one is waited for and cannot be made.
        """
        with self._lock:
            found = self._newest()
            if found is not None:
                return found
            coming = self._begin()
            if self._made is not None and not newest and self._seconds > QUICK:
                return self._made[1]
        return coming.result()

    def _newest(self) -> Index | None:
        if self._made is not None and self._made[0].name == self._store.state.name:
            return self._made[1]
        return None

    def _begin(self) -> Future[Index]:
        """Have the index of the newest state made, unless that has begun."""
        state = self._store.state
        if self._coming is not None and self._coming[0].name == state.name:
            return self._coming[1]
        future: Future[Index] = Future()
        self._coming = state, future
        Thread(target=self._make, args=(state, future), name="names", daemon=True).start()
        return future

    def _make(self, state: Moment, future: Future[Index]) -> None:
        started = time.monotonic()
        try:
            index = Index(self._store.work(NAME, self._start.encode()))
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            with self._lock:
                if self._coming is not None and self._coming[1] is future:
                    self._coming = None
            future.set_exception(error)
            return
        with self._lock:
            self._seconds = time.monotonic() - started
            if self._made is None or self._made[0].since <= state.since:
                self._made = state, index
            if self._coming is not None and self._coming[1] is future:
                self._coming = None
        future.set_result(index)
