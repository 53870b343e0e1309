"""The front's end of one reader: asks it, waits for it, kills it."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress

from cityweave.store.frames import Frames, frame
from cityweave.store.task import Task

LIGHT = 0.25
"""Seconds after which a query is a heavy one, and its reader gives way to all others."""

TASK = b"T"


class Reader:
    """A connection to a reader process. `state` is the commit that it was forked after.

    One thread asks; `kill` may come from any.
    """

    def __init__(self, process: int, channel: socket.socket, state: int) -> None:
        self.process = process
        self.state = state
        self.nice = False
        self._channel = channel
        self._frames = Frames(channel)
        # names this process for good, also after its number has gone to another
        self._handle = os.pidfd_open(process)
        self._started = 0.0
        self._seconds = 0.0

    def ask(self, task: Task) -> None:
        """Begin a query. Raises `OSError` when the reader is gone."""
        self._started = time.monotonic()
        self._seconds = task.seconds
        self._channel.settimeout(LIGHT)
        self._channel.sendall(frame(TASK, task.encode()))

    def next(self) -> tuple[bytes, bytes]:
        """What the reader says next.

        Raises `TimeoutError` when the query's time is over, `EOFError` or `OSError`
        when the reader is gone.
        """
        while True:
            passed = time.monotonic() - self._started
            left = self._seconds - passed
            if left <= 0:
                raise TimeoutError
            if not self.nice and passed >= LIGHT:
                self._give_way()
            self._channel.settimeout(left if self.nice else min(left, LIGHT - passed))
            try:
                return self._frames.next()
            except TimeoutError:
                continue

    def kill(self) -> None:
        """End the process at once."""
        with suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def close(self) -> None:
        """Let go of the connection; an idle reader ends then by itself."""
        self._channel.close()
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _give_way(self) -> None:
        self.nice = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process, 19)
