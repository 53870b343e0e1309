"""Keeps an index that follows the graph, without requests that wait for it."""

from __future__ import annotations

import time
from concurrent.futures import Future
from threading import Event, Lock, Thread

from cityweave.errors import Abandoned
from cityweave.reconciliation.gathering import NAME
from cityweave.reconciliation.index import Index
from cityweave.store import Caller, Moment, Store

QUICK = 1.0
"""Seconds: an index that was made in less is made anew before a request is answered."""


class Following:
    """The index of a store's newest state, or of the one before while a newer is being made.

    Every method may be called from any thread.
    """

    def __init__(self, store: Store, start: str) -> None:
        """`start` is what the IRIs of things begin with. The store needs the work `NAME`."""
        self._store = store
        self._start = start
        self._lock, self._making = Lock(), Lock()
        self._made: Index | None = None
        self._coming: tuple[Moment, Future[Index]] | None = None
        self._seconds = 0.0

    def prepare(self) -> None:
        """Begin to make the index of the newest state, where there is none; waits for nothing."""
        with self._lock:
            if self._newest() is None and self._coming is None:
                self._begin()

    def index(self, caller: Caller | None = None, *, newest: bool = False) -> Index:
        """The index that there is; the first time, and with `newest`, that of the newest state.

        Raises as `Store.work` where one is waited for and cannot be made, and `Abandoned` as soon
        as the caller goes away while it waits.
        """
        with self._lock:
            found = self._newest()
            if found is not None:
                return found
            slow = self._made is not None and self._seconds > QUICK
            if slow and not newest and self._made is not None:
                if self._coming is None:
                    self._begin()
                return self._made
            coming = self._begin()
        return _awaited(coming, caller or Caller())

    def _newest(self) -> Index | None:
        if self._made is not None and self._made.state.name == self._store.state.name:
            return self._made
        return None

    def _begin(self) -> Future[Index]:
        """Have the index of the newest state made, unless that has begun."""
        state = self._store.state
        if self._coming is not None and self._coming[0].name == state.name:
            return self._coming[1]
        future: Future[Index] = Future()
        self._coming = state, future
        Thread(target=self._make, args=(future,), name="names", daemon=True).start()
        return future

    def _make(self, future: Future[Index]) -> None:
        """Make one, after the one that is being made; that may turn out to be the newest, too."""
        try:
            with self._making:
                index = self._made_now()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self._end(future)
            future.set_exception(error)
            return
        self._end(future)
        future.set_result(index)

    def _made_now(self) -> Index:
        with self._lock:
            found = self._newest()
        if found is not None:
            return found
        started, state = time.monotonic(), self._store.state
        index = Index(self._store.work(NAME, self._start.encode()), state)
        with self._lock:
            self._seconds = time.monotonic() - started
            self._made = index
        return index

    def _end(self, future: Future[Index]) -> None:
        with self._lock:
            if self._coming is not None and self._coming[1] is future:
                self._coming = None


def _awaited(coming: Future[Index], caller: Caller) -> Index:
    """What comes, unless the caller goes away before."""
    over = Event()
    coming.add_done_callback(lambda _: over.set())
    caller.watch(over.set)
    try:
        over.wait()
    finally:
        caller.watch(None)
    if not coming.done():
        raise Abandoned("The client went away while the index was being made.")
    return coming.result()
