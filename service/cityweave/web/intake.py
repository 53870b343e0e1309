"""The server's end of a connection: holds a request to a size and a time while it comes in.

uvicorn waits for ever for the rest of a request, and takes a head of any length.
"""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from secrets import token_hex
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cityweave.errors import BadRequest, CityweaveError, HeadTooLarge, RequestTooSlow
from cityweave.settings import Settings
from cityweave.web.problems import MEDIA_TYPE, Problem, type_of

HEADERS = 200
"""Most header fields of a request."""

ADDRESS = 65_535
"""Longest address of a request, in bytes; the parser cannot take a longer one apart."""

_HOST = re.compile(rb"[\w.:%~!$&'()*+,;=\[\]-]*")


class Intake(HttpToolsProtocol):
    """One connection. What cannot be taken in is answered with a problem, and ends it.

    `settings` are those of the deployment; `intake` makes a class that has them.
    """

    settings: Settings
    _clock: asyncio.TimerHandle | None = None
    _whole = False
    _head: int | None = 0
    """Bytes of the head that came so far; None when it is there, and the body comes."""
    _refused = False
    _objection: CityweaveError | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Expect a request; who connects and says nothing is let go."""
        super().connection_made(cast(asyncio.Transport, transport))
        self._wind()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came. A request that comes in one piece, as most do, needs no clock."""
        if self._refused:
            return
        self._whole = False
        super().data_received(data)
        if self._whole:
            self._stop()
            return
        self._wind()
        if self._head is not None and not self._refused:
            self._head += len(data)
            if self._head > self.settings.max_head_bytes:
                self._refuse(_too_large(self.settings.max_head_bytes))

    def on_message_begin(self) -> None:
        """A request begins."""
        self._whole, self._head = False, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is there. What this raises, the parser turns into an error of its own."""
        self._head = None
        self._objection = self._object()
        if self._objection is not None:
            raise self._objection
        super().on_headers_complete()

    def _object(self) -> CityweaveError | None:
        """What is wrong with the head though its syntax is right (RFC 9112, 3.2)."""
        if len(self.headers) > HEADERS:
            return HeadTooLarge(
                f"The request has more than {HEADERS} header fields.", hint="Send fewer."
            )
        if len(self.url) > ADDRESS:
            return HeadTooLarge(
                f"The address is longer than {ADDRESS} bytes.", hint="Send long queries by POST."
            )
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1 or not all(map(_HOST.fullmatch, hosts)):
            return BadRequest("The header Host is not one name with its port.", hint="Send one.")
        if not hosts and self.parser.get_http_version() == "1.1":
            return BadRequest("There is no header Host.", hint="Every request needs one.")
        return None

    def on_message_complete(self) -> None:
        """All of it is there."""
        self._whole = True
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it says nothing more
        """Answer what is not HTTP, as the parser reports it."""
        self._refuse(
            self._objection
            or BadRequest(
                "This is not a request that can be read in one way only.",
                hint="See RFC 9112; ordinary clients do it right.",
            )
        )

    def _wind(self) -> None:
        """Give the request its time, from here on, if that was not done."""
        if self._clock is None and not self.transport.is_closing():
            self._clock = self.loop.call_later(self.settings.max_request_seconds, self._late)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _late(self) -> None:
        """The time is over, unless it is this server that kept the client waiting."""
        self._clock = None
        if self.flow.read_paused or (self._head is not None and self._is_answering()):
            self._wind()
            return
        self._refuse(
            RequestTooSlow(
                f"The request was not there after {self.settings.max_request_seconds} s, the limit "
                "of max_request_seconds.",
                hint="Send it in one go, or in smaller parts.",
            )
        )

    def _is_answering(self) -> bool:
        """Whether a request is being answered or, whole or not, is with the application."""
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, error: CityweaveError) -> None:
        """Answer with a problem, unless another answer has begun, and close."""
        self._refused = True
        self._stop()
        if not (self._is_answering() and self.cycle.response_started):
            self.transport.write(_answer(error))
        self.transport.close()


def intake(settings: Settings) -> type[Intake]:
    """The class of the connections of a deployment."""
    return type("Intake", (Intake,), {"settings": settings})


def _too_large(limit: int) -> HeadTooLarge:
    return HeadTooLarge(
        f"Address and headers of the request are longer than {limit} bytes, the limit of "
        "max_head_bytes.",
        hint="Send long queries by POST.",
    )


def _answer(error: CityweaveError) -> bytes:
    """The bytes of a response of its own, outside of the application."""
    request_id = token_hex(8)
    body = Problem(
        type=type_of(error.code),
        title=error.title,
        status=error.status,
        detail=error.detail,
        code=error.code,
        request_id=request_id,
        hint=error.hint,
    ).body()
    head = (
        f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}\r\n"
        f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n"
        f"X-Request-ID: {request_id}\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
