"""Pages and data behind the IRIs of the graph: things, sources, named graphs and terms."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from cityweave.catalogue.terms import is_iri
from cityweave.errors import ContentMissing, NotFound
from cityweave.formats import ResultFormat, rdf_by_name
from cityweave.naming import prefixes_of, renamed_quads
from cityweave.parsing import read, serialize
from cityweave.query import QueryRequest, prepare
from cityweave.resources import files
from cityweave.web.asked import Asked
from cityweave.web.bodies import form_items, single
from cityweave.web.delivery import Delivery
from cityweave.web.description import describe, exists
from cityweave.web.documents import DOCUMENT, Document, split
from cityweave.web.negotiation import result_format, wants_page
from cityweave.web.ontology import terms_of
from cityweave.web.page import Page
from cityweave.web.replies import data
from cityweave.web.site import Site
from cityweave.web.sources import passages_of
from cityweave.web.worker import in_worker

FOLDERS = ("doc", "source", "graph", "profile", "ontology", "shapes", "contributor")
"""What the paths of documents begin with."""


def routes(site: Site) -> APIRouter:
    """``GET`` for everything that an IRI of the graph can lead to."""
    router = APIRouter(include_in_schema=False)

    @router.get("/id/{path:path}")
    async def thing(request: Request, path: str) -> Response:
        """Lead to the document about a thing (RFC 9110, 15.4.4)."""
        document, suffix = await in_worker(_found, site, request, DOCUMENT + path)
        root = Page.of(request).root
        location = document.address(root, suffix or "")
        query = request.url.query
        headers = {
            "Location": f"{location}?{query}" if query else location,
            "Link": document.links(root, of="thing"),
            "Vary": "Accept, Accept-Encoding",
            "Cache-Control": "no-cache",
        }
        return PlainTextResponse(f"See {location}\n", 303, headers)

    async def answer(request: Request) -> Response:
        """Give a document as page or data."""
        path: str = request.scope["path"].removeprefix(Page.of(request).root)
        return await _answer(site, request, path.removeprefix("/"))

    for folder in FOLDERS:
        router.add_api_route(f"/{folder}/{{path:path}}", answer)
    for whole in ("/ontology", "/shapes", "/ontology.{suffix}", "/shapes.{suffix}"):
        router.add_api_route(whole, answer)
    return router


async def _answer(site: Site, request: Request, path: str) -> Response:
    given = single(form_items(request.scope["query_string"]))
    document, suffix = await in_worker(_found, site, request, path)
    accept, wanted = request.headers.get("accept"), suffix or given.get("format") or None
    if wants_page(accept, wanted):
        return await in_worker(_page, site, request, document, given.get("lines"))
    chosen = result_format(accept, wanted, "graph")
    links = document.links(Page.of(request).root)
    file = _file(site, document)
    if file is not None:
        return await in_worker(_content, site, request, file, chosen, links)
    prepared = prepare(QueryRequest(document.query()))
    return Delivery(site, Asked(prepared, chosen, links=links))


def _found(site: Site, _request: Request, path: str) -> tuple[Document, str | None]:
    """The document at a path, and the format that the path asks for. Raises `NotFound`."""
    stem, suffix = split(path)
    for one, wanted in ((path, None), *([(stem, suffix)] if suffix else [])):
        document = Document.at(one, site.base)
        if is_iri(document.about) and exists(site.store, document.about):
            return document, wanted
    raise NotFound(
        f"The graph says nothing about /{path}.",
        hint="Look for it among the questions at /queries, or ask at /sparql.",
    )


def _file(site: Site, document: Document) -> Path | None:
    """The file of the content that a document is."""
    if document.file is None:
        return None
    folder, name = document.file
    try:
        found = files(folder, ".ttl", override=site.settings.content_dir)
    except ContentMissing:
        return None
    return next((path for path in found if path.name == name), None)


def _content(
    site: Site, request: Request, file: Path, chosen: ResultFormat, links: str
) -> Response:
    quads = renamed_quads(read(file).quads, site.base)
    triples = dict.fromkeys(quad.triple for quad in quads)
    body = serialize(triples, rdf_by_name(chosen.name), prefixes_of(site.base))
    response = data(request, body, chosen.content_type)
    response.headers["Link"] = links
    return response


def _page(site: Site, request: Request, document: Document, lines: str | None) -> Response:
    page = Page.of(request)
    shown = {"formats": document.alternates(page.root), "document": document}
    if document.path == "ontology":
        groups = terms_of(site.store, page.language, page.words)
        response = site.render(request, "terms.html", {**shown, "groups": groups})
    else:
        is_source = document.path.startswith("source/")
        opened = f"L{lines}" if lines else None
        iri = document.about
        passages = passages_of(site.store, iri, page, site.base, opened) if is_source else ()
        entity = describe(site.store, iri, page, site.base)
        values = {**shown, "entity": entity, "passages": passages}
        response = site.render(request, "entity.html", values)
    response.headers["Link"] = document.links(page.root, of="page")
    return response
