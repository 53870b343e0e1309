"""Where a reader's results go: to the socket, counted, the first bytes early."""

from __future__ import annotations

import re
import socket
import time
from typing import Literal

from cityweave.store.frames import frame

DATA, END, FAILURE, LIMIT = b"D", b"E", b"F", b"L"
"""What a reader says: bytes of the result, the last of them, an error, a limit that was hit."""

FULL = 1 << 16
EARLY = 4096
"""Oxigraph hands over 8 KiB at a time, and less only at the end. They leave when 64 KiB are there,
or when they have waited for the pause: a result that is there at once goes in one piece."""

PAUSE = 0.05
SEPARATORS = {"json": b"},{", "xml": b"<result>", "csv": b"\r\n", "tsv": b"\n"}
_OF_JSON = re.compile(rb'\},\{(?=["}])')
"""A quotation mark inside of a literal has a backslash before it, so that no literal looks so."""


class LimitReached(Exception):
    """Ends the writing of a result that is too large: has too many `rows`, or too many `bytes`."""

    def __init__(self, reason: Literal["rows", "bytes"] = "rows") -> None:
        super().__init__(reason)
        self.reason = reason


class Sink:
    """A file to Oxigraph. It sends what is written, and refuses more than the limits.

    Rows are counted by what separates them; Oxigraph gives no other sign of them.
    """

    def __init__(self, channel: socket.socket, result_format: str, rows: int, size: int) -> None:
        self._channel = channel
        self._separator = SEPARATORS.get(result_format, b"")
        # the head of CSV and TSV ends like a row; JSON has no separator before its first row
        self._rows_left = rows + {"csv": 1, "tsv": 1, "json": -1}.get(result_format, 0)
        self._size_left = size
        self._tail = b""
        self._kept: list[bytes] = []
        self._length = 0
        self._sent_at = time.monotonic()
        self.exceeded: Literal["", "rows", "bytes"] = ""

    def write(self, data: bytes) -> int:
        """Take some bytes. Raises `LimitReached`, and `OSError` when nobody listens."""
        self._count(data)
        self._kept.append(bytes(data))
        self._length += len(data)
        if self._length >= EARLY and (
            self._length >= FULL or time.monotonic() - self._sent_at > PAUSE
        ):
            self._send()
        return len(data)

    def flush(self) -> None:
        """Nothing: `write` and `finish` decide when bytes leave."""

    def finish(self, remark: bytes) -> None:
        """Send what is left, with the remark (one byte) before it, and that the result is whole."""
        self._channel.sendall(frame(END, remark + b"".join(self._kept)))

    def _count(self, data: bytes) -> None:
        self._size_left -= len(data)
        if self._size_left < 0:
            self.exceeded = "bytes"
        elif self._separator:
            seen = self._tail + data
            if self._separator == SEPARATORS["json"]:
                self._rows_left -= len(_OF_JSON.findall(seen))
                kept = 3  # the sign after the separator decides whether it is one
            else:
                self._rows_left -= seen.count(self._separator)
                kept = len(self._separator) - 1
            # what may be the beginning of a separator that ends in the next bytes
            self._tail = seen[max(0, len(seen) - kept) :]
            if self._rows_left < 0:
                self.exceeded = "rows"
        if self.exceeded:
            raise LimitReached(self.exceeded)

    def _send(self) -> None:
        self._channel.sendall(frame(DATA, b"".join(self._kept)))
        self._kept.clear()
        self._length = 0
        self._sent_at = time.monotonic()
