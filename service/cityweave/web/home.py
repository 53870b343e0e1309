"""The first page: what the graph is, how much is in it, and what can be asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import zip_longest

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cityweave import __version__
from cityweave.catalogue import Catalogue, CatalogueQuery
from cityweave.store import Store
from cityweave.web.bodies import form_items, single
from cityweave.web.cells import Cells
from cityweave.web.curl import curl
from cityweave.web.desk import Desk
from cityweave.web.negotiation import plain_json
from cityweave.web.page import Page
from cityweave.web.replies import data
from cityweave.web.rows import ask_rows
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

EXAMPLES = 12
COUNTING = "SELECT (COUNT(*) AS ?statements) WHERE { ?s ?p ?o }"


@dataclass(frozen=True)
class Counts:
    """How much is in the graph; ``kinds`` has the number of things of each class, by IRI."""

    statements: int
    entities: int
    passages: int
    kinds: dict[str, int]


def counts_of(store: Store, base: str) -> Counts:
    """Count statements of the merge, entities, passages, and entities by class."""
    (statements,) = ask_rows(store, COUNTING)
    source = base + "source/"
    passages = sum(1 for graph in store.graphs() if graph.startswith(source) and "#" in graph)
    (entities,) = ask_rows(
        store,
        "SELECT (COUNT(DISTINCT ?s) AS ?entities)"
        f' WHERE {{ ?s a ?class FILTER(STRSTARTS(STR(?s), "{base}id/")) }}',
    )
    kinds = ask_rows(
        store,
        "SELECT ?class (COUNT(DISTINCT ?s) AS ?count)"
        f' WHERE {{ ?s a ?class FILTER(STRSTARTS(STR(?s), "{base}id/")'
        f' && STRSTARTS(STR(?class), "{base}ontology#")) }}'
        " GROUP BY ?class ORDER BY DESC(?count) ?class",
    )
    return Counts(
        statements=int(statements["statements"].value),
        entities=int(entities["entities"].value),
        passages=passages,
        kinds={row["class"].value: int(row["count"].value) for row in kinds if "class" in row},
    )


def examples_of(catalogue: Catalogue, number: int = EXAMPLES) -> list[CatalogueQuery]:
    """A varied choice of questions that this graph answers alone: one of each subject in turn."""
    own = [query for query in catalogue if not query.endpoints]
    by_tag = [[query for query in own if query.tags[0] == tag] for tag in catalogue.tags()]
    turns = (query for turn in zip_longest(*by_tag) for query in turn if query)
    return [query for query, _ in zip(turns, range(number), strict=False)]


def routes(site: Site, desk: Desk) -> APIRouter:
    """``GET /``."""
    router = APIRouter()

    @router.get("/", include_in_schema=False)
    async def home(request: Request) -> Response:
        """Introduce the graph."""
        given = single(form_items(request.scope["query_string"]))
        as_json = plain_json(request.headers.get("accept"), given.get("format"))
        if not as_json:
            desk.prepare()
        return await in_worker(_home, site, request, as_json)

    return router


def _home(site: Site, request: Request, as_json: bool) -> Response:
    page = Page.of(request)
    counts = counts_of(site.store, site.base)
    endpoint = f"{page.address}/sparql"
    if as_json:
        found = {
            "name": "Cityweave",
            "version": __version__,
            "base": site.base,
            "endpoint": endpoint,
            "queries": f"{page.address}/queries",
            "openapi": f"{page.address}/openapi.json",
            "licence": "https://creativecommons.org/licenses/by/4.0/",
            "counts": {
                "statements": counts.statements,
                "entities": counts.entities,
                "passages": counts.passages,
                "kinds": counts.kinds,
            },
        }
        body = json.dumps(found, ensure_ascii=False).encode()
        return _linked(data(request, body, "application/json"), page)
    cells = Cells.of(site.store, page, site.base, counts.kinds)
    values = {
        "counts": {
            "statements": page.number(counts.statements),
            "entities": page.number(counts.entities),
            "passages": page.number(counts.passages),
        },
        "kinds": [(cells.iri(iri), page.number(count)) for iri, count in counts.kinds.items()],
        "tags": site.catalogue.tags(),
        "examples": examples_of(site.catalogue),
        "query_count": len(site.catalogue),
        "curl": curl(endpoint, [("query", COUNTING)]),
    }
    return _linked(site.render(request, "home.html", values), page)


def _linked(response: Response, page: Page) -> Response:
    """The response with links to what describes the graph (RFC 8288)."""
    links = (
        f'<{page.root}/.well-known/void>; rel="describedby"; type="text/turtle"',
        f'<{page.root}/openapi.json>; rel="service-desc"; type="application/json"',
    )
    response.headers["Link"] = ", ".join(links)
    return response
