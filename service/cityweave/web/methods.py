"""The methods that an address takes: what `Allow` says, and the answer to OPTIONS."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Mount

METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
"""Those that a route may take; HEAD goes wherever GET goes, OPTIONS everywhere."""


def allowed(request: Request, error: HTTPException) -> str:
    """The methods that the address of a request takes (RFC 9110, 10.2.1).

    Several routes may share an address, and the one that refused a method knows its own only. A
    folder of files says what it takes in the error.
    """
    said = (error.headers or {}).get("Allow", "").split(",")
    found = {one.strip() for one in said} - {""}
    found.update(one for one in METHODS if _is_taken(request, one))
    if "GET" in found:
        found.add("HEAD")
    return ", ".join(sorted({*found, "OPTIONS"}))


def options(request: Request, error: Exception) -> Response | None:
    """The answer to OPTIONS, which no route takes by itself (RFC 9110, 9.3.7); None for others."""
    if not isinstance(error, HTTPException) or error.status_code != 405:
        return None
    if request.method != "OPTIONS":
        return None
    return Response(status_code=204, headers={"Allow": allowed(request, error)})


def _is_taken(request: Request, method: str) -> bool:
    scope = {**request.scope, "method": method}
    return any(
        not isinstance(route, Mount) and route.matches(scope)[0] is Match.FULL
        for route in request.app.routes
    )
