"""Puts the web application together; nothing lives at module level."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from cityweave import __version__, resources
from cityweave.catalogue import Catalogue
from cityweave.errors import CityweaveError
from cityweave.loading import open_store
from cityweave.settings import Settings
from cityweave.store import Store
from cityweave.web import documentation, entities, home, queries, sparql
from cityweave.web.envelope import Envelope
from cityweave.web.problems import respond
from cityweave.web.site import HERE, Site


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The web application over a graph.

    ``store`` is what it answers from; without one, a store with the shipped content is made (or,
    with ``settings.data_dir``, the one that is kept there). Raises `CityweaveError` where content
    or settings cannot be used.
    """
    catalogue = Catalogue.load(resources.content("queries", settings.content_dir))
    site = Site(settings, store if store is not None else open_store(settings), catalogue)
    app = FastAPI(
        title="Cityweave", version=__version__, docs_url=None, redoc_url=None, openapi_url=None
    )
    for part in (home, sparql, queries, entities):
        app.include_router(part.routes(site))
    app.include_router(documentation.routes(site, app))
    app.mount("/static", StaticFiles(directory=HERE / "static"))

    async def failed(request: Request, error: Exception) -> Response:
        return respond(error, site, request)

    for kind in (CityweaveError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, failed)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=["ETag", "X-Request-ID"],
    )
    app.add_middleware(Envelope, site=site)
    return app
