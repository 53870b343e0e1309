"""Data as responses: whole with an ETag (304 where the client has it already), or as a stream."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from cityweave.errors import CityweaveError
from cityweave.query import Stream
from cityweave.store import Caller, Change
from cityweave.web.problems import request_id_of
from cityweave.web.site import Site
from cityweave.web.worker import watched

_LOG = logging.getLogger("cityweave.web")


def etag_of(body: bytes, content_type: str = "") -> str:
    """A strong validator of a body in a format (RFC 9110, 8.8.3)."""
    hashed = blake2b(body, digest_size=12, key=content_type.encode()[:64])
    return f'"{hashed.hexdigest()}"'


def _matches(header: str, etag: str) -> bool:
    """Whether ``If-None-Match`` names the validator; compared weakly (RFC 9110, 13.1.2)."""
    listed = (one.strip().removeprefix("W/") for one in header.split(","))
    return any(one in ("*", etag) for one in listed)


def data(
    request: Request, body: bytes, content_type: str, *, filename: str | None = None
) -> Response:
    """A response that carries data, or 304 Not Modified.

    ``filename`` is what a download is called.
    """
    etag = etag_of(body, content_type)
    headers = {"ETag": etag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if request.method == "GET" and _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    if filename:
        headers["Content-Disposition"] = f'inline; filename="{filename}"'
    headers["Content-Type"] = content_type
    return Response(body, headers=headers)


def changed(change: Change, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """What a write did, in numbers of statements and names of graphs."""
    done = {
        "added": len(change.added),
        "removed": len(change.removed),
        "created": change.created,
        "dropped": change.dropped,
    }
    return JSONResponse(done, status, {"Cache-Control": "no-store", **(headers or {})})


def result(site: Site, request: Request, found: Stream, *, filename: str | None = None) -> Response:
    """A response that carries a result: whole when it is there at once, else as it comes.

    Call it in a worker. HTTP/1.0 cannot show that a body was cut, so it gets whole results only.
    """
    parts = iter(found.chunks)
    first = next(parts, b"")
    if found.chunks.ended or request.scope.get("http_version") == "1.0":
        body = b"".join((first, *parts))
        return data(request, body, found.media_type, filename=filename)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache", "Content-Type": found.media_type}
    if filename:
        headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return Streaming(site, request, chain((first,), parts), found, headers)


class Streaming(Response):
    """A result that is sent as it comes; cut off, without a proper end, when it cannot be whole."""

    def __init__(
        self,
        site: Site,
        request: Request,
        parts: Iterator[bytes],
        found: Stream,
        headers: dict[str, str],
    ) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._site = site
        self._request = request
        self._parts = parts
        self._found = found

    async def __call__(
        self,
        scope: Scope,  # noqa: ARG002 - the request has it
        receive: Receive,
        send: Send,
    ) -> None:
        """Send the parts, each fetched in a worker."""
        loop = asyncio.get_running_loop()
        caller: Caller = self._request.state.caller
        until = loop.time() + self._site.settings.max_query_seconds
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        try:
            await send(start)
            async with watched(receive, caller):
                while True:
                    part = await loop.run_in_executor(self._site.workers, next, self._parts, None)
                    if part is None:
                        break
                    async with asyncio.timeout_at(until):  # for a client that does not read
                        await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (CityweaveError, TimeoutError) as error:
            # No end is sent: the server breaks the connection off, and the client sees an error.
            _LOG.info("result cut: %r (request %s)", error, request_id_of(self._request))
        finally:
            self._found.chunks.close()
