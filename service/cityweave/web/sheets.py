"""Templates of spreadsheets: an overview, and each in each of its forms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cityweave.errors import NotFound
from cityweave.formats import XLSX
from cityweave.spreadsheets import STYLES, Kind, Style, kind, kinds
from cityweave.spreadsheets.dispensing import dispensed
from cityweave.web.bodies import form_items, single
from cityweave.web.negotiation import plain_json
from cityweave.web.page import Page
from cityweave.web.replies import data
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": XLSX,
    "json": "application/csvm+json",
}
"""JSON is metadata for tabular data (https://www.w3.org/TR/tabular-metadata/#iana)."""


def routes(site: Site) -> APIRouter:
    """``GET /templates`` and ``GET /templates/{kind}.{csv,xlsx,json}``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/templates")
    async def templates(request: Request) -> Response:
        """List the templates."""
        given = single(form_items(request.scope["query_string"]))
        offered = kinds(site.settings.content_dir)
        if plain_json(request.headers.get("accept"), given.get("format")):
            page = Page.of(request)
            listed = [described(one, page) for one in offered]
            body = json.dumps(listed, ensure_ascii=False).encode()
            return data(request, body, "application/json")
        return site.render(request, "sheets.html", {"kinds": offered, "styles": tuple(STYLES)})

    @router.get("/templates/{name}")
    async def one(request: Request, name: str) -> Response:
        """A template."""
        stem, dot, style = name.rpartition(".")
        if not dot or style not in STYLES:
            raise NotFound(
                f"There is no template “{name[:80]}”.",
                hint=f"Name a kind and one of {', '.join(STYLES)}, as in cities.csv.",
            )
        found = kind(stem, site.settings.content_dir)
        return await in_worker(_template, site, request, found, style)

    return router


def described(found: Kind, page: Page) -> dict[str, object]:
    """A template as the JSON list has it."""
    return {
        "name": found.name,
        "titles": dict(found.titles),
        "class": found.iri,
        "columns": [
            {
                "name": column.name,
                "titles": dict(column.titles),
                "explanation": dict(column.explanation),
                "required": column.required,
            }
            for column in found.columns
        ],
        "files": {style: f"{page.address}/templates/{found.name}.{style}" for style in STYLES},
    }


def _template(site: Site, request: Request, found: Kind, style: str) -> Response:
    body = dispensed(site.store, found, cast(Style, style), Page.of(request).language)
    name = f"{found.name}.{style}"
    response = data(request, body, MEDIA_TYPES[style], filename=name)
    response.headers["Vary"] = "Accept-Language, Accept-Encoding"
    return response
