"""A client that hands its requests to an application in this process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import httpx
from starlette.types import ASGIApp


def settled(get: Callable[[], httpx.Response]) -> httpx.Response:
    """An answer with `Last-Modified`, which is told from the next whole second on."""
    end = time.monotonic() + 60
    while "last-modified" not in (answer := get()).headers:
        assert time.monotonic() < end
        time.sleep(0.1)
    return answer


class InProcess(httpx.BaseTransport):
    """Hands requests to the application itself, one event loop each."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._handle(request, request.read()))

    async def _handle(self, request: httpx.Request, body: bytes) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=body)
        found = await transport.handle_async_request(sent)
        body = b"".join([part async for part in found.aiter_raw()])
        return httpx.Response(found.status_code, headers=found.headers, content=body)


def client_of(app: ASGIApp) -> httpx.Client:
    return httpx.Client(transport=InProcess(app), base_url="http://weave.test")
