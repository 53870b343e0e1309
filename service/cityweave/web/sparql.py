"""The page on which people write queries, and updates; `endpoint` answers queries with data."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cityweave.access import Role
from cityweave.errors import BadParameter, CityweaveError, LimitExceeded, RemoteFailed
from cityweave.formats import Kind, names
from cityweave.naming import prefixes_of
from cityweave.query.complexity import Complexity, check
from cityweave.update import perform
from cityweave.web.curl import curl
from cityweave.web.negotiation import wants_page
from cityweave.web.page import Page
from cityweave.web.problems import problem_of
from cityweave.web.protocol import HOW_TO_ASK, NO_QUERY, Call, UpdateCall, read_call
from cityweave.web.replies import changed
from cityweave.web.results import view
from cityweave.web.service import described
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

EXAMPLE = """\
PREFIX cw: <https://w3id.org/cityweave/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?network ?partner WHERE {
  ?network a cw:Network ;
           cw:leadPartner ?partner .
}
ORDER BY ?network
LIMIT 20
"""


def routes(site: Site) -> APIRouter:
    """``GET`` and ``POST /sparql``, ``POST /update``."""
    router = APIRouter()

    @router.api_route("/sparql", methods=["GET", "POST"], include_in_schema=False)
    async def sparql(request: Request) -> Response:
        """Show the answer to a query on a page; do an update; describe the service."""
        call: Call | UpdateCall = request.state.call
        if isinstance(call, UpdateCall):
            return await in_worker(_update, site, request, call)
        if wants_page(request.headers.get("accept"), call.format):
            return await in_worker(_page, site, request, call)
        if request.method == "GET":
            return await in_worker(described, site, request, call.format)
        raise BadParameter(NO_QUERY, hint=HOW_TO_ASK)

    @router.post("/update", include_in_schema=False)
    async def update(request: Request) -> Response:
        """Do an update."""
        call = await read_call(request, site.settings)
        if isinstance(call, Call):
            raise BadParameter(
                "There is no update." if call.query is None else "Updates are done here.",
                hint="Send one as a form with the field update or as application/sparql-update; "
                "queries go to /sparql.",
            )
        return await in_worker(_update, site, request, call)

    return router


def _update(site: Site, request: Request, call: UpdateCall) -> Response:
    site.require(request, Role.ADMIN)
    check(call.text, Complexity.of_updates(site.settings))
    change = perform(site.store, call.text, call.using, call.using_named, site.gateway, site.base)
    return changed(change)


def _page(site: Site, request: Request, call: Call) -> Response:
    page = Page.of(request)
    values: dict[str, object] = {
        "text": call.query if call.query is not None else EXAMPLE,
        "dataset": call.dataset,
        "prefixes": prefixes_of(site.base).items(),
        "problem": None,
        "result": None,
        "downloads": [],
        "curl": "",
    }
    status = 200
    if call.query is not None:
        try:
            result = view(site, call.request, page)
        except CityweaveError as error:
            if error.status >= 500 and not isinstance(error, LimitExceeded | RemoteFailed):
                raise
            status = error.status
            values["problem"] = problem_of(error, site, request)
        else:
            values["result"] = result
            values["downloads"] = _downloads(page, call, result.kind)
            values["curl"] = curl(f"{page.address}/sparql", [("query", call.query), *call.dataset])
    return site.render(request, "sparql.html", values, status)


def _downloads(page: Page, call: Call, kind: Kind) -> list[tuple[str, str]]:
    query = [("query", call.query or ""), *call.dataset]
    return [
        (name.upper(), f"{page.root}/sparql?{urlencode([*query, ('format', name)])}")
        for name in names(kind)
    ]
