"""What the endpoint can do, as RDF (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response

from cityweave.federation import Gateway
from cityweave.formats import RDF_FORMATS, RESULT_FORMATS, rdf_by_name
from cityweave.parsing import serialize
from cityweave.store import Store
from cityweave.vocabulary import PREFIXES, UNNAMED_GRAPH
from cityweave.web.negotiation import result_format
from cityweave.web.page import Page
from cityweave.web.replies import data
from cityweave.web.site import Site

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_UNIQUE = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}
"""The names that formats have at http://www.w3.org/ns/formats/, by ours."""
COMMENT = (
    "Without a dataset of its own, a query sees the merge of all graphs, each triple once. "
    "The default graph of an update is what is in no named graph; a query sees it as the graph "
    "<{unnamed}>, too. Updates, and writing by the Graph Store Protocol ({store}), need a bearer "
    "token with the role admin. SERVICE and LOAD reach the hosts that the operator allows. Of "
    "SPARQL 1.2 and RDF 1.2 there are triple terms, annotations and literals with a base "
    "direction. DESCRIBE answers a concise bounded description."
)


def described(site: Site, request: Request, wanted: str | None) -> Response:
    """The service description in the format that the request likes best."""
    chosen = result_format(request.headers.get("accept"), wanted, "graph")
    address = Page.of(request).address
    prefixes = {"sd": SD, "void": PREFIXES["void"], "rdfs": PREFIXES["rdfs"]}
    body = serialize(triples(site.store, address, site.gateway), rdf_by_name(chosen.name), prefixes)
    return data(request, body, chosen.content_type)


def triples(store: Store, address: str, gateway: Gateway | None = None) -> Iterator[Triple]:
    """The description of the service at that address; passages are too many to be listed."""
    service = NamedNode(address + "/sparql")
    dataset, default = BlankNode("dataset"), BlankNode("merge")
    yield _says(service, PREFIXES["rdf"] + "type", SD + "Service")
    yield _says(service, SD + "endpoint", service.value)
    for language in ("SPARQL10Query", "SPARQL11Query", "SPARQL11Update"):
        yield _says(service, SD + "supportedLanguage", SD + language)
    federates = gateway is not None and gateway.is_open
    for feature in ("UnionDefaultGraph", "EmptyGraphs", *["BasicFederatedQuery"] * federates):
        yield _says(service, SD + "feature", SD + feature)
    for result in RESULT_FORMATS:
        yield _says(service, SD + "resultFormat", _FORMATS + _UNIQUE[result.name])
    for rdf in RDF_FORMATS:
        yield _says(service, SD + "inputFormat", _FORMATS + _UNIQUE[rdf.name])
    comment = COMMENT.format(unnamed=UNNAMED_GRAPH, store=address + "/store")
    yield Triple(service, NamedNode(PREFIXES["rdfs"] + "comment"), Literal(comment, language="en"))
    yield _says(service, SD + "defaultDataset", dataset)
    yield _says(dataset, PREFIXES["rdf"] + "type", SD + "Dataset")
    yield _says(dataset, SD + "defaultGraph", default)
    yield _says(default, PREFIXES["rdf"] + "type", SD + "Graph")
    yield Triple(default, NamedNode(PREFIXES["void"] + "triples"), Literal(store.count()))
    named = [name for name in store.graphs() if "#" not in name]
    for number, name in enumerate(named):
        entry = BlankNode(f"named{number}")
        yield _says(dataset, SD + "namedGraph", entry)
        yield _says(entry, PREFIXES["rdf"] + "type", SD + "NamedGraph")
        yield _says(entry, SD + "name", name)


def _says(subject: NamedNode | BlankNode, predicate: str, value: str | BlankNode) -> Triple:
    """A triple whose object is an IRI or a blank node."""
    return Triple(
        subject, NamedNode(predicate), value if isinstance(value, BlankNode) else NamedNode(value)
    )
