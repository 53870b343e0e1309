"""All routes of a deployment, behind the queries that are answered with data.

Most of what a server is made of is imported here, which takes as long as reading the graph does:
`app` has it done while queries are answered.
"""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from cityweave import __version__
from cityweave.errors import BadParameter, CityweaveError
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
from cityweave.web.desk import Desk
from cityweave.web.methods import options
from cityweave.web.problems import respond
from cityweave.web.replies import EXPOSED
from cityweave.web.site import HERE, Site
from cityweave.web.suggestions import meant

PARTS = (
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
SEARCHING = (home, queries, reconciliation)
"""Those that look for things by their names, at one desk."""


def routed(site: Site) -> FastAPI:
    """The routes of a deployment, and what they answer to a request that fails."""
    app = FastAPI(
        redirect_slashes=False,
        title="Cityweave",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    for part in PARTS:
        app.include_router(part.routes(site))
    desk = Desk.of(site)
    for searching in SEARCHING:
        app.include_router(searching.routes(site, desk))
    app.include_router(documentation.routes(site, app))
    app.mount("/static", StaticFiles(directory=HERE / "static"))

    async def failed(request: Request, error: Exception) -> Response:
        answered = options(request, error)
        if answered is not None:
            return answered
        return respond(told(error), site, request, await meant(site, request, error))

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


def told(error: Exception) -> Exception:
    """What FastAPI says of a parameter in the words of all errors; other errors as they are."""
    if not isinstance(error, RequestValidationError):
        return error
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    return BadParameter(f'The parameter "{name}" is not right: {first["msg"]}.')
