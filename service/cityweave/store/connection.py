"""The front's end of one reader: asks it, hears it, kills it."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import Protocol, cast

from cityweave.store.frames import Unframing, frame
from cityweave.store.interface import Moment
from cityweave.store.task import Task

LIGHT = 0.25
"""Seconds after which, at the earliest, a query is a heavy one: its reader gives way to others."""

TASK = b"T"


class Listener(Protocol):
    """Whoever waits for a reader's answer."""

    def heard(self, kind: bytes, payload: bytes) -> None:
        """The reader said something."""
        ...

    def expired(self) -> None:
        """The time of the query is over."""
        ...

    def lost(self) -> None:
        """The reader is gone."""
        ...


class Reader(asyncio.Protocol):
    """A connection to a reader process. `state` is the one that it was forked from.

    `light` is after how many seconds a query is a heavy one. A reader that was made to
    give way can never be as quick again, and another has to be made in its place.

    It belongs to one event loop; only `kill` may be called from any thread.
    """

    def __init__(self, process: int, state: Moment, light: float = LIGHT) -> None:
        self.process = process
        self.state = state
        self.light = light
        self.nice = False
        self.connected = True
        self._listener: Listener | None = None
        self._unframing = Unframing()
        # names this process for good, also after its number has gone to another
        self._handle = os.pidfd_open(process)
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The loop has taken over the socket."""
        self._transport = cast(asyncio.Transport, transport)

    def ask(self, task: Task, listener: Listener) -> None:
        """Begin a query; its listener hears all about it until `rest`."""
        assert self._transport is not None  # noqa: S101 - set when the reader was made
        self._listener = listener
        self._timer = asyncio.get_running_loop().call_later(
            min(self.light, task.seconds), self._grow_heavy, task.seconds
        )
        self._transport.write(frame(TASK, task.encode()))

    def rest(self) -> None:
        """The query is over."""
        self._listener = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def data_received(self, data: bytes) -> None:
        """Pass on what the reader says."""
        for kind, payload in self._unframing.feed(data):
            if self._listener is not None:
                self._listener.heard(kind, payload)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - EOF or error: gone
        """Tell the listener that the reader is gone."""
        self.connected = False
        if self._listener is not None:
            self._listener.lost()

    def _grow_heavy(self, seconds: float) -> None:
        self.nice = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process, 19)
        left = max(seconds - self.light, 0.0)
        self._timer = asyncio.get_running_loop().call_later(left, self._expire)

    def _expire(self) -> None:
        if self._listener is not None:
            self._listener.expired()

    def kill(self) -> None:
        """End the process at once."""
        if self._handle >= 0:
            with suppress(OSError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def close(self) -> None:
        """Let go of the connection; an idle reader ends then by itself."""
        self.rest()
        if self._transport is not None:
            with suppress(RuntimeError):  # its loop is closed already
                self._transport.abort()
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
