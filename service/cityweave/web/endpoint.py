"""Answers queries for data before anything else looks at the request: the shortest way there is."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from cityweave.errors import CityweaveError
from cityweave.formats import RESULT_FORMATS
from cityweave.query import Prepared, fit, prepare
from cityweave.web.asked import Asked, Memory
from cityweave.web.delivery import deliver
from cityweave.web.negotiation import result_format, wants_page
from cityweave.web.problems import respond
from cityweave.web.protocol import Call, read_call
from cityweave.web.replies import SHARED
from cityweave.web.site import Site

PATH = "/sparql"

SUFFIXES = frozenset({"html", *(one.name for one in RESULT_FORMATS)})

SHORT = 5000
"""Queries up to this many characters are looked at at once."""


class Endpoint:
    """``GET`` and ``POST /sparql`` of queries whose result is data; the application has the rest.

    Those are pages, updates and the description of the service; it finds the `call` in the
    state of the request.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        self._memory = Memory()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        suffix = _suffix(scope) if scope["type"] == "http" else None
        if suffix is None:
            await self.app(scope, receive, send)
            return
        key = _key(scope, suffix)
        asked = None if key is None else self._memory.get(key)
        try:
            if asked is None:
                request = Request(scope, receive)
                call = await read_call(request, self.site.settings)
                accept = request.headers.get("accept")
                if isinstance(call, Call) and suffix:
                    call = replace(call, format=call.format or suffix)
                if not isinstance(call, Call) or not _wants_data(call, accept):
                    scope["state"]["call"] = call
                    root = scope.get("root_path", "").rstrip("/")
                    await self.app({**scope, "path": root + PATH}, receive, send)
                    return
                prepared = await self._prepared(call)
                chosen = result_format(accept, call.format, prepared.kind)
                fit(prepared.kind, chosen)
                filename = f"result.{chosen.name}" if chosen.is_file else None
                asked = Asked(prepared, chosen, filename)
                if key is not None:
                    self._memory.put(key, asked)
            await deliver(self.site, asked, scope, receive, send)
        except CityweaveError as error:
            response = respond(error, self.site, Request(scope, receive))
            response.headers.update(SHARED)
            await response(scope, receive, send)

    async def _prepared(self, call: Call) -> Prepared:
        """The query made ready; in a thread where it is long, so that others have their turn."""
        asked = call.request
        if len(asked.text) <= SHORT:
            return prepare(asked)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.site.workers, prepare, asked)


def _suffix(scope: Scope) -> str | None:
    """The format that the address asks for (`/sparql.csv`), or none; None for other addresses."""
    if scope["method"] not in ("GET", "POST"):
        return None
    path: str = scope["path"].removeprefix(scope.get("root_path", "").rstrip("/"))
    if path in (PATH, f"{PATH}/"):
        return ""
    stem, _, suffix = path.partition(".")
    return suffix if stem == PATH and suffix in SUFFIXES else None


def _key(scope: Scope, suffix: str) -> tuple[bytes, ...] | None:
    """What decides how a request is understood; None for one with a body."""
    if scope["method"] != "GET":
        return None
    accepted = [value for name, value in scope["headers"] if name == b"accept"]
    return (scope["query_string"], suffix.encode(), *accepted)


def _wants_data(call: Call, accept: str | None) -> bool:
    """Whether a result is asked for as data; without a query, one that is missed is."""
    described = call.query is None and not call.dataset
    return not described and not wants_page(accept, call.format)
