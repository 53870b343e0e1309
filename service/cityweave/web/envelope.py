"""What goes around every answer: request id, safety headers, HEAD, and the last net for errors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from random import getrandbits  # an id is no secret

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cityweave.web.problems import respond
from cityweave.web.site import Site

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Pages use one sheet, one icon and forms of their own, and nothing else."""

FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
"""The same for what other sites show in a frame."""

SAFETY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


_SAFETY = [(name.lower().encode(), value.encode()) for name, value in SAFETY.items()]


def _beside(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The safety headers, without a policy where an answer has one of its own."""
    if any(name == b"content-security-policy" for name, _ in headers):
        return _SAFETY[1:]
    return _SAFETY


def _request_id(scope: Scope) -> str:
    """The id that the client gave, if it may be one, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ID.fullmatch(given := value.decode("latin-1")):
            return str(given)
    return f"{getrandbits(64):016x}"


class Envelope:
    """Wraps an application; answers HEAD as GET without the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        state = {**scope.get("state", {}), "request_id": request_id}
        bodiless = scope["method"] == "HEAD"
        inner: Scope = {**scope, "state": state}
        if bodiless:
            inner["method"] = "GET"
        started = False

        async def sealed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                ours = (b"x-request-id", request_id.encode())
                given = message.get("headers", ())
                message = {**message, "headers": [*given, ours, *_beside(given)]}
            elif bodiless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app(inner, receive, sealed)
        except Exception as error:  # the last net: what nothing below foresaw
            if started:
                raise
            await respond(error, self.site, Request(inner))(inner, receive, sealed)
