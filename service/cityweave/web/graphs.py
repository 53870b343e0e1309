"""The SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/).

A graph is named by ``/store?graph=…`` or ``/store?default`` (indirectly), or by the
address itself (directly): everything below ``/store/`` and ``/graph/``.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from urllib.parse import quote, urljoin
from uuid import uuid4

from fastapi import APIRouter
from pyoxigraph import NamedNode, Quad
from starlette.requests import Request
from starlette.responses import Response

from cityweave.access import Role
from cityweave.errors import BadParameter
from cityweave.formats import as_asked, chosen_among, rdf_by_name
from cityweave.naming import iri_at, is_iri
from cityweave.parsing import serialize
from cityweave.store import Change
from cityweave.vocabulary import UNNAMED_GRAPH
from cityweave.web.bodies import form_items
from cityweave.web.exports import Export
from cityweave.web.negotiation import result_format
from cityweave.web.page import Page
from cityweave.web.payloads import Payload, payload
from cityweave.web.replies import changed, data
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

_WHOLE = tuple(rdf_by_name(name).of_results for name in ("trig", "nq", "jsonld"))
"""What every named graph can be had as, the preferred first."""


@dataclass(frozen=True, slots=True)
class Target:
    """The graph that a request is about; ``graph`` is None for what is in no named graph."""

    graph: str | None

    @property
    def name(self) -> str:
        """Under which name the store keeps it."""
        return self.graph or UNNAMED_GRAPH


def routes(site: Site) -> APIRouter:
    """``/store``, ``/store/{path}`` and the writing methods of ``/graph/{path}``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/store")
    @router.get("/store/{path:path}")
    async def get(request: Request) -> Response:
        """Give a graph, or all of them."""
        given = form_items(request.scope["query_string"])
        wanted = next((value for name, value in given if name == "format" and value), None)
        target = _target(request, site)
        if target is None:
            return _whole(site, request, wanted)
        return _graph(site, request, target, wanted)

    @router.put("/store")
    @router.put("/store/{path:path}")
    @router.put("/graph/{path:path}")
    async def put(request: Request) -> Response:
        """Make the body all that a graph holds."""
        target = _named(request, site)
        read = await payload(request, site.settings, target.name)
        return await in_worker(_put, site, request, target, read)

    @router.post("/store")
    @router.post("/store/{path:path}")
    @router.post("/graph/{path:path}")
    async def post(request: Request) -> Response:
        """Add the body to a graph; without a name, to a new one."""
        site.require(request, Role.ADMIN)
        target = _target(request, site)
        if target is None:
            target = Target(f"{Page.of(request).address}/store/{uuid4()}")
        read = await payload(request, site.settings, target.name)
        return await in_worker(_post, site, request, target, read)

    @router.delete("/store")
    @router.delete("/store/{path:path}")
    @router.delete("/graph/{path:path}")
    async def delete(request: Request) -> Response:
        """Remove a graph."""
        target = _named(request, site)
        return await in_worker(_delete, site, request, target)

    return router


def _named(request: Request, site: Site) -> Target:
    """The graph to write, for one who may. Raises `BadParameter` when none is named."""
    site.require(request, Role.ADMIN)
    target = _target(request, site)
    if target is None:
        raise BadParameter(
            "The request names no graph.", hint="Name one with ?graph=…, or say ?default."
        )
    return target


def _target(request: Request, site: Site) -> Target | None:
    """The graph that a request names, or None. Raises `BadParameter`."""
    given = form_items(request.scope["query_string"])
    graphs = [value for name, value in given if name == "graph"]
    defaults = [value for name, value in given if name == "default"]
    path = request.url.path.removeprefix(request.scope.get("root_path", "").rstrip("/"))
    direct = path.rstrip("/") != "/store"
    if len(graphs) + len(defaults) + direct > 1:
        raise BadParameter(
            "The request names more than one graph.",
            hint="Name one: by ?graph=…, by ?default, or by the address itself.",
        )
    if defaults:
        return Target(None)
    if direct:
        own = path.startswith("/graph/")
        iri = (
            iri_at(path[1:], site.base) if own else str(request.url.replace(query="", fragment=""))
        )
    elif graphs and graphs[0]:
        iri = urljoin(str(request.url.replace(query="")), graphs[0])
    elif graphs:
        iri = ""
    else:
        return None
    if not is_iri(iri):
        raise BadParameter(f"“{iri}” is not the IRI of a graph.", hint="Send an absolute IRI.")
    return Target(None if iri == UNNAMED_GRAPH else iri)


def _whole(site: Site, request: Request, wanted: str | None) -> Response:
    """Every named graph, in a format that holds graphs."""
    accept = request.headers.get("accept")
    if wanted:
        chosen = as_asked(rdf_by_name(wanted).of_results, accept)
    else:
        chosen = chosen_among(accept, _WHOLE, "hold named graphs")
    return Export.of_graph(site, chosen, None)


def _graph(site: Site, request: Request, target: Target, wanted: str | None) -> Response:
    """The triples of one graph."""
    chosen = result_format(request.headers.get("accept"), wanted, "graph")
    if target.graph is None and not site.store.holds(UNNAMED_GRAPH):
        return data(request, serialize((), rdf_by_name(chosen.name)), chosen.content_type)
    return Export.of_graph(site, chosen, target.name)


def _put(site: Site, request: Request, target: Target, read: Payload) -> Response:  # noqa: ARG001
    """Make what was sent all that a graph holds."""
    return _written(site.store.replace(read(site.store), target.graph), target)


def _post(site: Site, request: Request, target: Target, read: Payload) -> Response:  # noqa: ARG001
    """Add what was sent to a graph."""
    name = NamedNode(target.name)
    triples = read(site.store)
    added = tuple(Quad(one.subject, one.predicate, one.object, name) for one in triples)
    created = () if target.graph is None else (target.graph,)
    return _written(site.store.apply(Change(added, created=created)), target)


def _delete(site: Site, request: Request, target: Target) -> Response:  # noqa: ARG001
    """Remove a graph."""
    return changed(site.store.drop(target.graph))


def _written(change: Change, target: Target) -> Response:
    """201 with the place of a graph that was made, 200 for one that was there."""
    if target.graph is not None and target.graph in change.created:
        # a header has ASCII only: the IRI as an URI (RFC 3987, 3.1)
        location = quote(target.graph, safe=string.punctuation)
        return changed(change, 201, {"Location": location})
    return changed(change)
