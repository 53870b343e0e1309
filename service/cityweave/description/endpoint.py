"""The SPARQL endpoint: as a data service of DCAT, and by what it can do.

The latter is https://www.w3.org/TR/sparql11-service-description/.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.description.downloads import listed, unique_format
from cityweave.description.publication import Publication
from cityweave.description.terms import authority, integer, says, term, texts
from cityweave.description.wording import KEYWORDS, SERVICE, SERVICE_ABOUT, THEMES
from cityweave.formats import RDF_FORMATS, RESULT_FORMATS
from cityweave.store import Store
from cityweave.vocabulary import UNNAMED_GRAPH

COMMENT = (
    "Without a dataset of its own, a query sees the merge of all graphs, each triple once. "
    "The default graph of an update is what is in no named graph; a query sees it as the graph "
    "<{unnamed}>, too. Updates, and writing by the Graph Store Protocol ({store}), need a bearer "
    "token with the role admin. SERVICE and LOAD reach the hosts that the operator allows. Of "
    "SPARQL 1.2 and RDF 1.2 there are triple terms, annotations and literals with a base "
    "direction. DESCRIBE answers a concise bounded description."
)
_PROTOCOL = NamedNode("https://www.w3.org/TR/sparql11-protocol/")


def service(published: Publication) -> Iterator[Triple]:
    """The endpoint as a service that gives access to the dataset."""
    keywords = tuple(
        Literal(word, language=language) for language, all_ in KEYWORDS.items() for word in all_
    )
    yield from says(
        published.service,
        ("rdf:type", (term("dcat:DataService"), term("sd:Service"))),
        ("dcterms:title", texts(SERVICE)),
        ("dcterms:description", texts(SERVICE_ABOUT)),
        ("dcat:endpointURL", published.service),
        ("dcat:endpointDescription", (published.service, published.at("/openapi.json"))),
        ("dcat:servesDataset", published.dataset),
        ("dcterms:conformsTo", _PROTOCOL),
        ("dcterms:publisher", published.part("publisher")),
        ("dcat:contactPoint", published.part("contact")),
        ("dcterms:license", NamedNode(published.licence)),
        ("dcterms:accessRights", authority("access-right", "PUBLIC")),
        ("dcat:keyword", keywords),
        ("dcat:theme", tuple(authority("data-theme", code) for code in THEMES)),
        ("dcat:landingPage", published.service),
        ("sd:endpoint", published.service),
    )
    yield from says(_PROTOCOL, ("rdf:type", term("dcterms:Standard")))


def abilities(published: Publication, store: Store, *, federates: bool) -> Iterator[Triple]:
    """What the endpoint can do; passages are too many graphs to be listed."""
    node = published.service
    yield from says(
        node,
        ("rdf:type", term("sd:Service")),
        ("sd:endpoint", node),
        (
            "sd:supportedLanguage",
            tuple(term(f"sd:SPARQL{one}") for one in ("10Query", "11Query", "11Update")),
        ),
        ("sd:feature", (term("sd:UnionDefaultGraph"), term("sd:EmptyGraphs"))),
        ("sd:resultFormat", tuple(unique_format(one.name) for one in RESULT_FORMATS)),
        ("sd:inputFormat", tuple(unique_format(one.name) for one in RDF_FORMATS)),
        ("rdfs:comment", Literal(_comment(published), language="en")),
        (
            "rdfs:seeAlso",
            tuple(map(published.at, ("/.well-known/void", "/.well-known/sparql-examples"))),
        ),
        ("sd:defaultDataset", published.dataset),
    )
    if federates:
        yield from says(node, ("sd:feature", term("sd:BasicFederatedQuery")))
    merge = BlankNode("merge")
    yield from says(
        published.dataset,
        ("rdf:type", (term("sd:Dataset"), term("void:Dataset"))),
        ("sd:defaultGraph", merge),
        ("foaf:isPrimaryTopicOf", NamedNode(published.about)),
    )
    yield from says(
        merge,
        ("rdf:type", term("sd:Graph")),
        ("void:triples", integer(store.count())),
    )
    for number, name in enumerate(listed(store.graphs())):
        entry = BlankNode(f"named{number}")
        yield from says(published.dataset, ("sd:namedGraph", entry))
        yield from says(entry, ("rdf:type", term("sd:NamedGraph")), ("sd:name", NamedNode(name)))


def _comment(published: Publication) -> str:
    return COMMENT.format(unnamed=UNNAMED_GRAPH, store=published.address + "/store")
