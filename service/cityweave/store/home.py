"""The event loop on which everything about readers happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from threading import Lock, Thread
from typing import Any, TypeVar

from cityweave.store.interface import Result

Value = TypeVar("Value")


class Home:
    """One event loop: a server's, for as long as it lends it, or one in a thread of its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._own: Thread | None = None

    def adopt(self) -> None:
        """Take the loop that runs in this thread, unless there is one already."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.get_running_loop()

    def release(self) -> None:
        """Give back a loop that was adopted."""
        with self._lock:
            if self._own is None:
                self._loop = None

    @property
    def is_here(self) -> bool:
        """Whether this is called on the loop."""
        return asyncio.get_running_loop() is self._loop

    async def reach(self, work: Coroutine[Any, Any, Value]) -> Value:
        """Do work on the loop and wait for it on another."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._running()))

    def run(self, work: Coroutine[Any, Any, Value]) -> Value:
        """Do work on the loop and wait for it in a thread without one."""
        return asyncio.run_coroutine_threadsafe(work, self._running()).result()

    def tell(self, work: Callable[[], None]) -> None:
        """Have something called on the loop soon, if there is one yet."""
        with self._lock:
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(work)

    def call(self, work: Callable[[], None]) -> None:
        """Have something called on the loop soon."""
        self._running().call_soon_threadsafe(work)

    def close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """End the loop if it is our own, after `last` was done on it."""
        with self._lock:
            loop, own = self._loop, self._own
            self._loop = self._own = None
        if loop is not None and own is not None:
            asyncio.run_coroutine_threadsafe(last(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            own.join()
            loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._own = Thread(target=self._loop.run_forever, daemon=True, name="cityweave")
                self._own.start()
            return self._loop


class Distant:
    """A result whose home is another event loop than the one that asks."""

    def __init__(self, home: Home, result: Result) -> None:
        self._home = home
        self._result = result

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = aiter(self._result)
        while part := await self._home.reach(following(parts)):
            yield part

    @property
    def ended(self) -> bool:
        """Whether the whole result is here, so that `rest` gives all of it."""
        return self._result.ended

    def rest(self) -> bytes:
        """What is here and was not taken yet."""
        return self._result.rest()

    def close(self) -> None:
        """Stop the query if it still runs."""
        self._home.call(self._result.close)


async def following(parts: AsyncIterator[bytes]) -> bytes:
    """The next part; nothing at the end."""
    return await anext(parts, b"")
