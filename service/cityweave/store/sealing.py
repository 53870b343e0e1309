"""Has the kernel refuse every way to a file or socket but reading below one folder.

RocksDB opens the files of a store when it first needs them, so a reader of a snapshot
needs free descriptors, and their number alone cannot confine it. Landlock takes away
all files but those of the snapshot (https://docs.kernel.org/userspace-api/landlock.html),
a filter of system calls takes away the rest
(https://docs.kernel.org/userspace-api/seccomp_filter.html). Neither needs a privilege.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from pathlib import Path

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1

_FILE_ACCESS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Kinds of access to files that each version of Landlock knows, from that version on."""

_READ_FILE = 1 << 2

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_NUMBER, _ARCHITECTURE = 0, 4
_NEWEST = 463
"""Calls from this number on are younger than the lists below, and refused."""

_COMMON = (425, 428, 430, 432, 433, 434, 438, 447)
"""io_uring, mounts, descriptors of and from other processes, memory: one number everywhere."""

_CALLS = {
    "x86_64": (
        *(0xC000003E, 41, 43, 53, 288, 22, 32, 33, 292, 293),
        *(213, 282, 283, 284, 289, 290, 291, 253, 294, 300, 298, 321, 323),
        *(319, 59, 322, 101, 310, 311),
    ),
    "aarch64": (
        *(0xC00000B7, 198, 202, 199, 242, 23, 24, 59),
        *(74, 85, 19, 20, 26, 262, 241, 280, 282),
        *(279, 221, 281, 117, 270, 271),
    ),
}
"""For each architecture its number, and those of the calls that are refused:
socket, accept, socketpair, accept4, pipe, dup, dup2, dup3, pipe2; epoll_create, signalfd,
timerfd_create, eventfd, signalfd4, eventfd2, epoll_create1, inotify_init, inotify_init1,
fanotify_init, perf_event_open, bpf, userfaultfd; memfd_create, execve, execveat, ptrace,
process_vm_readv, process_vm_writev. The second has not all of them."""


def can_seal() -> bool:
    """Whether this system offers both means."""
    return platform.machine() in _CALLS and _landlock() > 0


def seal(folder: Path) -> None:
    """Leave this process nothing to open but the files in `folder`, to read.

    Needs two free descriptors, and no second thread. Raises `OSError` where
    `can_seal` says no.
    """
    library = ctypes.CDLL(None, use_errno=True)
    _check(library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _only_below(library, folder)
    _no_calls(library)


def _landlock() -> int:
    """The version of Landlock; 0 or less where there is none."""
    return int(ctypes.CDLL(None).syscall(_CREATE_RULESET, None, 0, _VERSION))


def _only_below(library: ctypes.CDLL, folder: Path) -> None:
    version = _landlock()
    access = _FILE_ACCESS[max(one for one in _FILE_ACCESS if one <= max(version, 1))]
    handled = struct.pack("=Q", access)
    rules = _check(library.syscall(_CREATE_RULESET, handled, len(handled), 0))
    below = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", _READ_FILE, below)
        _check(library.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0))
        _check(library.syscall(_RESTRICT_SELF, rules, 0))
    finally:
        os.close(below)
        os.close(rules)


def _no_calls(library: ctypes.CDLL) -> None:
    architecture, *refused = _CALLS[platform.machine()]
    numbers = (*refused, *_COMMON)
    last = len(numbers) + 5  # the place of the refusal
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 0, last - 2, architecture)]
    steps += [(_LOAD, 0, 0, _NUMBER), (_AT_LEAST, last - 4, 0, _NEWEST)]
    steps += [(_EQUAL, last - place, 0, one) for place, one in enumerate(numbers, start=5)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *one) for one in steps))
    head = struct.pack("@HP", len(steps), ctypes.addressof(program))
    _check(library.prctl(_SECCOMP, _FILTER, head, 0, 0))


def _check(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer
