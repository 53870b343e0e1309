"""A lean HTTP client for one connection that stays open, which tells when the first byte came."""

from __future__ import annotations

import select
import socket
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import quote

ACCEPT = "application/sparql-results+json,application/n-triples;q=0.9"
GRAPH_ACCEPT = "application/n-triples,text/plain;q=0.1"
TIMEOUT = 130


class Failed(Exception):
    """A request that was not answered with 200, with what was answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an answer, and the seconds to its first and to its last byte."""

    body: bytes
    first_byte: float
    total: float


def target(path: str, query: str) -> str:
    """What stands in the first line of a GET request for a query."""
    return f"{path}?query={quote(query, safe='')}"


def accept(query: str) -> str:
    """The media type to ask for: JSON, or N-Triples where the answer is a graph."""
    body = query.partition("WHERE")[0] if "CONSTRUCT" in query else query
    return GRAPH_ACCEPT if "CONSTRUCT" in body or body.startswith("DESCRIBE") else ACCEPT


class Connection:
    """A connection to a port of this machine."""

    def __init__(self, port: int, timeout: float = TIMEOUT) -> None:
        """Open it. Raises `OSError`."""
        self._port, self._timeout = port, timeout
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), self._timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def query(self, path: str, text: str) -> Reply:
        """Send a query by GET and read the whole answer. Raises `Failed` and `OSError`."""
        request = (
            f"GET {target(path, text)} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Accept: {accept(text)}\r\n\r\n"
        ).encode()
        if select.select([self._socket], [], [], 0)[0]:
            # a server gave up a connection that was idle for long; some say so with a 500
            self.close()
            self._open()
        start = time.perf_counter()
        self._socket.sendall(request)
        head, rest, first = self._head(start)
        status = head.split(b" ", 2)[1].decode()
        fields = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
        }
        body = self._body(fields, rest)
        total = time.perf_counter() - start
        if fields.get(b"connection", b"").lower() == b"close":
            self.close()
            self._open()
        if status != "200":
            raise Failed(f"{status}: {body[:300].decode(errors='replace')}")
        return Reply(body, first, total)

    def _head(self, start: float) -> tuple[bytes, bytes, float]:
        """The head of an answer, what of the body came with it, and when the body began."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._receive()
        head, _, rest = data.partition(b"\r\n\r\n")
        if not rest and b"content-length: 0\r\n" not in head.lower() + b"\r\n":
            rest = self._receive()
        return head, rest, time.perf_counter() - start

    def _body(self, fields: dict[bytes, bytes], rest: bytes) -> bytes:
        """The body, of known length or in chunks."""
        if b"content-length" in fields:
            return self._read(rest, int(fields[b"content-length"]))[0]
        if fields.get(b"transfer-encoding", b"").lower() == b"chunked":
            return self._chunks(rest)
        raise Failed("an answer of unknown length")

    def _read(self, data: bytes, size: int) -> tuple[bytes, bytes]:
        """So many bytes, and what came after them."""
        pieces, have = [data], len(data)
        while have < size:
            pieces.append(self._receive())
            have += len(pieces[-1])
        whole = b"".join(pieces)
        return whole[:size], whole[size:]

    def _chunks(self, data: bytes) -> bytes:
        """A body in chunks, put together."""
        body: list[bytes] = []
        while True:
            while b"\r\n" not in data:
                data += self._receive()
            line, _, data = data.partition(b"\r\n")
            size = int(line.split(b";")[0], 16)
            chunk, data = self._read(data, size + 2)
            if size == 0:
                return b"".join(body)
            body.append(chunk[:-2])

    def _receive(self) -> bytes:
        data = self._socket.recv(1 << 18)
        if not data:
            raise Failed("the connection was broken off")
        return data

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()
