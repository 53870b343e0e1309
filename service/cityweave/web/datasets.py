"""The description of the graph as a dataset: a page for people, VoID and DCAT for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from cityweave.description import (
    NAMESPACES,
    Download,
    Publication,
    citation,
    described,
    grouped,
)
from cityweave.errors import NotFound
from cityweave.formats import RDF_FORMATS, ResultFormat, by_name, rdf_by_name
from cityweave.parsing import serialize
from cityweave.web import dumps
from cityweave.web.bodies import form_items, single
from cityweave.web.cells import Cell, Cells
from cityweave.web.negotiation import result_format, wants_page
from cityweave.web.page import Page
from cityweave.web.publication import Measured, Surveys, publication
from cityweave.web.replies import data
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

WELL_KNOWN = "/.well-known/void"
"""Where programs look first (https://www.w3.org/TR/void/#well-known)."""

KEPT = 8
"""Serialisations that are kept: for different addresses and formats."""

_OFFERED = tuple(by_name(name) for name in ("ttl", "jsonld", "nt", "rdf"))
_SUFFIXES = ("html", *(one.name for one in RDF_FORMATS), *citation.MEDIA_TYPES)
_ROBOTS = """\
User-agent: *
Allow: /
Disallow: /sparql?
Disallow: /store
Disallow: /update
Disallow: /validate?
"""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file on the page: what it holds, its format, where it is, and its size where known."""

    subject: Cell
    count: str
    format: str
    href: str
    size: str


def routes(site: Site) -> APIRouter:
    """``GET /datasets``, ``/.well-known/void`` and ``/robots.txt``, and all of ``/dumps/``."""
    router = APIRouter(include_in_schema=False)
    surveys = Surveys(site)
    router.include_router(dumps.routes(site, surveys))

    @lru_cache(KEPT)
    def written(
        found: Measured, published: Publication, sizes: tuple[tuple[str, int], ...], name: str
    ) -> bytes:
        said = described(published, found.statistics, found.files, dict(sizes))
        return serialize(grouped(said), rdf_by_name(name), NAMESPACES)

    def as_data(site: Site, request: Request, chosen: ResultFormat, found: Measured) -> Response:
        published = publication(site, request, found.state)
        sizes = tuple(sorted(surveys.sizes(found.state).items()))
        body = written(found, published, sizes, chosen.name)
        reply = data(request, body, chosen.content_type)
        reply.headers["Content-Location"] = f"{Page.of(request).root}/datasets.{chosen.name}"
        return reply

    async def told(request: Request, wanted: str | None) -> Response:
        chosen = result_format(request.headers.get("accept"), wanted, "graph")
        return await in_worker(as_data, site, request, chosen, await surveys.newest())

    @router.get("/datasets")
    @router.get("/datasets.{suffix}")
    async def datasets(request: Request, suffix: str | None = None) -> Response:
        """Describe the graph."""
        wanted = _wanted(request, suffix)
        if wanted is not None and wanted in citation.MEDIA_TYPES:
            return _cited(site, request, wanted)
        if wants_page(request.headers.get("accept"), wanted):
            found = await surveys.newest()
            return await in_worker(_page, site, request, found, surveys.sizes(found.state))
        return await told(request, wanted)

    @router.get(WELL_KNOWN)
    async def well_known(request: Request) -> Response:
        """Describe the graph to programs; people are sent to the page."""
        wanted = _wanted(request)
        if wants_page(request.headers.get("accept"), wanted):
            return RedirectResponse(Page.of(request).link("/datasets"), 303, {"Vary": "Accept"})
        return await told(request, wanted)

    @router.get("/robots.txt")
    async def robots() -> Response:
        """Welcome crawlers to pages and files, and spare them what is evaluated for each visit."""
        return PlainTextResponse(_ROBOTS)

    return router


def _wanted(request: Request, suffix: str | None = None) -> str | None:
    """The format that a suffix or ``?format=`` names. Raises `NotFound` for another suffix."""
    if suffix is not None and suffix not in _SUFFIXES:
        raise NotFound(
            f"The description is not given as .{suffix}.",
            hint=f"It is as {', '.join(f'.{one}' for one in _SUFFIXES)}.",
        )
    return suffix or single(form_items(request.scope["query_string"])).get("format") or None


def _cited(site: Site, request: Request, suffix: str) -> Response:
    """How to cite the graph, for programs; the numbers of the graph are not needed for that."""
    published = publication(site, request, site.store.state)
    write = {"bib": citation.bibtex, "cff": citation.citation_file}[suffix]
    name = {"bib": "cityweave.bib", "cff": "CITATION.cff"}[suffix]
    body = write(published).encode()
    return data(request, body, citation.MEDIA_TYPES[suffix], filename=name)


def _page(site: Site, request: Request, found: Measured, sizes: Mapping[str, int]) -> Response:
    page = Page.of(request)
    numbers, files = found.statistics, found.files
    published = publication(site, request, found.state)
    named = {one.graph or one.source or one.iri for one in files}
    cells = Cells.of(site.store, page, site.base, [one for one in named if one])
    entities = {one.iri: one.things for one in numbers.classes}

    def view(one: Download, count: int | None) -> FileView:
        iri = one.graph or one.source or one.iri
        size = sizes.get(one.path)
        return FileView(
            subject=cells.iri(iri) if iri else Cell(one.name),
            count="" if count is None else page.number(count),
            format=_TITLES[one.format],
            href=page.root + one.path,
            size="" if size is None else page.number(-(-size // 1000)) + " kB",
        )

    values = {
        "published": published,
        "modified": published.day,
        "citation": citation.line(published, page.language),
        "bibtex": citation.bibtex(published),
        "counts": [
            (page.words[word], page.number(count))
            for word, count in (
                ("statements", numbers.triples),
                ("entities", numbers.entities),
                ("classes", len(numbers.classes)),
                ("properties", len(numbers.properties)),
                ("named_graphs", len(numbers.graphs)),
                ("sources", len(numbers.sources)),
                ("countries", len(numbers.countries)),
            )
        ],
        "period": [one[:4] for one in numbers.period if one],
        "whole": [view(one, None) for one in files.whole],
        "graphs": [view(one, numbers.graphs.get(one.graph or "")) for one in files.graphs],
        "sources": [view(one, None) for one in files.sources],
        "classes": [view(one, entities.get(one.iri or "")) for one in files.classes],
        "formats": [
            (one.title, one.media_type, f"{page.root}/datasets.{one.name}") for one in _OFFERED
        ],
    }
    return site.render(request, "datasets.html", values)


_TITLES = {**{one.name: one.title for one in RDF_FORMATS}, "csv": "CSV", "geojson": "GeoJSON"}
