"""Compresses what profits from it: brotli or gzip, whole bodies and streams (RFC 9110, 8.4)."""

from __future__ import annotations

import asyncio
import zlib
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import brotli
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHORT = 1000
"""Bodies with fewer bytes are sent as they are."""

QUICK = 1 << 15
"""Bytes that are compressed at once; more of them are, in a thread, so that nobody waits."""

KEPT, OVERHEAD = 16_000_000, 500
"""Compressed bodies that are kept, in bytes; their ETag names them."""

_TEXTUAL = (b"json", b"/xml", b"+xml", b"javascript", b"n-triples", b"n-quads", b"trig", b"turtle")


class Compressor(Protocol):
    """One compressed body in the making."""

    def part(self, data: bytes) -> bytes:
        """Some bytes, all of which the receiver can decode at once."""
        ...

    def end(self) -> bytes:
        """What ends the body."""
        ...


class Brotli:
    """RFC 7932, at a quality that is as quick as gzip's and smaller."""

    def __init__(self) -> None:
        self._inner = brotli.Compressor(quality=4)

    def part(self, data: bytes) -> bytes:
        """Some bytes, all of which the receiver can decode at once."""
        return bytes(self._inner.process(data) + self._inner.flush())

    def end(self) -> bytes:
        """What ends the body."""
        return bytes(self._inner.finish())


class Gzip:
    """RFC 1952."""

    def __init__(self) -> None:
        self._inner = zlib.compressobj(5, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def part(self, data: bytes) -> bytes:
        """Some bytes, all of which the receiver can decode at once."""
        return self._inner.compress(data) + self._inner.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        """What ends the body."""
        return self._inner.flush()


CODINGS: dict[str, type[Brotli | Gzip]] = {"br": Brotli, "gzip": Gzip}
"""By the names of the registry, the preferred one first."""


class Compression:
    """Wraps an application. A body that is broken off stays so: it gets no end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: OrderedDict[tuple[bytes, str], bytes] = OrderedDict()
        self._taken = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        accepted = [value for name, value in scope.get("headers", ()) if name == b"accept-encoding"]
        coding = coding_of(b",".join(accepted)) if accepted else None
        await self.app(scope, receive, send if coding is None else _Sending(self, coding, send))

    def get(self, key: tuple[bytes, str]) -> bytes | None:
        """The compressed body of that ETag and coding, if it is kept."""
        body = self._kept.get(key)
        if body is not None:
            self._kept.move_to_end(key)
        return body

    def put(self, key: tuple[bytes, str], body: bytes) -> None:
        """Keep a compressed body, and forget the ones not asked for longest."""
        if len(body) > KEPT // 16 or key in self._kept:
            return
        self._kept[key] = body
        self._taken += len(body) + OVERHEAD
        while self._taken > KEPT:
            self._taken -= len(self._kept.popitem(last=False)[1]) + OVERHEAD


@lru_cache(256)
def coding_of(accepted: bytes) -> str | None:
    """The coding that an `Accept-Encoding` header likes best (RFC 9110, 12.5.3); None for none."""
    if not accepted:
        return None
    qualities: dict[str, float] = {}
    for element in accepted.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        qualities["gzip" if name == "x-gzip" else name] = quality
    others = qualities.get("*", 0.0)
    best = max(CODINGS, key=lambda one: qualities.get(one, others))
    quality = qualities.get(best, others)
    return best if quality > 0 and quality >= qualities.get("identity", 0.0) else None


class _Sending:
    """Sends one response; decides with its first bytes whether they are compressed."""

    def __init__(self, kept: Compression, coding: str, send: Send) -> None:
        self._kept = kept
        self._coding = coding
        self._send = send
        self._start: Message | None = None
        self._compressor: Compressor | None = None
        self._plain = False

    async def __call__(self, message: Message) -> None:
        if self._plain:
            await self._send(message)
        elif message["type"] == "http.response.start":
            if _profits(message):
                self._start = {**message, "headers": _varied(message["headers"])}
            else:
                self._plain = True
                known = message["status"] == 304  # says what the whole answer would say
                headers = _weak(message["headers"]) if known else message["headers"]
                await self._send({**message, "headers": headers})
        elif message["type"] == "http.response.body":
            await self._body(message.get("body", b""), more=message.get("more_body", False))
        else:
            await self._send(message)

    async def _body(self, data: bytes, *, more: bool) -> None:
        start, self._start = self._start, None
        if start is not None:
            if not more:
                await self._whole(start, data)
                return
            self._compressor = CODINGS[self._coding]()
            await self._send({**start, "headers": _coded(start["headers"], self._coding, None)})
        compressor = self._compressor
        assert compressor is not None  # noqa: S101 - made with the start
        coded = await _unhurried(compressor.part, data) if data else b""
        if not more:
            coded += compressor.end()
        await self._send({"type": "http.response.body", "body": coded, "more_body": more})

    async def _whole(self, start: Message, data: bytes) -> None:
        etag = next((value for name, value in start["headers"] if name == b"etag"), b"")
        coded = None
        if len(data) >= SHORT:
            key = (etag, self._coding)
            coded = self._kept.get(key) if etag else None
            if coded is None:
                compressor = CODINGS[self._coding]()
                coded = await _unhurried(compressor.part, data) + compressor.end()
                if etag:
                    self._kept.put(key, coded)
        if coded is not None and len(coded) < len(data):
            headers = _coded(start["headers"], self._coding, len(coded))
            await self._send({**start, "headers": headers})
            await self._send({"type": "http.response.body", "body": coded})
        else:
            await self._send(start)
            await self._send({"type": "http.response.body", "body": data})


Headers = list[tuple[bytes, bytes]]


def _profits(start: Message) -> bool:
    """Whether a response is text of which there may be much."""
    if start["status"] in (204, 206, 304):
        return False
    for name, value in start["headers"]:
        if name == b"content-encoding":
            return False
        if name == b"content-type":
            textual = value.startswith(b"text/") or any(one in value for one in _TEXTUAL)
            if not textual:
                return False
    return True


def _varied(headers: Headers) -> Headers:
    """The headers of what is sent differently to those who accept another coding."""
    for index, (name, value) in enumerate(headers):
        if name == b"vary" and b"Accept-Encoding" in value:
            return headers
        if name == b"vary":
            return [*headers[:index], (name, value + b", Accept-Encoding"), *headers[index + 1 :]]
    return [*headers, (b"vary", b"Accept-Encoding")]


def _weak(headers: Headers) -> Headers:
    """The headers with a weak validator in the place of a strong one (RFC 9110, 8.8.1)."""
    return [
        (name, b"W/" + value if name == b"etag" and not value.startswith(b"W/") else value)
        for name, value in headers
    ]


def _coded(headers: Headers, coding: str, length: int | None) -> Headers:
    """The headers of a coded body. Its bytes are others, so that a strong validator gets weak."""
    kept = [one for one in _weak(headers) if one[0] != b"content-length"]
    kept.append((b"content-encoding", coding.encode()))
    if length is not None:
        kept.append((b"content-length", b"%d" % length))
    return kept


async def _unhurried(work: Callable[[bytes], bytes], data: bytes) -> bytes:
    if len(data) <= QUICK:
        return work(data)
    return await asyncio.get_running_loop().run_in_executor(None, work, data)
