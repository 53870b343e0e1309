"""A query that runs in a reader, and its result as it comes."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable

from cityweave.errors import (
    Abandoned,
    CityweaveError,
    QueryFailed,
    StoreUnavailable,
)
from cityweave.store.caller import Caller
from cityweave.store.connection import Reader
from cityweave.store.death import Death
from cityweave.store.faults import panic_fault
from cityweave.store.interface import Moment
from cityweave.store.limits import Limits
from cityweave.store.pool import Pool
from cityweave.store.reader import LEAVING, decode_error
from cityweave.store.sink import DATA, END, LIMIT
from cityweave.store.spool import Spool
from cityweave.store.task import Task

TRIES = 3
"""How often a query is begun when its reader is gone for no reason of the query's."""


class Running:
    """The result of one query. Its reader is given back when it has evaluated, or is killed.

    Everything happens on the event loop of the pool.
    """

    def __init__(
        self,
        pool: Pool,
        limits: Limits,
        caller: Caller,
        failed: Callable[[CityweaveError], object] = bool,
    ) -> None:
        """`failed` is told why the reader died, where it did by itself."""
        self.state: Moment | None = None
        self._pool = pool
        self._limits = limits
        self._caller = caller
        self._failed_by = failed
        self._reader: Reader | None = None
        self._spool = Spool()
        self._finished = False
        self._failure: CityweaveError | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._counted = False
        self._burial: asyncio.Task[None] | None = None
        self._unheard = False
        self._spends = False

    async def start(self, task: Task) -> None:
        """Begin, and wait for the first bytes or the end. Raises as `Store.query`."""
        self._spends = task.spends
        if self._caller.gone:
            raise Abandoned("The client went away before its query began.")
        for attempt in range(1, TRIES + 1):
            self._failure, self._unheard = None, False
            reader = await self._pool.take(self._caller)
            self._counted = True
            self._reader, self.state = reader, reader.state
            try:
                reader.ask(task, self)
                self._caller.watch(reader.kill)
                await self._news()
            except BaseException:
                self.close()
                raise
            failure = self._failed()
            if failure is None:
                return
            self.close()
            if not self._unheard or attempt == TRIES:
                raise failure

    def _failed(self) -> CityweaveError | None:
        return self._failure

    @property
    def ended(self) -> bool:
        """Whether the whole result is here, not only its first bytes."""
        return self._finished

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The bytes of the result, in order. Raises as `Store.query`."""
        while True:
            if data := self._spool.take():
                yield data
            elif self._finished:
                return
            elif self._failure is not None:
                raise self._failure
            else:
                await self._news()

    def rest(self) -> bytes:
        """What is here and was not taken yet."""
        return b"".join(iter(self._spool.take, b""))

    def close(self) -> None:
        """Stop the query if it still runs, and forget its result."""
        if self._reader is not None:
            self._release(usable=False)
            self._failure = Abandoned("The query was stopped.")
        self._spool.close()
        self._wake()
        if self._counted:
            self._counted = False
            self._pool.leave(self._caller)

    async def _news(self) -> None:
        """Wait until there are more bytes, or the end."""
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def heard(self, kind: bytes, payload: bytes) -> None:
        """Take what the reader says; it is given back with its last word."""
        if kind == DATA:
            self._keep(payload)
        elif kind == END:
            self._keep(payload[1:])
            if self._reader is not None:
                self._release(usable=payload[:1] != LEAVING)
                self._finished = True
        elif kind == LIMIT:
            self._fail(lambda: self._limits.large(payload.decode()))
        else:
            self._fail(lambda: decode_error(payload))
        self._wake()

    def _keep(self, data: bytes) -> None:
        try:
            if data:
                self._spool.put(data)
        except OSError:
            self._fail(lambda: StoreUnavailable("The disk has no room for the result."), False)

    def _fail(self, error: Callable[[], CityweaveError], usable: bool = True) -> None:
        if self._reader is not None:
            self._release(usable=usable)
            self._failure = error()

    def expired(self) -> None:
        """End the query: its time is over."""
        self._fail(self._limits.timeout, usable=False)
        self._wake()

    def lost(self) -> None:
        """Find out why the reader is gone."""
        if self._reader is not None:
            reader, self._reader = self._reader, None
            self._caller.watch(None)
            reader.rest()
            self._burial = asyncio.get_running_loop().create_task(self._bury(reader))

    async def _bury(self, reader: Reader) -> None:
        try:
            death = await self._pool.bury(reader)
            self._failure = self._cause(death)
            self._failed_by(self._failure)
        except (CityweaveError, OSError, RuntimeError):
            self._failure = StoreUnavailable(
                "Nobody knows how the reader ended.", hint="Ask again."
            )
        self._wake()

    def _release(self, *, usable: bool) -> None:
        self._caller.watch(None)
        reader, self._reader = self._reader, None
        if reader is not None:
            self._pool.give_back(reader, usable=usable and not self._spends)

    def _cause(self, death: Death | None) -> CityweaveError:
        """Why a reader is gone, as the error that its query is answered."""
        if self._caller.gone:
            return Abandoned("The client went away, and its query was stopped.")
        code = None if death is None else death.code
        if code == -signal.SIGALRM:
            return self._limits.timeout()
        if death is not None and death.panic:
            return panic_fault(death.panic)
        if code == -signal.SIGABRT:
            return self._limits.hungry()
        if code == -signal.SIGSEGV:
            return self._limits.deep()
        if code in (None, 0, -signal.SIGKILL):  # with its host, or while it was idle
            self._unheard = True
            return StoreUnavailable("The readers were started anew.", hint="Ask again.")
        return QueryFailed(f"The reader of this query ended with {code}.")
