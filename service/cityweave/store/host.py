"""The reader host: a process that holds the store's newest state and forks readers.

It does what the front says over a control socket, one thing at a time: fork a
reader, end one, follow a commit. It evaluates nothing itself.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NoReturn

from cityweave.store.confinement import SOCKET, keep_only
from cityweave.store.death import paper
from cityweave.store.frames import Frames
from cityweave.store.held import Held
from cityweave.store.reader import read

FORK, WORKER, BURY, DISCARD, CHANGE, SIZE = b"F", b"W", b"B", b"D", b"C", b"S"
"""Orders: fork a reader; one that can do works, too; say how one died; end one; follow a commit;
tell the state's size."""

ANSWER = struct.Struct("!q")
"""Every answer is one number: a process id, how a process ended, or a size. A descriptor comes with
a process id, the reader's socket, and with its abortion, the paper with its last words."""

NUMBER = struct.Struct("!Q")
ALIVE = 1 << 16
REAPING = 0.2
"""Seconds between looks at readers that are being killed."""

IDLE, BETWEEN = 1.0, 0.05
"""Seconds without an order after which works are prepared, and those between two of the steps:
queries need not wait for them."""


class Host:
    """Carries out orders until the front closes the control socket."""

    def __init__(self, control: socket.socket, held: Held, memory: int) -> None:
        self._control = control
        self._held = held
        self._memory = memory
        self._dying: set[int] = set()
        self._papers: dict[int, int] = {}
        self._preparing: Iterator[None] | None = held.preparing()
        self._idle = IDLE

    def run(self) -> None:
        """Serve; returns when the front is gone."""
        frames = Frames(self._control)
        gc.collect()
        gc.freeze()
        while True:
            self._reap()
            try:
                heard = self._heard(frames)
            except (EOFError, OSError):
                return
            if heard is not None:
                self._do(*heard)

    def _heard(self, frames: Frames) -> tuple[bytes, bytes] | None:
        """The next order; None when there was time for something else instead.

        Raises `EOFError` and `OSError` when the front is gone.
        """
        waiting = None if self._preparing is None else self._idle
        self._control.settimeout(REAPING if self._dying else waiting)
        try:
            return frames.next()
        except TimeoutError:
            if not self._dying:
                self._step()
                self._idle = BETWEEN
            return None
        finally:
            self._control.settimeout(None)

    def _do(self, order: bytes, payload: bytes) -> None:
        if order == FORK:
            self._fork()
        elif order == WORKER:
            while self._preparing is not None:
                self._step()
            self._fork()
        elif order == BURY:
            self._bury(NUMBER.unpack(payload)[0])
        elif order == DISCARD:
            self._discard(NUMBER.unpack(payload)[0])
        elif order == CHANGE:
            self._held.follow(payload)
            self._say(0)
        else:
            self._say(self._held.size)

    def _step(self) -> None:
        """Do one more thing so that works are ready; those who are forked afterwards have all."""
        if self._preparing is not None and next(self._preparing, self) is self:
            self._preparing = None
            gc.collect()
            gc.freeze()

    def _say(self, number: int) -> None:
        self._control.sendall(ANSWER.pack(number))

    def _fork(self) -> None:
        """Fork a reader and send the front its end of the reader's socket."""
        front, own = socket.socketpair()
        words = paper()
        process = os.fork()
        if process == 0:
            status = 1
            try:
                self._control.close()
                front.close()
                os.dup2(words, 2)
                read(own, self._held, self._memory)
                status = 0
            finally:
                os._exit(status)
        own.close()
        self._papers[process] = words
        self._held.lent(process)
        with front:
            socket.send_fds(self._control, [ANSWER.pack(process)], [front.fileno()])

    def _bury(self, process: int) -> None:
        """Say how a reader ended: its exit code, or minus its signal; `ALIVE` if it has not yet."""
        try:
            ended, status = os.waitpid(process, os.WNOHANG)
        except ChildProcessError:
            self._say(0)
            return
        if not ended:
            self._say(ALIVE)
            return
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGABRT:
            socket.send_fds(self._control, [ANSWER.pack(code)], [self._papers[process]])
        else:
            self._say(code)
        self._forget(process)

    def _discard(self, process: int) -> None:
        """Kill a reader; it is reaped when it has given back its memory."""
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        self._dying.add(process)

    def _reap(self) -> None:
        for process in tuple(self._dying):
            with suppress(ChildProcessError):
                if os.waitpid(process, os.WNOHANG)[0] == 0:
                    continue
            self._dying.discard(process)
            self._forget(process)

    def _forget(self, process: int) -> None:
        """Let go of what was kept for a reader that has ended."""
        if (words := self._papers.pop(process, None)) is not None:
            os.close(words)
        self._held.returned(process)


def host_here(control: socket.socket, hold: Callable[[], Held], memory: int) -> NoReturn:
    """Be the host from here on, in a process of its own; never returns.

    `hold` gets the state. What it opens has numbers that no reader needs for itself.
    """
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.environ["RUST_BACKTRACE"] = "0"  # nobody reads it, and it takes long to print
        keep_only(control.detach(), os.open(os.devnull, os.O_RDONLY))
        Host(socket.socket(fileno=SOCKET), hold(), memory).run()
        status = 0
    finally:
        os._exit(status)
