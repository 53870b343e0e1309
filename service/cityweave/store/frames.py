"""Messages between processes: a letter, a length, and that many bytes, over a stream socket."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

HEADER = struct.Struct("!cI")
CHUNK = 1 << 18


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One message as it goes over the socket; `kind` is a single letter."""
    return HEADER.pack(kind, len(payload)) + payload


class Unframing:
    """Takes messages out of bytes as they come."""

    def __init__(self) -> None:
        self._read = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take some bytes; the messages that are whole by now, each its letter and its bytes."""
        read = self._read
        read += data
        while len(read) >= HEADER.size:
            kind, length = HEADER.unpack_from(read)
            end = HEADER.size + length
            if len(read) < end:
                return
            payload = bytes(read[HEADER.size : end])
            del read[:end]
            yield kind, payload


class Frames:
    """Reads messages from a blocking socket, each of them whole."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._unframing = Unframing()
        self._ready: Iterator[tuple[bytes, bytes]] = iter(())

    def next(self) -> tuple[bytes, bytes]:
        """The next message: its letter and its bytes.

        Raises `EOFError` when the other side has closed, `TimeoutError` when the
        socket's time is over (what came so far is kept), `OSError`.
        """
        while True:
            found = next(self._ready, None)
            if found is not None:
                return found
            data = self._channel.recv(CHUNK)
            if not data:
                raise EOFError
            self._ready = self._unframing.feed(data)
