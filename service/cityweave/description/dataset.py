"""The description of a graph as a dataset: DCAT 3 as DCAT-AP 3.0 wants it, with VoID's numbers."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.description.citation import lines
from cityweave.description.distributions import Sizes, by_service, distribution
from cityweave.description.downloads import Downloads, unique_format
from cityweave.description.endpoint import service
from cityweave.description.partitions import partitions
from cityweave.description.publication import Publication
from cityweave.description.statistics import Statistics
from cityweave.description.subsets import subsets
from cityweave.description.terms import (
    AUTHORITY,
    NAMESPACES,
    Node,
    authority,
    integer,
    says,
    term,
    texts,
)
from cityweave.description.wording import (
    DESCRIPTION,
    KEYWORDS,
    LANGUAGES,
    PROVENANCE,
    THEMES,
    TITLE,
)


def described(
    published: Publication, found: Statistics, files: Downloads, sizes: Sizes
) -> Iterator[Triple]:
    """Everything that is said of the graph, of its parts, its files and its endpoint.

    Some of it is said more than once.
    """
    yield from _catalogue(published, found)
    yield from _dataset(published, found)
    yield from _version(published, files)
    yield from _numbers(published, found)
    for one in (*files.whole, *files.classes):
        yield from distribution(published, published.dataset, one, sizes)
    yield from by_service(published)
    yield from service(published)
    yield from subsets(published, found, files, sizes)
    yield from _people(published)
    yield from partitions(published.dataset, found)


def _catalogue(published: Publication, found: Statistics) -> Iterator[Triple]:
    """The document that holds the description, which is a catalogue of one dataset."""
    taxonomy = NamedNode(AUTHORITY + "data-theme")
    yield from says(
        NamedNode(published.about),
        ("rdf:type", (term("dcat:Catalog"), term("void:DatasetDescription"))),
        ("dcterms:title", texts(TITLE)),
        ("dcterms:description", texts(DESCRIPTION)),
        ("dcterms:publisher", published.part("publisher")),
        ("dcterms:license", NamedNode(published.licence)),
        ("dcterms:language", tuple(authority("language", LANGUAGES[one]) for one in TITLE)),
        ("dcterms:modified", published.modified),
        ("dcterms:spatial", _places(found)),
        ("foaf:homepage", published.at("/")),
        ("foaf:primaryTopic", published.dataset),
        ("dcat:dataset", published.dataset),
        ("dcat:service", published.service),
        ("dcat:themeTaxonomy", taxonomy),
    )
    yield from says(
        taxonomy,
        ("rdf:type", term("skos:ConceptScheme")),
        ("dcterms:title", Literal("Data themes", language="en")),
    )


def _dataset(published: Publication, found: Statistics) -> Iterator[Triple]:
    """The graph as a dataset."""
    keywords = tuple(
        Literal(word, language=language) for language, all_ in KEYWORDS.items() for word in all_
    )
    provenance, public = BlankNode("provenance"), authority("access-right", "PUBLIC")
    languages = tuple(
        authority("language", LANGUAGES[tag]) for tag in found.languages if tag in LANGUAGES
    )
    yield from says(
        published.dataset,
        ("rdf:type", (term("dcat:Dataset"), term("void:Dataset"))),
        ("dcterms:title", texts(TITLE)),
        ("dcterms:description", texts(DESCRIPTION)),
        ("dcterms:identifier", Literal(published.dataset.value)),
        ("dcterms:bibliographicCitation", texts(lines(published))),
        ("dcterms:creator", published.part("publisher")),
        ("dcterms:publisher", published.part("publisher")),
        ("dcat:contactPoint", published.part("contact")),
        ("dcterms:license", NamedNode(published.licence)),
        ("dcterms:accessRights", public),
        ("dcat:keyword", keywords),
        ("dcat:theme", tuple(authority("data-theme", code) for code in THEMES)),
        ("dcterms:language", languages),
        ("dcterms:spatial", _places(found)),
        ("dcterms:accrualPeriodicity", authority("frequency", "IRREG")),
        ("dcterms:modified", published.modified),
        ("dcterms:conformsTo", tuple(NamedNode(one) for one in found.standards)),
        ("dcterms:source", tuple(NamedNode(one) for one in found.sources)),
        ("dcterms:provenance", provenance),
        ("dcat:landingPage", published.at("/datasets")),
        ("foaf:page", published.at("/docs")),
    )
    yield from says(
        provenance,
        ("rdf:type", term("dcterms:ProvenanceStatement")),
        ("rdfs:label", texts(PROVENANCE)),
    )
    yield from says(public, ("rdf:type", term("dcterms:RightsStatement")))
    yield from says(authority("frequency", "IRREG"), ("rdf:type", term("dcterms:Frequency")))
    for code, words in THEMES.items():
        yield from says(
            authority("data-theme", code),
            ("rdf:type", term("skos:Concept")),
            ("skos:prefLabel", texts(words)),
            ("skos:inScheme", NamedNode(AUTHORITY + "data-theme")),
        )
    yield from _typed("dcterms:LinguisticSystem", languages)
    yield from _typed("dcterms:Location", _places(found))
    yield from _typed("dcterms:Standard", tuple(NamedNode(one) for one in found.standards))
    yield from _period(published, found)


def _typed(kind: str, nodes: tuple[Node, ...]) -> Iterator[Triple]:
    for node in nodes:
        yield from says(node, ("rdf:type", term(kind)))


def _places(found: Statistics) -> tuple[NamedNode, ...]:
    """The countries, by the EU's names for them where the graph knows these."""
    return tuple(NamedNode(same or own) for own, same in found.countries.items())


