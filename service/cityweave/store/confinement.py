"""Closes a reader in: one socket, bounded memory, and no way to open anything."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
from contextlib import suppress

SOCKET, MEMORY_FILE, DESCRIPTORS = 3, 4, 5
"""Descriptors of a reader: 0 to 2 lead nowhere, its socket, its own memory figures; no more."""

_PR_SET_PDEATHSIG = 1
_ALL = 1 << 16


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent dies (Linux, prctl(2))."""
    library = ctypes.CDLL(None)
    if hasattr(library, "prctl"):
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def confine(channel: socket.socket, memory: int) -> socket.socket:
    """Give up everything but one socket, for good; returns it under its new number.

    All descriptors that the process may have are in use afterwards, so that no call
    can open a file or a socket (RLIMIT_NOFILE, getrlimit(2)). `memory` is how many
    bytes the address space may grow from here on; beyond, an allocation fails and
    Oxigraph aborts.
    """
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    figures = os.open(os.devnull, os.O_RDONLY)
    with suppress(FileNotFoundError):
        figures = os.open("/proc/self/statm", os.O_RDONLY)
    keep_only(channel.detach(), figures)
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if taken := address_space():
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    return socket.socket(fileno=SOCKET)


def allow_memory(total: int) -> None:
    """Let the address space grow to that many bytes for now, at most to what `confine` allows."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (min(total, hard), hard))


def keep_only(*kept: int, quiet: bool = True) -> None:
    """Close all descriptors but these, which become 3, 4 and so on.

    Standard input and output lead nowhere then; `quiet`: the error output, too.
    """
    # move them up first, so that none is closed by taking its number for another
    sources = [_high(one) for one in kept]
    nowhere = _high(os.open(os.devnull, os.O_RDWR))
    for number in range(3 if quiet else 2):
        os.dup2(nowhere, number)
    for number, source in enumerate(sources, start=SOCKET):
        os.dup2(source, number, inheritable=False)
    os.closerange(SOCKET + len(sources), _ALL)


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
