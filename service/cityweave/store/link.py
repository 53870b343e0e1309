"""The front's end of one reader host: starts it and gives it orders."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cityweave.store.embedded import EmbeddedStore
from cityweave.store.frames import frame
from cityweave.store.host import ANSWER, DISCARD, host_here

PROGRAM = "import sys; from cityweave.store import host; host.main(*map(int, sys.argv[1:]))"
PACKAGES = Path(__file__).resolve().parent.parent.parent


class HostLost(Exception):
    """The host does not answer any more."""


class HostLink:
    """One host process and the socket over which it takes orders. Not for two threads at once."""

    def __init__(self, store: EmbeddedStore, memory: int) -> None:
        """Start a host with a replica of the store.

        A store in memory is shared with the host by fork, which takes milliseconds,
        as long as this process has no other thread. Otherwise the host is a new
        program that reads a snapshot. Raises `HostLost` when it does not start.
        """
        self._control, theirs = socket.socketpair()
        with theirs:
            start = _fork if store.in_memory and _is_single() else _spawn
            self._wait = start(theirs, store, memory)

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

    def close(self) -> None:
        """End the host, and with it its readers."""
        self._control.close()
        self._wait()


def _is_single() -> bool:
    """Whether this process has one thread only, counting those of Oxigraph."""
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _fork(theirs: socket.socket, store: EmbeddedStore, memory: int) -> Callable[[], object]:
    """Fork a host that shares the store's memory; returns what waits for its end."""
    process = os.fork()
    if process == 0:
        host_here(theirs, store, memory)

    def wait() -> None:
        with suppress(ChildProcessError):
            os.waitpid(process, 0)

    return wait


def _spawn(theirs: socket.socket, store: EmbeddedStore, memory: int) -> Callable[[], object]:
    """Start a host as a program and feed it a snapshot; returns what waits for its end."""
    reading, writing = os.pipe()
    paths = [str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    with os.fdopen(writing, "wb") as feed:
        try:
            program = subprocess.Popen(  # noqa: S603 - our own program, no text of strangers
                [
                    sys.executable,
                    "-c",
                    PROGRAM,
                    *(str(one) for one in (theirs.fileno(), reading, memory)),
                ],
                pass_fds=(theirs.fileno(), reading),
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        finally:
            os.close(reading)
        try:
            store.snapshot(feed)
        except OSError as error:
            program.kill()
            program.wait()
            raise HostLost from error
    return program.wait