def _period(published: Publication, found: Statistics) -> Iterator[Triple]:
    """The time that the graph speaks of, where it speaks of any."""
    day = NamedNode(NAMESPACES["xsd"] + "date")
    ends = [
        (name, Literal(value, datatype=day))
        for name, value in zip(("dcat:startDate", "dcat:endDate"), found.period, strict=True)
        if value
    ]
    if ends:
        node = BlankNode("period")
        yield from says(published.dataset, ("dcterms:temporal", node))
        yield from says(node, ("rdf:type", term("dcterms:PeriodOfTime")), *ends)


def _version(published: Publication, files: Downloads) -> Iterator[Triple]:
    """The version that is served, as a dataset of its own."""
    node, number = published.part("version/" + published.version), Literal(published.version)
    yield from says(
        published.dataset,
        ("dcat:version", number),
        ("dcat:hasVersion", node),
        ("dcat:hasCurrentVersion", node),
    )
    yield from says(
        node,
        ("rdf:type", term("dcat:Dataset")),
        ("dcat:isVersionOf", published.dataset),
        ("dcat:version", number),
        ("dcat:distribution", tuple(published.part("file/" + one.name) for one in files.whole)),
        ("dcat:contactPoint", published.part("contact")),
        ("dcat:theme", tuple(authority("data-theme", code) for code in THEMES)),
        ("dcterms:title", texts({tag: f"{text} {number.value}" for tag, text in TITLE.items()})),
        ("dcterms:description", texts(DESCRIPTION)),
        ("dcterms:bibliographicCitation", texts(lines(published))),
        ("dcterms:modified", published.modified),
        ("dcterms:creator", published.part("publisher")),
        ("dcterms:publisher", published.part("publisher")),
        ("dcterms:license", NamedNode(published.licence)),
    )


def _numbers(published: Publication, found: Statistics) -> Iterator[Triple]:
    """VoID's numbers, vocabularies and ways in."""
    used = {one.property for one in found.properties} | {one.iri for one in found.classes}
    vocabularies = tuple(
        NamedNode(space)
        for space in dict.fromkeys(NAMESPACES.values())
        if any(iri.startswith(space) for iri in used)
    )
    examples = tuple(NamedNode(one) for one in found.examples)
    yield from says(
        published.dataset,
        ("void:triples", integer(found.triples)),
        ("void:entities", integer(found.entities)),
        ("void:distinctSubjects", integer(found.subjects)),
        ("void:distinctObjects", integer(found.objects)),
        ("void:classes", integer(len(found.classes))),
        ("void:properties", integer(len(found.properties))),
        ("void:uriSpace", Literal(published.base + "id/")),
        ("void:exampleResource", examples),
        ("void:vocabulary", vocabularies),
        ("void:sparqlEndpoint", published.service),
        ("void:feature", tuple(unique_format(one) for one in ("ttl", "jsonld", "nt", "rdf"))),
    )


def _people(published: Publication) -> Iterator[Triple]:
    """Who publishes the graph, how to reach them, and under which licence they do."""
    name = Literal(published.publisher)
    reach = "vcard:hasURL"
    address = published.contact or published.address + "/"
    if address.startswith("mailto:"):
        reach = "vcard:hasEmail"
    yield from says(
        published.part("publisher"),
        ("rdf:type", (term("foaf:Agent"), term("foaf:Organization"))),
        ("foaf:name", name),
    )
    yield from says(
        published.part("contact"),
        ("rdf:type", (term("vcard:Kind"), term("vcard:Organization"))),
        ("vcard:fn", name),
        (reach, NamedNode(address)),
    )
    yield from says(NamedNode(published.licence), ("rdf:type", term("dcterms:LicenseDocument")))
