"""The graph as files: the whole, its named graphs, its sources, its cities, classes as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cityweave.catalogue.terms import literal
from cityweave.description import tables
from cityweave.description.downloads import CITIES, DUMPS, WHOLE, class_of, graph_of
from cityweave.description.places import QUERY as PLACES
from cityweave.description.places import Features
from cityweave.errors import NotFound
from cityweave.formats import ResultFormat, by_name, rdf_by_name
from cityweave.naming import is_iri
from cityweave.query.solutions import rows_in
from cityweave.store import Moment, QueryRequest, Result, Store
from cityweave.web.exports import Begin, Counted, Export, dumping, prefixes
from cityweave.web.page import Page
from cityweave.web.publication import Surveys
from cityweave.web.site import Site

_TURTLE = rdf_by_name("ttl")


@dataclass(frozen=True, slots=True)
class File:
    """The media type of a file, and who writes it."""

    media: str
    begin: Begin


def routes(site: Site, surveys: Surveys) -> APIRouter:
    """``GET`` for everything below ``/dumps/``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/dumps")
    @router.get("/dumps/")
    async def listed(request: Request) -> Response:
        """Lead to the list of files."""
        return RedirectResponse(Page.of(request).link("/datasets") + "#downloads", 303)

    @router.get(DUMPS + "{path:path}")
    async def dump(path: str) -> Response:
        """Give a file."""
        found = file_of(site, path)

        def told(state: Moment, size: int) -> None:
            surveys.weigh(DUMPS + path, state, size)

        name = re.sub(r"[^\w.-]", "-", path, flags=re.ASCII)
        return Export(site, ("dump", path), found.media, found.begin, filename=name, told=told)

    return router


def file_of(site: Site, path: str) -> File:
    """The file of a path below ``/dumps/``. Raises `NotFound`, as may who begins to write it."""
    for pattern, made in _FILES:
        named = re.fullmatch(pattern, path)
        if named:
            return made(site, **named.groupdict())
    raise none(path)


def _cities(_site: Site) -> File:
    """The cities that have coordinates."""
    return File("application/geo+json", _asking(PLACES, by_name("tsv"), Features))


def _whole(site: Site, suffix: str) -> File:
    """Every named graph."""
    rdf_format = rdf_by_name(suffix)
    return File(rdf_format.of_results.content_type, dumping(site, rdf_format, None))


def _graph(site: Site, name: str) -> File:
    """A named graph."""
    iri = graph_of(name, site.base)
    return File(_TURTLE.of_results.content_type, _of_graph(site, iri, f"graph/{name}.ttl"))


def _source(site: Site, document: str) -> File:
    """What the passages of a document state."""
    start = f"{site.base}source/{document}#"
    if not is_iri(start) or not any(one.startswith(start) for one in site.store.graphs()):
        raise none(f"source/{document}.ttl")
    query = (
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o }"
        f" FILTER(STRSTARTS(STR(?g), {literal(start)})) }}"
    )
    return File(
        _TURTLE.of_results.content_type, _asking(query, by_name("ttl"), prefixes=prefixes(site))
    )


def _passage(site: Site, document: str, lines: str) -> File:
    """What one passage states."""
    iri = f"{site.base}source/{document}#{lines}"
    return File(
        _TURTLE.of_results.content_type, _of_graph(site, iri, f"source/{document}/{lines}.ttl")
    )


def _table(_site: Site, name: str) -> File:
    """The instances of a class."""
    iri = class_of(name)
    if iri is None:
        raise none(f"class/{name}.csv")
    return File(by_name("csv").content_type, _tabling(iri, name))


_FILES: tuple[tuple[str, Callable[..., File]], ...] = (
    (re.escape(CITIES), _cities),
    (WHOLE + r"\.(?P<suffix>nq|trig|jsonld)", _whole),
    (r"graph/(?P<name>.+)\.ttl", _graph),
    (r"source/(?P<document>[^/]+)\.ttl", _source),
    (r"source/(?P<document>[^/]+)/(?P<lines>[^/]+)\.ttl", _passage),
    (r"class/(?P<name>[^/]+)\.csv", _table),
)
"""What each file has to look like, and who makes it from the parts of its name."""


def none(path: str) -> NotFound:
    """What is answered for a file that there is not, by its path below ``/dumps/``."""
    return NotFound(
        f"There is no file {DUMPS}{path}.", hint="All files of the graph are listed at /datasets."
    )


def _of_graph(site: Site, iri: str, name: str) -> Begin:
    """Has a named graph written; one that nobody has heard of is no file."""
    dump = dumping(site, _TURTLE, iri)

    async def begin(store: Store) -> Result:
        if not is_iri(iri) or not store.holds(iri):
            raise none(name)
        return await dump(store)

    return begin


def _asking(
    query: str,
    media: ResultFormat,
    converting: Callable[[], Features] | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> Begin:
    """Has a query of our own answered."""

    async def begin(store: Store) -> Result:
        result = await store.open(QueryRequest(query), media, prefixes)
        return Counted(result, converting()) if converting else result

    return begin


def _tabling(iri: str, name: str) -> Begin:
    """Has the table of a class written, after its columns were found out."""

    async def begin(store: Store) -> Result:
        asked = QueryRequest(tables.columns_query(iri))
        found = await store.open(asked, by_name("json", "bindings"))
        try:
            body = b"".join([part async for part in found])
        finally:
            found.close()
        columns = tables.columns(rows_in(body))
        if not columns:
            raise none(f"class/{name}.csv")
        query = QueryRequest(tables.rows_query(iri, columns))
        result = await store.open(query, by_name("csv"))
        return Counted(result, tables.Heading(columns))

    return begin
