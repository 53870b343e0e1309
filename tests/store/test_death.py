"""The last words of a process: as much as there is room for, and what they say of its end."""

from __future__ import annotations

import os
import signal

import pytest

from cityweave.store.death import LENGTH, Death, paper, read_paper


def test_a_paper_takes_so_much_and_no_more() -> None:
    words = paper()
    try:
        assert read_paper(words) == ""
        assert os.write(words, "één".encode()) == 5
        assert read_paper(words) == "één"
        assert os.write(words, b"x" * LENGTH) < LENGTH
        with pytest.raises(PermissionError):
            os.write(words, b"x" * LENGTH)
        with pytest.raises(PermissionError):
            os.ftruncate(words, 2 * LENGTH)
        assert os.fstat(words).st_size == LENGTH
    finally:
        os.close(words)


@pytest.mark.parametrize(
    ("code", "words", "panic"),
    [
        (-signal.SIGABRT, "'main' panicked at a.rs:1:\nno order\n", "panicked at a.rs:1: no order"),
        (-signal.SIGABRT, "memory allocation of 8 bytes failed\n", ""),
        (-signal.SIGABRT, "", ""),
        (-signal.SIGSEGV, "panicked at a.rs:1: no order", ""),
        (0, "panicked at a.rs:1: no order", ""),
    ],
)  # fmt: skip
def test_a_panic_is_told_from_other_ends(code: int, words: str, panic: str) -> None:
    assert Death(code, words).panic == panic
