"""Holds what a reader has written until its client has taken it: in memory, then on disk."""

from __future__ import annotations

from collections import deque
from tempfile import TemporaryFile
from typing import IO

MEMORY = 2 << 20
"""Bytes of one result that wait in memory; the rest waits in a file without a name."""

PIECE = 1 << 18


class Spool:
    """A queue of bytes. Memory is used while the client keeps up, and a file when it does not.

    So a reader is free as soon as it has evaluated its query, however slow its
    client takes the result.
    """

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._waiting = 0
        self._file: IO[bytes] | None = None
        self._read = 0
        self._written = 0

    def put(self, data: bytes) -> None:
        """Add bytes at the end. Raises `OSError` when the disk is full."""
        if self._file is None and self._waiting + len(data) <= MEMORY:
            self._pieces.append(data)
            self._waiting += len(data)
            return
        if self._file is None:
            self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - `close` closes it
        self._file.seek(self._written)
        left = memoryview(data)
        while left:  # a disk that is nearly full takes a part, and refuses the next one
            left = left[self._file.write(left) :]
        self._written += len(data)

    def take(self) -> bytes:
        """The next bytes, in order; empty when there are none at the moment."""
        if self._pieces:
            data = self._pieces.popleft()
            self._waiting -= len(data)
            return data
        if self._file is None or self._read == self._written:
            return b""
        self._file.seek(self._read)
        data = self._file.read(min(PIECE, self._written - self._read))
        self._read += len(data)
        return data

    def close(self) -> None:
        """Forget everything."""
        self._pieces.clear()
        self._waiting = self._read = self._written = 0
        if self._file is not None:
            self._file.close()
            self._file = None
