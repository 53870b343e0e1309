"""Puts the web application together; nothing lives at module level."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from importlib import import_module

from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from cityweave.catalogue import Catalogue
from cityweave.contributions import Contributions
from cityweave.contributions.judging import judge_in
from cityweave.contributions.namesakes import works
from cityweave.loading import open_readers
from cityweave.settings import Settings
from cityweave.store import Store
from cityweave.web.compression import Compression
from cityweave.web.deferred import Deferred
from cityweave.web.endpoint import Endpoint
from cityweave.web.envelope import Envelope
from cityweave.web.site import Site


class Application:
    """The web application over a graph. It answers queries for data at once.

    All else is made in a thread from the start of the server on, or from the first request for it;
    requests for it wait so long. What can be wrong with content or settings was found before.
    """

    def __init__(self, site: Site, *, owns: bool = False) -> None:
        """`owns`: the store was opened for this application, which closes it."""
        self._site = site
        self._owns = owns
        self._rest = Deferred(lambda: _routed(site), site.workers)
        self._all = wrapped(self._rest, site)
        self._life = Router(lifespan=self._lifespan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._life.lifespan(scope, receive, send)
        else:
            await self._all(scope, receive, send)

    async def ready(self) -> None:
        """Wait until all of it is there. Raises what went wrong."""
        await self._rest.made()

    def close(self) -> None:
        """Close a store that was opened for this application."""
        if self._owns:
            self._owns = False
            self._site.store.close()

    @asynccontextmanager
    async def _lifespan(self, _: object) -> AsyncIterator[None]:
        site = self._site
        site.store.adopt()
        self._rest.begin()
        resuming = site.workers.submit(site.contributions.resume)
        yield
        await asyncio.wrap_future(resuming)
        site.contributions.close()
        await site.store.release()
        self.close()


def create_app(
    settings: Settings, store: Store | None = None, catalogue: Catalogue | None = None
) -> Application:
    """The web application over a graph.

    ``store`` is what it answers from; without one, a store with the shipped content is made (or,
    with ``settings.data_dir``, the one that is kept there), which ends with the application.
    ``catalogue`` has the questions of the content where they were read before. Raises
    `CityweaveError` where content or settings cannot be used.
    """
    served = store if store is not None else open_readers(settings, works=works(settings))
    kept = Contributions(served, judge_in(served, settings.base), settings)
    kept.recover()
    asked = catalogue if catalogue is not None else Catalogue.of(settings)
    site = Site.of(settings, served, asked, kept, workers=_workers(settings))
    return Application(site, owns=store is None)


def wrapped(app: ASGIApp, site: Site) -> ASGIApp:
    """The routes with what is around all of them, from the inside to the outside."""
    return Envelope(Compression(Endpoint(app, site)), site)


def _routed(site: Site) -> ASGIApp:
    app: ASGIApp = import_module("cityweave.web.routes").routed(site)
    return app


def _workers(settings: Settings) -> ThreadPoolExecutor:
    """Threads for all that may run or wait, and some for pages that ask nothing."""
    queries = settings.max_queries + settings.max_queued_queries
    validations = settings.max_validations + settings.max_queued_validations
    return ThreadPoolExecutor(queries + validations + 16)
