"""Whether a process may be forked: it has one thread, also as the kernel counts them."""

from __future__ import annotations

import subprocess
import sys

import pytest

NATIVE = """
import ctypes
from cityweave.store.link import is_single
libc = ctypes.CDLL(None)
thread = ctypes.c_ulong()
libc.pthread_create(ctypes.byref(thread), None, libc.usleep, ctypes.c_void_p({microseconds}))
print(is_single())
"""
"""A thread that only the kernel knows, as it knows one of Python that was joined and still ends."""


@pytest.mark.parametrize(("microseconds", "single"), [(50_000, True), (30_000_000, False)])
def test_a_thread_that_ends_soon_is_waited_for(microseconds: int, single: bool) -> None:
    program = NATIVE.format(microseconds=microseconds)
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20
    )
    assert result.stdout == f"{single}\n"


def test_a_thread_that_works_is_not() -> None:
    program = (
        "from threading import Event, Thread; from cityweave.store.link import is_single;"
        "end = Event(); Thread(target=end.wait).start(); print(is_single()); end.set()"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20
    )
    assert result.stdout == "False\n"
