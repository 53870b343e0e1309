"""A reader: a confined process that does one task at a time until it is ended."""

from __future__ import annotations

import json
import os
import signal
import socket

from cityweave import errors
from cityweave.errors import CityweaveError, QueryFailed
from cityweave.store.chance import Chance
from cityweave.store.confinement import address_space, allow_memory
from cityweave.store.frames import Frames, frame
from cityweave.store.held import Held
from cityweave.store.sink import FAILURE, LIMIT, LimitReached
from cityweave.store.task import Task, decode

GROWTH = 32 << 20
"""Bytes by which a reader may have grown after a query and still be used again."""

GRACE = 0.1
"""Seconds after the limit when the kernel ends a task, should the front not have done so."""

STAYING, LEAVING = b"s", b"l"
"""Remarks on a result: whether the reader can answer another query."""


def read(channel: socket.socket, held: Held, memory: int) -> None:
    """Confine this process and do what comes over the socket; returns when it is closed.

    `memory` is the most that any task may take.
    """
    channel = held.enter(channel, memory)
    frames = Frames(channel)
    at_first = address_space()
    chance = Chance()
    while True:
        try:
            _, payload = frames.next()
        except (EOFError, OSError):
            return
        task = decode(payload)
        del payload
        allow_memory(at_first + task.memory)
        signal.setitimer(signal.ITIMER_REAL, task.seconds + GRACE)
        try:
            _do(channel, held, task, chance, at_first)
        except OSError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)


def _do(channel: socket.socket, held: Held, task: Task, chance: Chance, at_first: int) -> None:
    """Write the result of a task, or what went wrong. Raises `OSError` when nobody listens."""
    sink = task.sink(channel)
    try:
        task.run(held.store, chance, sink)
    except MemoryError:
        # as the kernel's limit ends it elsewhere: by SIGABRT
        os.abort()
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is a BaseException
        reason = error.reason if isinstance(error, LimitReached) else sink.exceeded
        if reason:
            channel.sendall(frame(LIMIT, reason.encode()))
        elif isinstance(error, CityweaveError):
            channel.sendall(frame(FAILURE, encode_error(error)))
        else:
            failed = QueryFailed(f"The engine failed: {type(error).__name__}.")
            channel.sendall(frame(FAILURE, encode_error(failed)))
        return
    sink.finish(LEAVING if address_space() - at_first > GROWTH else STAYING)


def encode_error(error: CityweaveError) -> bytes:
    """An error of the tree as JSON."""
    return json.dumps(
        [type(error).__name__, error.detail, error.hint, error.line, error.column, error.source]
    ).encode()


def decode_error(data: bytes) -> CityweaveError:
    """The error that `encode_error` wrote."""
    name, detail, hint, line, column, source = json.loads(data)
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, CityweaveError)):
        kind = QueryFailed
    return kind(detail, hint=hint, line=line, column=column, source=source)
