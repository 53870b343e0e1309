"""Messages between processes: a letter, a length, and that many bytes, over a stream socket."""

from __future__ import annotations

import socket
import struct

HEADER = struct.Struct("!cI")
CHUNK = 1 << 18


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One message as it goes over the socket; `kind` is a single letter."""
    return HEADER.pack(kind, len(payload)) + payload


class Frames:
    """Reads messages from a socket, each of them whole."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._read = bytearray()

    def next(self) -> tuple[bytes, bytes]:
        """The next message: its letter and its bytes.

        Raises `EOFError` when the other side has closed, `TimeoutError` when the
        socket's time is over (what came so far is kept), `OSError`.
        """
        while len(self._read) < HEADER.size:
            self._more()
        kind, length = HEADER.unpack_from(self._read)
        end = HEADER.size + length
        while len(self._read) < end:
            self._more()
        payload = bytes(self._read[HEADER.size : end])
        del self._read[:end]
        return kind, payload

    def _more(self) -> None:
        data = self._channel.recv(CHUNK)
        if not data:
            raise EOFError
        self._read += data
