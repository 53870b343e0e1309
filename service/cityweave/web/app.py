"""Puts the web application together; nothing lives at module level."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from cityweave import __version__, resources
from cityweave.catalogue import Catalogue
from cityweave.contributions import Contributions
from cityweave.contributions.judging import judge_in
from cityweave.contributions.namesakes import works
from cityweave.errors import CityweaveError
from cityweave.loading import open_readers
from cityweave.settings import Settings
from cityweave.store import Store
from cityweave.web import (
    concepts,
    contributions,
    contributors,
    datasets,
    documentation,
    entities,
    examples,
    graphs,
    home,
    profiles,
    queries,
    reconciliation,
    sheets,
    sparql,
    validation,
)
from cityweave.web.compression import Compression
from cityweave.web.desk import Desk
from cityweave.web.endpoint import Endpoint
from cityweave.web.envelope import Envelope
from cityweave.web.methods import options
from cityweave.web.problems import respond
from cityweave.web.replies import EXPOSED
from cityweave.web.site import HERE, Site
from cityweave.web.suggestions import meant


def create_app(settings: Settings, store: Store | None = None) -> ASGIApp:
    """The web application over a graph.

    ``store`` is what it answers from; without one, a store with the shipped content is made (or,
    with ``settings.data_dir``, the one that is kept there). Raises `CityweaveError` where content
    or settings cannot be used.
    """
    served = store if store is not None else open_readers(settings, works=works(settings))
    kept = Contributions(served, judge_in(served, settings.base), settings)
    kept.recover()
    site = Site.of(settings, served, _catalogue(settings), kept, workers=_workers(settings))
    return wrapped(routed(site), site)


def routed(site: Site) -> FastAPI:
    """All routes of a deployment, apart from queries that are answered with data."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        site.store.adopt()
        resuming = site.workers.submit(site.contributions.resume)
        yield
        await asyncio.wrap_future(resuming)
        site.contributions.close()
        await site.store.release()

    app = FastAPI(
        redirect_slashes=False,
        title="Cityweave",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    parts = (
        sparql,
        graphs,
        contributions,
        contributors,
        entities,
        concepts,
        validation,
        profiles,
        sheets,
        datasets,
        examples,
    )
    for part in parts:
        app.include_router(part.routes(site))
    desk = Desk.of(site)
    for searched in (home, queries, reconciliation):
        app.include_router(searched.routes(site, desk))
    app.include_router(documentation.routes(site, app))
    app.mount("/static", StaticFiles(directory=HERE / "static"))

    async def failed(request: Request, error: Exception) -> Response:
        told = options(request, error)
        if told is not None:
            return told
        return respond(error, site, request, await meant(site, request, error))

    for kind in (CityweaveError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, failed)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=EXPOSED,
    )
    return app


def wrapped(app: FastAPI, site: Site) -> ASGIApp:
    """The routes with what is around all of them, from the inside to the outside."""
    return Envelope(Compression(Endpoint(app, site)), site)


def _workers(settings: Settings) -> ThreadPoolExecutor:
    """Threads for all that may run or wait, and some for pages that ask nothing."""
    queries = settings.max_queries + settings.max_queued_queries
    validations = settings.max_validations + settings.max_queued_validations
    return ThreadPoolExecutor(queries + validations + 16)


def _catalogue(settings: Settings) -> Catalogue:
    """The queries that the content has; content of one's own may come without any."""
    own = settings.content_dir
    if own is not None and not (own / "queries").is_dir():
        return Catalogue({})
    return Catalogue.load(resources.content("queries", own), settings.base)
