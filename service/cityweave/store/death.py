"""How a reader ended, and what it said last."""

from __future__ import annotations

import fcntl
import os
import signal
from dataclasses import dataclass

LENGTH = 1 << 14
"""Bytes that a reader can write to its error output; what it writes beyond goes nowhere."""

_SEALS = fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL


@dataclass(frozen=True, slots=True)
class Death:
    """The end of a process: its exit code, or minus its signal, and its last words.

    A query can make a reader say anything: the words are a stranger's.
    """

    code: int
    words: str = ""

    @property
    def panic(self) -> str:
        """What the engine gave up with, in one line; empty where it did not give up by itself.

        It ends so where its own code is at fault. An allocation that fails ends it, too, by the
        same signal and with other words.
        """
        if self.code != -signal.SIGABRT or "panicked at" not in self.words:
            return ""
        return " ".join(self.words[self.words.index("panicked at") :].split())


def paper() -> int:
    """A descriptor for last words: a file without a name, of a length that cannot change."""
    found = os.memfd_create("words", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(found, LENGTH)
    fcntl.fcntl(found, fcntl.F_ADD_SEALS, _SEALS)
    return found


def read_paper(descriptor: int) -> str:
    """What was written there."""
    return os.pread(descriptor, LENGTH, 0).rstrip(b"\0").decode("utf-8", "replace")
