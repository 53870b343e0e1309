"""Files of a dataset as DCAT distributions (https://www.w3.org/TR/vocab-dcat-3/#Class:Distribution)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from cityweave.description.downloads import Download
from cityweave.description.publication import Publication
from cityweave.description.terms import MEDIA_TYPES, NAMESPACES, authority, says, term, texts
from cityweave.description.wording import SERVICE, SERVICE_ABOUT

Sizes = Mapping[str, int]
"""Bytes of the files that were given before in this state of the graph, by their path."""

_STANDARDS = {
    "csv": "https://www.rfc-editor.org/rfc/rfc4180",
    "geojson": "https://www.rfc-editor.org/rfc/rfc7946",
    "jsonld": "https://www.w3.org/TR/json-ld11/",
    "nq": "https://www.w3.org/TR/n-quads/",
    "trig": "https://www.w3.org/TR/trig/",
    "ttl": "https://www.w3.org/TR/turtle/",
}


def distribution(
    published: Publication, dataset: NamedNode, one: Download, sizes: Sizes
) -> Iterator[Triple]:
    """A file of a dataset."""
    node = published.part("file/" + one.name)
    file_type = authority("file-type", one.file_type)
    media_type = NamedNode(MEDIA_TYPES + one.media_type)
    standard = NamedNode(_STANDARDS[one.format])
    yield from says(dataset, ("dcat:distribution", node))
    yield from says(
        node,
        ("rdf:type", term("dcat:Distribution")),
        ("dcterms:title", Literal(one.name.rpartition("/")[2], language="en")),
        ("dcterms:description", Literal(one.title + ".", language="en")),
        ("dcat:accessURL", published.at(one.path)),
        ("dcat:downloadURL", published.at(one.path)),
        ("dcat:mediaType", media_type),
        ("dcterms:format", file_type),
        ("dcterms:conformsTo", standard),
        ("dcterms:license", NamedNode(published.licence)),
        ("dcterms:modified", published.modified),
        ("dcatap:availability", authority("planned-availability", "AVAILABLE")),
    )
    yield from says(media_type, ("rdf:type", term("dcterms:MediaType")))
    yield from says(file_type, ("rdf:type", term("dcterms:MediaTypeOrExtent")))
    yield from says(standard, ("rdf:type", term("dcterms:Standard")))
    if one.path in sizes:
        counted = NamedNode(NAMESPACES["xsd"] + "nonNegativeInteger")
        size = Literal(str(sizes[one.path]), datatype=counted)
        yield from says(node, ("dcat:byteSize", size))
    if one.is_rdf:
        yield from says(dataset, ("void:dataDump", published.at(one.path)))


def by_service(published: Publication) -> Iterator[Triple]:
    """The endpoint as one more way to come by the dataset."""
    node = published.part("file/sparql")
    yield from says(published.dataset, ("dcat:distribution", node))
    yield from says(
        node,
        ("rdf:type", term("dcat:Distribution")),
        ("dcterms:title", texts(SERVICE)),
        ("dcterms:description", texts(SERVICE_ABOUT)),
        ("dcat:accessURL", published.service),
        ("dcat:accessService", published.service),
        ("dcterms:format", authority("file-type", "SPARQLQ")),
        ("dcterms:license", NamedNode(published.licence)),
        ("dcatap:availability", authority("planned-availability", "AVAILABLE")),
    )
    yield from says(
        authority("file-type", "SPARQLQ"), ("rdf:type", term("dcterms:MediaTypeOrExtent"))
    )
