"""A query that runs in a reader, and its result as it comes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from threading import Lock

from cityweave.errors import (
    Abandoned,
    CityweaveError,
    QueryFailed,
    StoreUnavailable,
)
from cityweave.store.caller import Caller
from cityweave.store.connection import Reader
from cityweave.store.limits import Limits
from cityweave.store.pool import Pool
from cityweave.store.reader import LEAVING, decode_error
from cityweave.store.sink import DATA, END, LIMIT
from cityweave.store.task import Task


class Running:
    """The result of one query; gives its reader back when it ends, however it ends."""

    def __init__(self, pool: Pool, limits: Limits, caller: Caller, task: Task) -> None:
        """Start the query and wait for its first bytes. Raises as `Store.query`."""
        self._pool = pool
        self._limits = limits
        self._caller = caller
        self._ending = Lock()
        self._reader: Reader | None = self._begin(task)
        self._first = self._next(self._reader)

    def __iter__(self) -> Iterator[bytes]:
        """The bytes of the result, in order. Raises as `Store.query`."""
        yield self._first
        while (reader := self._reader) is not None:
            yield self._next(reader)

    def _begin(self, task: Task) -> Reader:
        """Give the task to a reader; those that died while they were idle are passed over."""
        while True:
            reader = self._pool.take(self._caller)
            self._caller.watch(reader.kill)
            try:
                reader.ask(task)
            except OSError:
                self._caller.watch(None)
                self._pool.bury(reader, self._caller)
                if self._caller.gone:
                    raise Abandoned("The client went away.") from None
            else:
                return reader

    @property
    def ended(self) -> bool:
        """Whether nothing more will come after the bytes that `__iter__` gave or gives first."""
        return self._reader is None

    def close(self) -> None:
        """Stop the query if it still runs."""
        if self._reader is not None:
            self._release(self._reader, usable=False)

    def _next(self, reader: Reader) -> bytes:
        """The next bytes; the reader is given back with the last of them."""
        try:
            kind, payload = reader.next()
        except TimeoutError as error:
            self._release(reader, usable=False)
            raise self._limits.timeout() from error
        except (EOFError, OSError) as error:
            raise self._died(reader) from error
        except BaseException:
            self._release(reader, usable=False)
            raise
        if kind == DATA:
            return payload
        self._release(reader, usable=payload[:1] != LEAVING)
        if kind == END:
            return payload[1:]
        if kind == LIMIT:
            raise self._limits.large(payload.decode())
        raise decode_error(payload)

    def _detach(self) -> bool:
        """End the query for this object, once, whichever thread comes first."""
        self._caller.watch(None)
        with self._ending:
            was, self._reader = self._reader, None
        return was is not None

    def _release(self, reader: Reader, *, usable: bool) -> None:
        if self._detach():
            self._pool.give_back(reader, self._caller, usable=usable)

    def _died(self, reader: Reader) -> CityweaveError:
        """Why a reader is gone, as the error that its query is answered."""
        if not self._detach():
            return Abandoned("The query was stopped.")
        code = self._pool.bury(reader, self._caller)
        if self._caller.gone:
            return Abandoned("The client went away, and its query was stopped.")
        if code == -signal.SIGALRM:
            return self._limits.timeout()
        if code == -signal.SIGABRT:
            return self._limits.hungry()
        if code == -signal.SIGSEGV:
            return self._limits.deep()
        if code is None:
            return StoreUnavailable("The readers were started anew.", hint="Ask again.")
        return QueryFailed(f"The reader of this query ended with {code}.")
