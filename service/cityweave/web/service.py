"""What the endpoint can do, as RDF (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cityweave.description import NAMESPACES, grouped
from cityweave.description.endpoint import abilities, service
from cityweave.formats import rdf_by_name
from cityweave.parsing import serialize
from cityweave.web.negotiation import result_format
from cityweave.web.publication import publication
from cityweave.web.replies import data
from cityweave.web.site import Site

PREFIXES = {
    name: NAMESPACES[name]
    for name in ("dcat", "dcterms", "foaf", "formats", "rdfs", "sd", "void", "xsd")
}


def described(site: Site, request: Request, wanted: str | None) -> Response:
    """The service description in the format that the request likes best."""
    chosen = result_format(request.headers.get("accept"), wanted, "graph")
    published = publication(site, request, site.store.state)
    able = abilities(published, site.store, federates=site.gateway.is_open)
    found = grouped((*able, *service(published)))
    body = serialize(found, rdf_by_name(chosen.name), PREFIXES)
    return data(request, body, chosen.content_type)
