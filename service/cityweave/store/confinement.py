"""Closes a reader in: one socket, bounded memory, and no way to open anything."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from cityweave.store.sealing import seal

SOCKET, MEMORY_FILE, DESCRIPTORS = 3, 4, 5
"""Descriptors of a reader: 0 and 1 lead nowhere, 2 takes its last words (`death`), its socket, its
own memory figures; no more."""

_PR_SET_PDEATHSIG = 1
_ALL = 1 << 16


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent dies (Linux, prctl(2))."""
    library = ctypes.CDLL(None)
    if hasattr(library, "prctl"):
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def confine(
    channel: socket.socket,
    memory: int,
    files: Collection[int] = (),
    *,
    folder: Path | None = None,
    unopened: int = 0,
) -> socket.socket:
    """Give up everything but one socket, for good; returns it under its new number.

    All descriptors that the process may have are in use afterwards, so that no call
    can open a file or a socket (RLIMIT_NOFILE, getrlimit(2)). `memory` is how many
    bytes the address space may grow from here on; beyond, an allocation fails and
    Oxigraph aborts. The error output stays what it is. `files` are descriptors from
    `DESCRIPTORS` on that stay open under their numbers. Who names a `folder` can open,
    to read, as many as `unopened` files in it (`sealing`); raises `OSError` where the
    system has no means for that.
    """
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    figures = os.open(os.devnull, os.O_RDONLY)
    with suppress(FileNotFoundError):
        figures = os.open("/proc/self/statm", os.O_RDONLY)
    keep_only(channel.detach(), figures, files=files)
    most = _fill(max(files, default=0)) + unopened
    if folder is not None:
        seal(folder)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if taken := address_space():
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    return socket.socket(fileno=SOCKET)


def allow_memory(total: int) -> None:
    """Let the address space grow to that many bytes for now, at most to what `confine` allows."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (min(total, hard), hard))


def keep_only(*kept: int, files: Collection[int] = ()) -> None:
    """Close all descriptors but the error output, these, which become 3, 4 and so on, and `files`.

    Standard input and output lead nowhere then.
    """
    # move them up first, so that none is closed by taking its number for another
    sources = [_high(one) for one in kept]
    nowhere = _high(os.open(os.devnull, os.O_RDWR))
    for number in range(2):
        os.dup2(nowhere, number)
    for number, source in enumerate(sources, start=SOCKET):
        os.dup2(source, number, inheritable=False)
    first = SOCKET + len(sources)
    for last in (*sorted(files), _ALL):
        os.closerange(first, last)
        first = last + 1


def _fill(top: int) -> int:
    """Leave no number free up to `top`; returns how many descriptors there are then."""
    while (number := os.dup(0)) < top:
        pass
    os.close(number)
    return number


def _high(descriptor: int) -> int:
    """The same descriptor under a number above those that are needed."""
    below = []
    while descriptor <= DESCRIPTORS:
        below.append(descriptor)
        descriptor = os.dup(descriptor)
    for one in below:
        os.close(one)
    return descriptor


def address_space() -> int:
    """Bytes of address space that a confined process has; 0 where the system does not say."""
    text = os.pread(MEMORY_FILE, 100, 0)
    return int(text.split()[0]) * resource.getpagesize() if text else 0
