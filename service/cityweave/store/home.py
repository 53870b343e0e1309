"""The event loop on which everything about readers happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from threading import Lock, Thread
from typing import TypeVar

Result = TypeVar("Result")


class Home:
    """One event loop: a server's, or one in a thread of its own where no server adopted it."""

    def __init__(self, moved: Callable[[], None]) -> None:
        """`moved` is called when another loop takes the place of one that has ended."""
        self._moved = moved
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._own: Thread | None = None

    def adopt(self) -> None:
        """Take the loop that runs in this thread."""
        running = asyncio.get_running_loop()
        if running is self._loop:
            return
        with self._lock:
            old = self._loop
            if old is not None and not old.is_closed() and self._own is not None:
                old.call_soon_threadsafe(old.stop)
                self._own.join()
                self._own = None
            self._loop = running
        if old is not None:
            self._moved()

    def run(self, work: Coroutine[None, None, Result]) -> Result:
        """Do work on the loop and wait for it, in any other thread."""
        return asyncio.run_coroutine_threadsafe(work, self._running()).result()

    def call(self, work: Callable[[], None]) -> None:
        """Have something called on the loop soon."""
        loop = self._running()
        loop.call_soon_threadsafe(work)

    def close(self, last: Callable[[], None]) -> None:
        """End the loop if it is our own, after `last` was called."""
        with self._lock:
            loop, own = self._loop, self._own
            self._loop = self._own = None
        if loop is not None and own is not None:
            loop.call_soon_threadsafe(last)
            loop.call_soon_threadsafe(loop.stop)
            own.join()
            loop.close()
        else:
            last()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None or self._loop.is_closed():
                ended = self._loop is not None
                self._loop = asyncio.new_event_loop()
                self._own = Thread(target=self._loop.run_forever, daemon=True, name="cityweave")
                if ended:
                    self._moved()
                self._own.start()
            return self._loop
