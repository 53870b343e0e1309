"""The front's end of one reader host: starts it and gives it orders."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from cityweave.store.frames import frame
from cityweave.store.held import Held
from cityweave.store.host import ANSWER, DISCARD, host_here
from cityweave.store.registry import Works

PACKAGES = Path(__file__).resolve().parent.parent.parent

DYING = 0.5
"""Seconds that a thread may take to be gone after its work; busy machines take some of them."""


class HostLost(Exception):
    """The host does not answer any more."""


class HostLink:
    """One host process and the socket over which it takes orders. Not for two threads at once."""

    def __init__(self, start: Callable[[socket.socket], Callable[[], object]]) -> None:
        """Start a host: `start` gets its end of the socket, returns what ends it for good.

        Raises what `start` raises, `HostLost` by custom.
        """
        self._control, theirs = socket.socketpair()
        with theirs:
            self._end = start(theirs)

    def order(self, order: bytes, payload: bytes = b"") -> tuple[int, list[int]]:
        """Have an order carried out; its answer and the descriptors that came along.

        Raises `HostLost`.
        """
        try:
            self._control.sendall(frame(order, payload))
            if order == DISCARD:
                return 0, []
            data, descriptors, _, _ = socket.recv_fds(self._control, ANSWER.size, 1)
            while data and len(data) < ANSWER.size:
                data += self._control.recv(ANSWER.size - len(data))
        except OSError as error:
            raise HostLost from error
        if len(data) < ANSWER.size:
            raise HostLost
        return ANSWER.unpack(data)[0], descriptors

    def kill(self) -> None:
        """End the host, and with it its readers. May be called while an order is carried out."""
        self._end()

    def close(self) -> None:
        """End the host, and with it its readers."""
        self._end()
        self._control.close()


def is_single() -> bool:
    """Whether this process has one thread only, counting those of Oxigraph.

    A thread of Python that was joined may still be ending: it is waited for.
    """
    until = time.monotonic() + DYING
    try:
        while len(list(Path("/proc/self/task").iterdir())) > 1:
            if threading.active_count() > 1 or time.monotonic() > until:
                return False
            time.sleep(0.001)
    except OSError:
        return False
    return True


def fork(theirs: socket.socket, hold: Callable[[], Held], memory: int) -> Callable[[], object]:
    """Fork a host that shares this process's memory; returns what ends it."""
    process = os.fork()
    if process == 0:
        host_here(theirs, hold, memory)

    def end() -> None:
        with suppress(ProcessLookupError, ChildProcessError):
            # not reaped before, and so still this process
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)

    return end


def spawn(
    theirs: socket.socket,
    program: Callable[[int, int, int], object],
    memory: int,
    works: Works,
    feed: Callable[[IO[bytes]], object],
) -> Callable[[], object]:
    """Start a host as a program and feed it; returns what ends it.

    `program` is a function that takes the numbers of the control socket and of the feed,
    and `memory`; it receives `works` before the rest of its feed. Raises
    `HostLost` when the feed breaks.
    """
    reading, writing = os.pipe()
    paths = [str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    names = f"from {program.__module__} import {program.__name__}"
    text = f"import sys; {names}; {program.__name__}(*map(int, sys.argv[1:]))"
    with os.fdopen(writing, "wb") as output:
        try:
            running = subprocess.Popen(  # noqa: S603 - our own program, no text of strangers
                [
                    sys.executable,
                    "-c",
                    text,
                    *(str(one) for one in (theirs.fileno(), reading, memory)),
                ],
                pass_fds=(theirs.fileno(), reading),
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        finally:
            os.close(reading)
        try:
            works.send(output)
            feed(output)
            output.flush()
        except OSError as error:
            running.kill()
            running.wait()
            raise HostLost from error

    def end() -> None:
        running.kill()
        running.wait()

    return end
