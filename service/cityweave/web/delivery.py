"""Sends the result of a query: from memory, whole, or as it comes; 304 where it is known."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cityweave.errors import CityweaveError, ResultTooLarge
from cityweave.query import begin
from cityweave.store import WHOLE, Caller, Result
from cityweave.web.asked import Asked, Headers, noticed
from cityweave.web.replies import is_known, settled
from cityweave.web.site import Site

_LOG = logging.getLogger("cityweave.web")

PATIENCE = 0.05
"""Seconds after which a request is watched for the leaving of its client."""

_HIT = (b"cache-status", b"cityweave; hit")
_MISS = (b"cache-status", b"cityweave; fwd=miss")
"""RFC 9211."""

_VALIDATORS = (b"etag", b"last-modified")


async def deliver(site: Site, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for data. Raises what `Store.query` raises, before anything was sent."""
    store = site.store
    state = store.state
    headers = asked.headers(store, state)
    etag = asked.etag(state)
    body = store.kept(asked.prepared.request, asked.format)
    modified = settled(state.since)
    if is_known(scope, etag, is_there=body is not None, modified=modified):
        await send({"type": "http.response.start", "status": 304, "headers": headers[1:]})
        await send({"type": "http.response.body", "body": b""})
        return
    if body is not None and store.state is state:
        await _whole(send, [*headers, _HIT], body)
        return
    client = scope.get("client")
    caller = Caller(client[0] if client else None)
    async with watched(receive, caller):
        begun = await begin(store.asked_by(caller), asked.prepared, asked.format, site.gateway)
        if store.state is not state:  # whose the result is, nobody can say any more
            headers = [one for one in headers if one[0] not in _VALIDATORS]
        headers = [*headers, _MISS, *noticed(begun.notices)]
        await forward(begun.result, headers, site, scope, send, caller)


async def forward(
    result: Result, headers: Headers, site: Site, scope: Scope, send: Send, caller: Caller
) -> None:
    """Send a result whose first bytes are there, whole or as it comes; it is closed in the end."""
    try:
        if result.ended:
            await _whole(send, headers, result.rest())
        elif scope.get("http_version") == "1.0":
            await _whole(send, headers, await _gathered(result))
        else:
            seconds = site.settings.max_send_seconds
            await _stream(send, headers, result, seconds, scope, caller)
    finally:
        result.close()


class Delivery(Response):
    """The answer to a request for data, as a response that a route can return."""

    def __init__(self, site: Site, asked: Asked) -> None:
        super().__init__()
        self._site = site
        self._asked = asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await deliver(self._site, self._asked, scope, receive, send)


async def _whole(send: Send, headers: Headers, body: bytes) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def _gathered(result: Result) -> bytes:
    """All of it, for clients of HTTP/1.0: that protocol cannot show that a body was cut."""
    body = bytearray()
    async for part in result:
        body += part
        if len(body) > WHOLE:
            raise ResultTooLarge(
                f"The result has more than {WHOLE} bytes, too much for HTTP/1.0.",
                hint="Ask with HTTP/1.1, or use LIMIT.",
            )
    return bytes(body)


async def _stream(
    send: Send, headers: Headers, result: Result, seconds: int, scope: Scope, caller: Caller
) -> None:
    """Send the parts as they come; break off, without a proper end, when it cannot be whole."""
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    try:
        async with asyncio.timeout(seconds):
            async for part in result:
                await send({"type": "http.response.body", "body": part, "more_body": True})
                await asyncio.sleep(0)  # also where nothing waits, others have their turn
                if caller.gone:
                    return
        await send({"type": "http.response.body", "body": b""})
    except (CityweaveError, TimeoutError) as error:
        # No end is sent: the server breaks the connection off, and the client sees an error.
        _LOG.info("result cut: %r (request %s)", error, scope["state"].get("request_id", ""))


class watched:  # noqa: N801 - used like a function, as contextlib's are
    """Tells the caller when its client disconnects inside of the block, soon after it did."""

    def __init__(self, receive: Receive, caller: Caller) -> None:
        self._receive = receive
        self._caller = caller
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        """Begin to watch if the block lasts a while."""
        self._begun = asyncio.get_running_loop().call_later(PATIENCE, self._begin)

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Watch no more; where the server gives up the request itself, its query ends, too."""
        self._begun.cancel()
        if kind is asyncio.CancelledError:
            self._caller.leave()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def _begin(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._caller.leave()
