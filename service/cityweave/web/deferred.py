"""An application that is made while another one answers already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from threading import Lock

from starlette.types import ASGIApp, Receive, Scope, Send


class Deferred:
    """An application that a thread makes, once; requests for it wait until it is there.

    `make` is called by a thread of `workers`. What it raises, every request raises.
    """

    def __init__(self, make: Callable[[], ASGIApp], workers: Executor) -> None:
        self._make = make
        self._workers = workers
        self._lock = Lock()
        self._coming: Future[ASGIApp] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        app = await self.made()
        await app(scope, receive, send)

    async def made(self) -> ASGIApp:
        """The application, as soon as it is there."""
        coming = self.begin()
        if not coming.done():  # who goes away while waiting takes nothing from the others
            await asyncio.shield(asyncio.wrap_future(coming))
        return coming.result()

    def begin(self) -> Future[ASGIApp]:
        """Have it made, if nobody did before."""
        with self._lock:
            if self._coming is None:
                self._coming = self._workers.submit(self._make)
            return self._coming
