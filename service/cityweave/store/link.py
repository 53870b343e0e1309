"""The front's end of one reader host: starts it and gives it orders."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from cityweave.store.frames import frame
from cityweave.store.held import Held
from cityweave.store.host import ANSWER, DISCARD, host_here

PACKAGES = Path(__file__).resolve().parent.parent.parent


class HostLost(Exception):
    """The host does not answer any more."""


class HostLink:
    """One host process and the socket over which it takes orders. Not for two threads at once."""

    def __init__(self, start: Callable[[socket.socket], Callable[[], object]]) -> None:
        """Start a host: `start` gets its end of the socket, returns what waits for its end.

        Raises what `start` raises, `HostLost` by custom.
        """
        self._control, theirs = socket.socketpair()
        with theirs:
            self._wait = start(theirs)

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


def is_single() -> bool:
    """Whether this process has one thread only, counting those of Oxigraph."""
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def fork(theirs: socket.socket, hold: Callable[[], Held], memory: int) -> Callable[[], object]:
    """Fork a host that shares this process's memory; returns what waits for its end."""
    process = os.fork()
    if process == 0:
        host_here(theirs, hold, memory)

    def wait() -> None:
        with suppress(ChildProcessError):
            os.waitpid(process, 0)

    return wait


def spawn(
    theirs: socket.socket, module: str, memory: int, feed: Callable[[IO[bytes]], None]
) -> Callable[[], object]:
    """Start a host as a program and feed it; returns what waits for its end.

    `module` has a `main` that takes the numbers of the control socket and of the feed,
    and `memory`. Raises `HostLost` when the feed breaks.
    """
    reading, writing = os.pipe()
    paths = [str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    text = f"import sys; from {module} import main; main(*map(int, sys.argv[1:]))"
    with os.fdopen(writing, "wb") as output:
        try:
            program = subprocess.Popen(  # noqa: S603 - our own program, no text of strangers
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
            feed(output)
            output.flush()
        except OSError as error:
            program.kill()
            program.wait()
            raise HostLost from error
    return program.wait
