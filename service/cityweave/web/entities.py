"""Pages and data behind the IRIs of the graph: things, sources, named graphs and terms."""

from __future__ import annotations

import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cityweave.catalogue.terms import is_iri
from cityweave.errors import NotFound
from cityweave.formats import ResultFormat, by_name
from cityweave.query import QueryRequest, prepare
from cityweave.vocabulary import ONTOLOGY_GRAPH, SHAPES, SHAPES_GRAPH
from cityweave.web.asked import Asked
from cityweave.web.bodies import form_items, single
from cityweave.web.delivery import Delivery
from cityweave.web.description import describe, exists
from cityweave.web.negotiation import result_format, wants_page
from cityweave.web.ontology import terms_of
from cityweave.web.page import Page
from cityweave.web.rows import PROLOGUE
from cityweave.web.site import Site
from cityweave.web.sources import passages_of
from cityweave.web.worker import in_worker

FORMATS = tuple(by_name(name) for name in ("ttl", "jsonld", "nt", "rdf"))
_SUFFIX = re.compile(r"(?P<stem>.+)\.(?P<suffix>ttl|jsonld|json|nt|rdf|html)")

_ABOUT = """
CONSTRUCT { $iri ?p ?o . ?o ?op ?ov . ?s ?sp $iri . ?claim ?cp ?co } WHERE {
  { $iri ?p ?o OPTIONAL { ?o ?op ?ov FILTER(isBlank(?o)) } }
  UNION { ?s ?sp $iri }
  UNION { ?claim rdf:subject $iri ; ?cp ?co }
}
"""
_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH $iri { ?s ?p ?o } }"


def routes(site: Site) -> APIRouter:
    """``GET`` for everything that an IRI of the graph can lead to."""
    router = APIRouter(include_in_schema=False)

    @router.get("/id/{path:path}")
    async def entity(request: Request, path: str) -> Response:
        """Describe a thing."""
        return await _answer(site, request, "id/" + path)

    @router.get("/source/{document}")
    async def source(request: Request, document: str) -> Response:
        """Describe a source document with its passages."""
        return await _answer(site, request, "source/" + document)

    @router.get("/graph/{path:path}")
    async def graph(request: Request, path: str) -> Response:
        """Describe a named graph; as data, what stands in it."""
        return await _answer(site, request, "graph/" + path)

    @router.get("/ontology")
    @router.get("/ontology/{path:path}")
    async def ontology(request: Request) -> Response:
        """List the terms; as data, the ontology."""
        wanted = single(form_items(request.scope["query_string"])).get("format")
        if wants_page(request.headers.get("accept"), wanted):
            return await in_worker(_terms, site, request)
        return _data(site, request, ONTOLOGY_GRAPH, _GRAPH, wanted)

    @router.get("/profile/{path:path}")
    async def profile(request: Request, path: str) -> Response:
        """Describe a version of a profile."""
        return await _answer(site, request, "profile/" + path)

    @router.get("/shapes/{name}")
    async def shape(request: Request, name: str) -> Response:
        """Describe a shape."""
        return await _answer(site, request, "shapes/" + name, SHAPES + name)

    @router.get("/shapes")
    async def shapes(request: Request) -> Response:
        """The shapes, as data or described as a named graph."""
        return await _answer(site, request, "shapes", SHAPES_GRAPH)

    return router


async def _answer(site: Site, request: Request, path: str, iri: str | None = None) -> Response:
    given = single(form_items(request.scope["query_string"]))
    named = _SUFFIX.fullmatch(path)
    wanted = given.get("format") or None
    if named and not iri and not await in_worker(_known, site, request, site.base + path):
        path, wanted = named["stem"], named["suffix"]
    iri = iri or site.base + path
    if not await in_worker(_known, site, request, iri):
        raise NotFound(
            f"The graph says nothing about /{path}.",
            hint="Look for it among the questions at /queries, or ask at /sparql.",
        )
    if wants_page(request.headers.get("accept"), wanted):
        return await in_worker(_page, site, request, iri, given.get("lines"))
    is_graph = iri.startswith(site.base + "graph/")
    return _data(site, request, iri, _GRAPH if is_graph else _ABOUT, wanted)


def _known(site: Site, _request: Request, iri: str) -> bool:
    return is_iri(iri) and exists(site.store, iri)


def _data(site: Site, request: Request, iri: str, pattern: str, wanted: str | None) -> Response:
    chosen = result_format(request.headers.get("accept"), wanted, "graph")
    prepared = prepare(QueryRequest(PROLOGUE + pattern.replace("$iri", f"<{iri}>")))
    return Delivery(site, Asked(prepared, chosen))


def _page(site: Site, request: Request, iri: str, lines: str | None) -> Response:
    page = Page.of(request)
    is_source = iri.startswith(site.base + "source/")
    opened = f"L{lines}" if lines else None
    values = {
        "entity": describe(site.store, iri, page, site.base),
        "passages": passages_of(site.store, iri, page, site.base, opened) if is_source else (),
        "formats": _formats(page),
    }
    return site.render(request, "entity.html", values)


def _terms(site: Site, request: Request) -> Response:
    page = Page.of(request)
    groups = terms_of(site.store, page.language, page.words)
    return site.render(request, "terms.html", {"groups": groups, "formats": _formats(page)})


def _formats(page: Page) -> list[tuple[str, str, str]]:
    """Each data format of a page: its name, its media type, and where it is."""

    def address(one: ResultFormat) -> str:
        return f"{page.root}{page.path}?format={one.name}"

    return [(one.title, one.media_type, address(one)) for one in FORMATS]
