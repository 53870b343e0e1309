"""Pages and data behind the IRIs of the graph: things, sources, named graphs and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from fastapi import APIRouter, Depends
from pyoxigraph import Triple
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from cityweave.errors import ContentMissing, NotFound
from cityweave.formats import ResultFormat, rdf_by_name
from cityweave.naming import is_iri, prefixes_used
from cityweave.parsing import serialize
from cityweave.query import QueryRequest, prepare
from cityweave.resources import files
from cityweave.vocabulary import UNNAMED_GRAPH
from cityweave.web.asked import Asked
from cityweave.web.bodies import form_items, single
from cityweave.web.content import triples_of
from cityweave.web.delivery import Delivery
from cityweave.web.description import describe, exists
from cityweave.web.documents import DOCUMENT, Document, split
from cityweave.web.negotiation import result_format, wants_page
from cityweave.web.ontology import shapes_of, terms_of
from cityweave.web.page import Page
from cityweave.web.replies import data
from cityweave.web.site import Site
from cityweave.web.sources import passages_of
from cityweave.web.worker import in_worker

FOLDERS = ("doc", "source", "graph", "profile", "ontology", "shapes")
"""What the paths of documents begin with."""

LISTS = {
    "ontology": (terms_of, "terms_title", "terms_about"),
    "shapes": (shapes_of, "shapes_title", "shapes_about"),
}
"""Documents whose pages list what has its name in them, with the words of their headings."""


def routes(site: Site) -> APIRouter:
    """``GET`` for everything that an IRI of the graph can lead to."""
    router = APIRouter(include_in_schema=False, dependencies=[Depends(exact)])

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
        return await answer_at(site, request, path_in(request))

    for folder in FOLDERS:
        router.add_api_route(f"/{folder}/{{path:path}}", answer)
    for whole in ("/ontology", "/shapes", "/ontology.{suffix}", "/shapes.{suffix}"):
        router.add_api_route(whole, answer)
    return router


async def exact(request: Request) -> None:
    """Refuse an address with a slash that is written as %2F: it is not that name (RFC 3986, 2.2).

    The server decodes it before routes are chosen, so that they cannot tell. Raises `NotFound`.
    """
    if b"%2f" in request.scope.get("raw_path", b"").lower():
        raise NotFound(
            "A slash that is written as %2F is no part of a name here.", hint="Write it as it is."
        )


def path_in(request: Request) -> str:
    """The path of a request below the root of the deployment, decoded, without its first slash."""
    path: str = request.scope["path"]
    return path.removeprefix(Page.of(request).root).removeprefix("/")


async def answer_at(site: Site, request: Request, path: str) -> Response:
    """The document at a path of the deployment, as page or data. Raises `NotFound`."""
    given = single(form_items(request.scope["query_string"]))
    document, suffix = await in_worker(_found, site, request, path)
    accept, wanted = request.headers.get("accept"), suffix or given.get("format") or None
    if wants_page(accept, wanted):
        return await in_worker(_page, site, request, document, given.get("lines"))
    chosen = result_format(accept, wanted, "graph")
    file = _file(site, document)
    if file is not None:
        return await in_worker(_content, site, request, document, file, chosen)
    prepared = prepare(QueryRequest(document.query()))
    return Delivery(site, Asked(prepared, chosen, links=document.links(Page.of(request).root)))


def _found(site: Site, request: Request, path: str) -> tuple[Document, str | None]:
    """The document at a path, and the format that the path asks for. Raises `NotFound`."""
    stem, suffix = split(path)
    for one, wanted in ((path, None), *([(stem, suffix)] if suffix else [])):
        document = Document.at(one, site.base)
        is_unnamed = document.about == UNNAMED_GRAPH  # there, also while it is empty
        if is_unnamed or (is_iri(document.about) and exists(site.store, document.about)):
            return document, wanted
    raise NotFound(
        f"The graph says nothing about /{path_in(request)}.",
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
    site: Site, request: Request, document: Document, file: Path, chosen: ResultFormat
) -> Response:
    return as_data(site, request, document, triples_of([file], site.base), chosen)


def as_data(
    site: Site,
    request: Request,
    document: Document,
    triples: Iterable[Triple],
    chosen: ResultFormat,
) -> Response:
    """A document whose data are these triples."""
    said = dict.fromkeys(triples)
    body = serialize(said, rdf_by_name(chosen.name), prefixes_used(said, site.base))
    response = data(request, body, chosen.content_type)
    response.headers["Link"] = document.links(Page.of(request).root)
    return response


def _page(site: Site, request: Request, document: Document, lines: str | None) -> Response:
    page = Page.of(request)
    if document.path in LISTS:
        listed, title, about = LISTS[document.path]
        groups = listed(site.store, page.language, page.words)
        named = {"groups": groups, "title": page.words[title], "about": page.words[about]}
        return as_page(site, request, document, "terms.html", named)
    opened = f"L{lines}" if lines else None
    values = {
        "entity": describe(site.store, document.about, page, site.base),
        "passages": passages_of(site.store, document.about, page, site.base, opened)
        if document.path.startswith("source/")
        else (),
    }
    return as_page(site, request, document, "entity.html", values)


def as_page(
    site: Site, request: Request, document: Document, template: str, values: Mapping[str, object]
) -> Response:
    """A document for people."""
    root = Page.of(request).root
    shown = {**values, "document": document, "formats": document.alternates(root)}
    response = site.render(request, template, shown)
    response.headers["Link"] = document.links(root, of="page")
    return response
