"""Who asks: a client that is counted, and that can go away while its query runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class Caller:
    """One request's client. `client` is its address, None for the program itself.

    Every method may be called from any thread.
    """

    def __init__(self, client: str | None = None) -> None:
        self.client = client
        self._lock = Lock()
        self._gone = False
        self._prepared: float | None = time.monotonic()
        self._watcher: Callable[[], None] | None = None

    @property
    def gone(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._gone

    def preparation(self) -> float:
        """Seconds since this was made, the first time; 0 afterwards.

        Reading a long text takes time, too, and counts as a part of its query.
        """
        since, self._prepared = self._prepared, None
        return 0.0 if since is None else time.monotonic() - since

    def leave(self) -> None:
        """Say that the client went away; stops what runs for it."""
        with self._lock:
            self._gone = True
            watcher = self._watcher
        if watcher is not None:
            watcher()

    def watch(self, watcher: Callable[[], None] | None) -> None:
        """Call `watcher` when the client goes away, at once if it has; None ends that."""
        with self._lock:
            self._watcher = watcher
            gone = self._gone
        if gone and watcher is not None:
            watcher()
