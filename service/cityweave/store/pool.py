"""Readers for those who ask: so many at a time, so many in the queue, so many for one client."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from cityweave.errors import Abandoned, Overloaded, StoreUnavailable
from cityweave.store.caller import Caller
from cityweave.store.connection import LIGHT, Reader
from cityweave.store.death import Death
from cityweave.store.hosting import Hosting
from cityweave.store.interface import Moment
from cityweave.store.limits import Limits

Result = TypeVar("Result")

WORTH = 4
"""A query is a heavy one when it takes so many times as long as a new reader does.

To fork one of a graph of gigabytes takes a second: were its first query a heavy one for
that, each would need a new reader, and all be slow.
"""


class Pool:
    """Hands out readers of the newest state, one for each query that runs.

    It belongs to one event loop; only `committed` may be called from any thread.
    """

    def __init__(
        self, hosting: Hosting, limits: Limits, spare: int = 2, *, works: bool = False
    ) -> None:
        """`spare` idle readers are made ahead, so that a query finds one.

        `works`: they are to do the works of the store.
        """
        self.state = Moment.now()
        self._hosting = hosting
        self._limits = limits
        self._spare = spare
        self._works = works
        self._running = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._clients: Counter[str] = Counter()
        self._idle: list[Reader] = []
        self._forking = 0
        self._tasks: set[asyncio.Task[None]] = set()
        # orders to the host wait for one another, and nobody else waits for them
        self._orders = ThreadPoolExecutor(1, "cityweave-orders")

    async def take(self, caller: Caller) -> Reader:
        """A reader for one query of this caller; give it back with `give_back` or `bury`.

        Waits for its turn, as long as a query may run. Raises `TooManyQueries`,
        `Overloaded`, `Abandoned`, `StoreUnavailable`.
        """
        self._count_in(caller)
        try:
            if self._running >= self._limits.queries or self._queue:
                await self._turn(caller)
            else:
                self._running += 1
            try:
                return self._rested() or await self._fork()
            except BaseException:
                self._end_turn()
                raise
        except BaseException:
            self.leave(caller)
            raise

    def give_back(self, reader: Reader, *, usable: bool) -> None:
        """End an evaluation; its reader answers others unless it is worn, nice or of an old state.

        The caller still counts until `leave`.
        """
        reader.rest()
        fresh = usable and not reader.nice and reader.state is self.state and reader.connected
        if fresh:
            self._idle.append(reader)
        else:
            self._dismiss(reader)
        self._end_turn()

    async def bury(self, reader: Reader) -> Death | None:
        """End an evaluation whose reader died by itself; says how, as `Hosting.death` does."""
        try:
            return await self._order(lambda: self._hosting.death(reader.process))
        finally:
            reader.close()
            self._end_turn()

    def leave(self, caller: Caller) -> None:
        """The caller has its whole result, or no more wants it."""
        if caller.client is not None:
            self._clients[caller.client] -= 1
            if self._clients[caller.client] <= 0:
                del self._clients[caller.client]

    def committed(self) -> None:
        """Let the next queries see what was committed."""
        self.state = Moment.now()

    def refresh(self) -> None:
        """Dismiss the idle readers of older states."""
        idle, self._idle = self._idle, []
        for reader in idle:
            if reader.state is self.state:
                self._idle.append(reader)
            else:
                self._dismiss(reader)

    async def rest(self) -> None:
        """Dismiss the idle readers; the next query gets a new one."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for reader in self._idle:
            self._dismiss(reader)
        self._idle.clear()
        await asyncio.sleep(0)  # their connections end in the next turn of the loop

    def close(self) -> None:
        """Give no more orders. Nothing may run any more."""
        self._orders.shutdown(wait=True)

    def _rested(self) -> Reader | None:
        """An idle reader of the newest state; others are made ahead where few are left."""
        found = None
        while self._idle and found is None:
            reader = self._idle.pop()
            if reader.connected and reader.state is self.state:
                found = reader
            else:
                self._dismiss(reader)
        if len(self._idle) + self._forking < self._spare:
            self._forking += 1
            task = asyncio.get_running_loop().create_task(self._fork_ahead())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return found

    async def _fork_ahead(self) -> None:
        try:
            reader = await self._fork()
        except StoreUnavailable:
            return  # the next query tries again, and says so
        finally:
            self._forking -= 1
        if reader.state is self.state:
            self._idle.append(reader)
        else:
            self._dismiss(reader)

    async def _fork(self) -> Reader:
        """A new reader of the newest state. Raises `StoreUnavailable`."""
        state = self.state
        begun = time.monotonic()
        order = asyncio.ensure_future(self._order(self._made))
        try:
            process, channel = await asyncio.shield(order)
        except asyncio.CancelledError:
            order.add_done_callback(self._discard_unwanted)
            raise
        light = max(LIGHT, WORTH * (time.monotonic() - begun))
        try:
            _, reader = await asyncio.get_running_loop().create_unix_connection(
                lambda: Reader(process, state, light), sock=channel
            )
        except OSError as error:
            channel.close()
            self._orders.submit(self._hosting.discard, process)
            raise StoreUnavailable("A reader was lost as soon as it was made.") from error
        return reader

    def _made(self) -> tuple[int, socket.socket]:
        return self._hosting.fork(works=self._works)

    def _discard_unwanted(self, order: asyncio.Future[tuple[int, socket.socket]]) -> None:
        """End a reader that came when nobody waited for it any more."""
        if not order.cancelled() and order.exception() is None:
            process, channel = order.result()
            channel.close()
            self._orders.submit(self._hosting.discard, process)

    async def _order(self, order: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._orders, order)

    def _dismiss(self, reader: Reader) -> None:
        reader.kill()
        reader.close()
        self._orders.submit(self._hosting.discard, reader.process)

    def _count_in(self, caller: Caller) -> None:
        if caller.client is None:
            return
        if self._clients[caller.client] >= self._limits.per_client:
            raise self._limits.greedy()
        self._clients[caller.client] += 1

    async def _turn(self, caller: Caller) -> None:
        """Wait in the queue until one more may run."""
        limits = self._limits
        if len(self._queue) >= limits.queued:
            raise limits.crowded()
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._queue.append(turn)

        def wake() -> None:
            loop.call_soon_threadsafe(turn.cancel)

        caller.watch(wake)
        try:
            async with asyncio.timeout(limits.seconds):
                await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            if turn.done() and not turn.cancelled():  # the turn came in the same moment
                self._end_turn()
            if caller.gone:
                raise Abandoned("The client went away while its query waited.") from error
            if isinstance(error, asyncio.CancelledError):
                raise
            raise Overloaded(
                f"The query waited {limits.seconds:g} seconds for its turn.",
                hint="Ask again later.",
            ) from error
        finally:
            caller.watch(None)
            if turn in self._queue:
                self._queue.remove(turn)

    def _end_turn(self) -> None:
        """One evaluation less; whoever waits longest is next."""
        self._running -= 1
        while self._queue and self._running < self._limits.queries:
            turn = self._queue.popleft()
            if not turn.done():
                self._running += 1
                turn.set_result(None)
