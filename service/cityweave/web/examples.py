"""The questions of the catalogue as RDF, for tools that show examples of queries."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cityweave.catalogue import CatalogueQuery
from cityweave.catalogue.examples import NAMESPACES, examples
from cityweave.formats import RDF_FORMATS, RESULT_FORMATS, Kind, rdf_by_name
from cityweave.formats.ranges import best
from cityweave.parsing import serialize
from cityweave.web.bodies import form_items, single
from cityweave.web.negotiation import PAGES, result_format, wants_page
from cityweave.web.page import Page
from cityweave.web.replies import data
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

WELL_KNOWN = "/.well-known/sparql-examples"
KEPT = 8
"""Serialisations that are kept, of all questions: for different addresses and formats."""

_GRAPHS = tuple(media for one in RDF_FORMATS for media in (one.media_type, *one.aliases))


def routes(site: Site) -> APIRouter:
    """``GET /.well-known/sparql-examples``."""
    router = APIRouter(include_in_schema=False)

    @lru_cache(KEPT)
    def written(address: str, format_name: str) -> bytes:
        return _written(site, tuple(site.catalogue), address, format_name)

    @router.get(WELL_KNOWN)
    async def all_examples(request: Request) -> Response:
        """Give every question as RDF; people are sent to the pages."""
        wanted = single(form_items(request.scope["query_string"])).get("format") or None
        if wants_page(request.headers.get("accept"), wanted):
            headers = {"Vary": "Accept"}
            return RedirectResponse(Page.of(request).link("/queries"), 303, headers)
        return await in_worker(_all, site, request, written, wanted)

    return router


def is_example(kind: Kind, accept: str | None, wanted: str | None) -> bool:
    """Whether RDF about a question is asked for: its own answer cannot be meant, being a table."""
    if kind == "graph":
        return False
    if wanted:
        return wanted.lower() in {one.name for one in RDF_FORMATS}
    tables = [one for one in RESULT_FORMATS if kind in one.kinds]
    offers = [media for one in tables for media in (one.media_type, *one.aliases)]
    return best(accept, (*offers, *_GRAPHS)) in set(_GRAPHS) - set(offers)


def are_examples(accept: str | None, wanted: str | None) -> bool:
    """Whether the list of questions is asked for as RDF, and not as JSON or a page.

    What is also a name of JSON-LD, `application/json`, is plain JSON here.
    """
    if wanted:
        return wanted.lower() in {one.name for one in RDF_FORMATS}
    offers = ("application/json", *PAGES)
    return best(accept, (*offers, *_GRAPHS)) in set(_GRAPHS) - set(offers)


def example(
    site: Site, request: Request, queries: tuple[CatalogueQuery, ...], wanted: str | None
) -> Response:
    """Questions as RDF, in the format that the request likes best."""
    chosen = result_format(request.headers.get("accept"), wanted, "graph")
    body = _written(site, queries, Page.of(request).address, chosen.name)
    return data(request, body, chosen.content_type)


def _all(
    _site: Site, request: Request, written: Callable[[str, str], bytes], wanted: str | None
) -> Response:
    chosen = result_format(request.headers.get("accept"), wanted, "graph")
    return data(request, written(Page.of(request).address, chosen.name), chosen.content_type)


def _written(
    site: Site, queries: tuple[CatalogueQuery, ...], address: str, format_name: str
) -> bytes:
    triples = examples(queries, site.base, address + "/sparql")
    return serialize(triples, rdf_by_name(format_name), NAMESPACES)
