"""The catalogue over HTTP: the gallery of questions, and each question as a page and a call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cityweave.catalogue import CatalogueQuery
from cityweave.catalogue.declarations import RESERVED
from cityweave.catalogue.query import without_front_matter
from cityweave.errors import CityweaveError, LimitExceeded, RemoteFailed
from cityweave.formats import RESULT_FORMATS, Kind, names
from cityweave.query import QueryRequest, endpoints, kind_of, prepare
from cityweave.web import meant
from cityweave.web.asked import Asked
from cityweave.web.bodies import form_items, single
from cityweave.web.curl import curl
from cityweave.web.delivery import Delivery
from cityweave.web.desk import Desk, noticed
from cityweave.web.examples import are_examples, example, is_example
from cityweave.web.fields import fields_of
from cityweave.web.negotiation import plain_json, result_format, wants_page
from cityweave.web.page import Page
from cityweave.web.problems import problem_of
from cityweave.web.protocol import QUERY
from cityweave.web.replies import data
from cityweave.web.results import view
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

SUFFIXES = (*(one.name for one in RESULT_FORMATS), "html", "rq")


def routes(site: Site, desk: Desk) -> APIRouter:
    """``GET /queries`` and ``GET /queries/{name}``."""
    router = APIRouter()

    @router.get("/queries", include_in_schema=False)
    async def queries(request: Request) -> Response:
        """List the questions, all or those that match."""
        given = single(form_items(request.scope["query_string"]))
        page = Page.of(request)
        text, tag = given.get("q", ""), given.get("tag", "")
        found = site.catalogue.search(text, tag, page.language)
        accept, wanted = request.headers.get("accept"), given.get("format") or None
        if are_examples(accept, wanted):
            return await in_worker(example, site, request, tuple(found), wanted)
        if plain_json(accept, wanted):
            listed = [described(query, page, site) for query in found]
            body = json.dumps(listed, ensure_ascii=False).encode()
            return data(request, body, "application/json")
        return await in_worker(_gallery, site, request, desk, text, tag, found)

    @router.get("/queries/{name}", include_in_schema=False)
    async def query(request: Request, name: str) -> Response:
        """Answer a question, as data, as a page, or with the query itself, as text or RDF."""
        given = single(form_items(request.scope["query_string"]))
        name, suffix = split_suffix(name)
        wanted = suffix or given.get("format") or None
        found = site.catalogue.find(name)
        values = {name: value for name, value in given.items() if name not in RESERVED}
        if wanted == "rq":
            text = _runnable(site, found, values)
            return data(request, text.encode(), f"{QUERY}; charset=utf-8", filename=f"{name}.rq")
        accept = request.headers.get("accept")
        if wants_page(accept, wanted):
            return await in_worker(_page, site, request, desk, found, values)
        if is_example(kind_of(found.text), accept, wanted):
            return await in_worker(example, site, request, (found,), wanted)
        return Delivery(site, _asked(site, request, found, values, wanted))

    return router


def split_suffix(name: str) -> tuple[str, str | None]:
    """A name and the format that its suffix asks for, if it has one that is known."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix) if dot and suffix in SUFFIXES else (name, None)


def refused(site: Site, addresses: tuple[str, ...]) -> list[str]:
    """Those of the endpoints that this deployment does not ask."""
    return [one for one in addresses if not site.gateway.permits(one)]


def described(query: CatalogueQuery, page: Page, site: Site) -> dict[str, object]:
    """A query as the JSON list has it.

    `endpoints` are the other endpoints that it asks, with whether this one does so.
    """
    closed = refused(site, query.endpoints)
    return {
        "name": query.name,
        "title": query.title(page.language),
        "titles": dict(query.titles),
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "view": query.view,
        "url": f"{page.address}/queries/{query.name}",
        "endpoints": [{"url": one, "allowed": one not in closed} for one in query.endpoints],
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "description": parameter.description,
                "required": parameter.required and parameter.default is None,
                "default": parameter.default,
                "values": list(parameter.values),
            }
            for parameter in query.parameters
        ],
    }


def _runnable(site: Site, query: CatalogueQuery, values: Mapping[str, str]) -> str:
    """The query with its parameters in place; as it stands in the file when none was given."""
    given = {name: value for name, value in values.items() if value}
    return query.with_values(given, site.base) if given else query.text


def _asked(
    site: Site,
    request: Request,
    query: CatalogueQuery,
    values: Mapping[str, str],
    wanted: str | None,
) -> Asked:
    prepared = prepare(QueryRequest(query.with_values(values, site.base), base=site.base))
    chosen = result_format(request.headers.get("accept"), wanted, prepared.kind)
    return Asked(prepared, chosen, filename=f"{query.name}.{chosen.name}")


def _gallery(
    site: Site, request: Request, desk: Desk, text: str, tag: str, found: list[CatalogueQuery]
) -> Response:
    shown: dict[str, object] = {
        "text": text,
        "tag": tag,
        "tags": site.catalogue.tags(),
        "queries": found,
        "things": meant.found(site, request, desk, text) if text else (),
        "closed": {one.name for one in found if refused(site, one.endpoints)},
    }
    return noticed(request, site.render(request, "queries.html", shown))


def _page(
    site: Site,
    request: Request,
    desk: Desk,
    query: CatalogueQuery,
    given: Mapping[str, str],
) -> Response:
    page = Page.of(request)
    values: dict[str, object] = {
        "query": query,
        "fields": fields_of(query, given, site.store, page.language),
        "problem": None,
        "unknown": meant.unknown(site, request, desk, query, given),
        "result": None,
        "downloads": [],
        "curl": "",
        "runnable": "",
        "endpoints": query.endpoints,
        "closed": [],
    }
    status = 200
    try:
        text = query.with_values(given, site.base)
        asked = endpoints(text, site.base)
        values |= {"endpoints": asked, "closed": refused(site, asked)}
        if values["closed"]:
            values["runnable"] = without_front_matter(text)
            return site.render(request, "query.html", values)
        if values["unknown"]:
            return noticed(request, site.render(request, "query.html", values))
        result = view(site, QueryRequest(text, base=site.base), page)
    except CityweaveError as error:
        if error.status >= 500 and not isinstance(error, (LimitExceeded, RemoteFailed)):
            raise
        status = error.status
        values["problem"] = problem_of(error, site, request)
    else:
        address = f"{page.address}/queries/{query.name}"
        chosen = list(query.values(given).items())
        values |= {
            "result": result,
            "downloads": _downloads(page, query, chosen, result.kind),
            "curl": curl(address, chosen),
            "runnable": without_front_matter(text),
        }
    return site.render(request, "query.html", values, status)


def _downloads(
    page: Page, query: CatalogueQuery, chosen: list[tuple[str, str]], kind: Kind
) -> list[tuple[str, str]]:
    tail = f"?{urlencode(chosen)}" if chosen else ""
    return [
        (name.upper(), f"{page.root}/queries/{query.name}.{name}{tail}") for name in names(kind)
    ]
