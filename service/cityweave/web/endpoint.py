"""Answers queries for data before anything else looks at the request: the shortest way there is."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from cityweave.errors import CityweaveError
from cityweave.query import Prepared, fit, prepare
from cityweave.web.asked import Asked, Memory
from cityweave.web.delivery import deliver
from cityweave.web.negotiation import result_format, wants_page
from cityweave.web.problems import respond
from cityweave.web.protocol import Call, read_call
from cityweave.web.replies import SHARED
from cityweave.web.site import Site

PATH = "/sparql"

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
        if scope["type"] != "http" or not _is_ours(scope):
            await self.app(scope, receive, send)
            return
        key = _key(scope)
        asked = None if key is None else self._memory.get(key)
        try:
            if asked is None:
                request = Request(scope, receive)
                call = await read_call(request, self.site.settings)
                accept = request.headers.get("accept")
                if not isinstance(call, Call) or not _wants_data(call, accept):
                    scope["state"]["call"] = call
                    found = {**scope, "path": scope["path"].removesuffix("/")}
                    await self.app(found, receive, send)
                    return
                prepared = await self._prepared(call)
                asked = Asked(prepared, result_format(accept, call.format, prepared.kind))
                fit(prepared.kind, asked.format)
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


def _is_ours(scope: Scope) -> bool:
    path: str = scope["path"].removesuffix("/")
    if not path.endswith(PATH) or scope["method"] not in ("GET", "POST"):
        return False
    return path.removeprefix(scope.get("root_path", "").rstrip("/")) == PATH


def _key(scope: Scope) -> tuple[bytes, ...] | None:
    """What decides how a request is understood; None for one with a body."""
    if scope["method"] != "GET":
        return None
    accepted = [value for name, value in scope["headers"] if name == b"accept"]
    return (scope["query_string"], *accepted)


def _wants_data(call: Call, accept: str | None) -> bool:
    """Whether a result is asked for as data; without a query, one that is missed is."""
    described = call.query is None and not call.dataset
    return not described and not wants_page(accept, call.format)
