"""Who sent or decided a contribution, also of one that is not published and may never be."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cityweave.access import Holder
from cityweave.contributions.provenance import of_agent
from cityweave.errors import NotFound
from cityweave.web.bodies import form_items, single
from cityweave.web.cells import Label
from cityweave.web.description import describe
from cityweave.web.documents import Document, split
from cityweave.web.entities import answer_at, as_data, as_page, path_in
from cityweave.web.negotiation import result_format, wants_page
from cityweave.web.page import Page
from cityweave.web.site import Site
from cityweave.web.worker import in_worker


def routes(site: Site) -> APIRouter:
    """``GET /contributor/{id}``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/contributor/{identifier}")
    async def contributor(request: Request, identifier: str) -> Response:
        """Tell what the graph knows of them, and where it knows nothing, what is public."""
        try:
            return await answer_at(site, request, path_in(request))
        except NotFound:
            found = await in_worker(_told, site, request, identifier)
            if found is None:
                raise
            return found

    return router


def _told(site: Site, request: Request, identifier: str) -> Response | None:
    name, suffix = split(identifier)
    holder = site.contributions.contributor(name)
    if holder is None:
        return None
    document = Document.at(f"contributor/{name}", site.base)
    accept = request.headers.get("accept")
    wanted = suffix or single(form_items(request.scope["query_string"])).get("format") or None
    if wants_page(accept, wanted):
        return _page(site, request, document, holder)
    chosen = result_format(accept, wanted, "graph")
    return as_data(site, request, document, of_agent(holder, site.base), chosen)


def _page(site: Site, request: Request, document: Document, holder: Holder) -> Response:
    entity = describe(site.store, document.about, Page.of(request), site.base)
    named = replace(entity, label=Label(holder.name or holder.id))
    return as_page(site, request, document, "entity.html", {"entity": named, "passages": ()})
