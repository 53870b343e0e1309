"""The description of the calls: OpenAPI for programs, a page of the same for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cityweave.naming import renamed
from cityweave.web.curl import curl
from cityweave.web.openapi import document
from cityweave.web.page import Page
from cityweave.web.replies import data
from cityweave.web.site import Site


@dataclass(frozen=True)
class Operation:
    """One call on the page for developers."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]


def operations_of(described: Mapping[str, Any]) -> Iterator[Operation]:
    """The calls that an OpenAPI document describes."""
    for path, methods in described["paths"].items():
        for method, found in methods.items():
            content = found["responses"].get("200", {}).get("content", {})
            yield Operation(
                method=method.upper(),
                path=path,
                summary=found["summary"],
                description=found.get("description", ""),
                parameters=tuple(
                    (one["name"], one.get("description", "")) for one in found.get("parameters", ())
                ),
                answers=tuple(content),
            )


def routes(site: Site, app: FastAPI) -> APIRouter:
    """``GET /openapi.json``, ``/docs`` and ``/health``; nothing is loaded from elsewhere."""
    router = APIRouter(include_in_schema=False)
    described = document(site)
    app.openapi = lambda: described  # type: ignore[method-assign]

    @router.get("/openapi.json")
    async def openapi(request: Request) -> Response:
        """The calls, for programs."""
        told = {**described, "servers": [{"url": Page.of(request).address}]}
        body = renamed(json.dumps(told, ensure_ascii=False), site.base)
        return data(request, body.encode(), "application/json")

    @router.get("/docs")
    async def docs(request: Request) -> Response:
        """The calls, for people."""
        page = Page.of(request)
        example = curl(f"{page.address}/queries", [], "application/json")
        operations = list(operations_of(described))
        return site.render(request, "docs.html", {"operations": operations, "curl": example})

    @router.get("/health")
    async def health(request: Request) -> Response:
        """Whether the service answers: it has a graph and can be asked."""
        body = JSONResponse({"status": "ok", "version": Page.of(request).version}).body
        return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})

    return router
