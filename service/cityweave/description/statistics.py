"""Counts what a graph holds, by class, by property, and by named graph, with a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, Triple

from cityweave.parsing import Term
from cityweave.query.solutions import Row, rows
from cityweave.store import Store
from cityweave.vocabulary import ONTOLOGY_GRAPH, prologue

_PROLOGUE = prologue("cw", "owl", "rdfs", "skos") + "PREFIX prof: <http://www.w3.org/ns/dx/prof/>\n"
_COUNTS = "(COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)"
_WHOLE = f"SELECT {_COUNTS} {{ ?s ?p ?o }}"
_ENTITIES = (
    "SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a ?c FILTER(STRSTARTS(STR(?s), '{base}id/')) }}"
)
_CLASSES = (
    "SELECT ?c (COUNT(?s) AS ?n)"
    " (SUM(IF(isIRI(?s) && STRSTARTS(STR(?s), '{base}id/'), 1, 0)) AS ?things)"
    " {{ ?s a ?c FILTER(isIRI(?c)) }} GROUP BY ?c ORDER BY DESC(?n) ?c"
)
_PROPERTIES = f"SELECT ?p {_COUNTS} {{ ?s ?p ?o }} GROUP BY ?p ORDER BY ?p"
_BY_CLASS = (
    f"SELECT ?c ?p {_COUNTS} {{ ?s a ?c ; ?p ?o FILTER(isIRI(?c)) }} GROUP BY ?c ?p ORDER BY ?p"
)
_TO_CLASS = (
    "SELECT ?c ?p ?d (COUNT(*) AS ?n)"
    " { ?s a ?c ; ?p ?o . ?o a ?d FILTER(isIRI(?c) && isIRI(?d)) } GROUP BY ?c ?p ?d ORDER BY ?d"
)
_TO_DATATYPE = (
    "SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o FILTER(isIRI(?c) && isLiteral(?o))"
    " BIND(DATATYPE(?o) AS ?d) } GROUP BY ?c ?p ?d ORDER BY ?d"
)
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_OF_ITSELF = (
    "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?g ?q ?x"
    " { BIND(?g AS ?s) ?s ?p ?o } UNION { ?g ?r ?s FILTER(isBlank(?s)) ?s ?p ?o } }"
    " FILTER(!CONTAINS(STR(?g), '#')) } ORDER BY ?s ?p ?o"
)
_LANGUAGES = (
    "SELECT ?l (COUNT(*) AS ?n) { ?s ?p ?o FILTER(isLiteral(?o)) BIND(LANG(?o) AS ?l)"
    " FILTER(?l != '') } GROUP BY ?l ORDER BY DESC(?n) ?l"
)
_COUNTRIES = (
    "SELECT DISTINCT ?c ?same { ?c a cw:Country OPTIONAL { ?c owl:sameAs|skos:exactMatch ?same"
    " FILTER(STRSTARTS(STR(?same),"
    " 'http://publications.europa.eu/resource/authority/country/')) } } ORDER BY ?c"
)
_TIME = (
    "SELECT ?from ?to { { SELECT (MIN(?a) AS ?from) { ?t cw:earliest ?a } }"
    " { SELECT (MAX(?b) AS ?to) { ?t cw:latest ?b } } }"
)
_STANDARDS = (
    "SELECT DISTINCT ?x { { ?x a prof:Profile ; prof:hasToken 'graph' } UNION"
    f" {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ?x a owl:Ontology FILTER(isIRI(?x))"
    " FILTER NOT EXISTS { ?other owl:imports ?x } } } } ORDER BY ?x"
)
_EXAMPLES = (
    "SELECT ?s (COUNT(*) AS ?n) {{ ?s a cw:Municipality ; ?p ?o"
    " FILTER(STRSTARTS(STR(?s), '{base}id/')) }} GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 3"
)
_SOURCES = "SELECT ?s ?label { ?s a cw:SourceDocument ; rdfs:label ?label } ORDER BY ?s ?label"


@dataclass(frozen=True, slots=True)
class Partition:
    """The triples with one property: how many, and how many different subjects and objects.

    ``classes`` and ``datatypes`` are what the objects are, with the number of triples.
    """

    property: str
    triples: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    datatypes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ClassPartition:
    """The instances of a class; ``things`` are those among them with an IRI under ``id/``."""

    iri: str
    entities: int
    things: int
    properties: tuple[Partition, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a graph holds.

    ``graphs`` are the named graphs with their triples, ``own`` the statements that each graph
    makes of itself. ``languages`` are tags, the most frequent first. ``countries`` are ours, each
    with the IRI that the EU has for it, where the graph says so. ``period`` are the first and last
    day that a time in the graph can mean, each as written, where there is one. ``sources`` have
    their names in some languages. ``standards`` are the ontologies that no other imports, and the
    profile of the whole graph; ``examples`` are cities of which much is said.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[ClassPartition, ...]
    properties: tuple[Partition, ...]
    graphs: Mapping[str, int]
    own: tuple[Triple, ...]
    languages: tuple[str, ...]
    countries: Mapping[str, str | None]
    period: tuple[str | None, str | None]
    sources: Mapping[str, tuple[Literal, ...]]
    standards: tuple[str, ...]
    examples: tuple[str, ...]


def measured(store: Store, base: str) -> Statistics:
    """Count everything. ``base`` is that of the IRIs of things. Raises as `Store.query`."""

    def asked(text: str) -> tuple[Row, ...]:
        return tuple(rows(store, _PROLOGUE + text))

    (whole,) = asked(_WHOLE)
    (things,) = asked(_ENTITIES.format(base=base))
    (time,) = asked(_TIME)
    sources: dict[str, tuple[Literal, ...]] = {}
    for row in asked(_SOURCES):
        label = row["label"]
        if isinstance(label, Literal):
            sources[_iri(row["s"])] = (*sources.get(_iri(row["s"]), ()), label)
    return Statistics(
        triples=_number(whole, "n"),
        entities=_number(things, "n"),
        subjects=_number(whole, "subjects"),
        objects=_number(whole, "objects"),
        classes=_classes(
            asked(_CLASSES.format(base=base)),
            asked(_BY_CLASS),
            asked(_TO_CLASS),
            asked(_TO_DATATYPE),
        ),
        properties=tuple(_partition(row, {}, {}) for row in asked(_PROPERTIES)),
        graphs={_iri(row["g"]): _number(row, "n") for row in asked(_GRAPHS)},
        own=tuple(Triple(row["s"], row["p"], row["o"]) for row in asked(_OF_ITSELF)),  # type: ignore[arg-type]
        languages=tuple(_text(row, "l") or "" for row in asked(_LANGUAGES)),
        countries={_iri(row["c"]): _text(row, "same") for row in asked(_COUNTRIES)},
        period=(_text(time, "from"), _text(time, "to")),
        sources=sources,
        standards=tuple(_iri(row["x"]) for row in asked(_STANDARDS)),
        examples=tuple(_iri(row["s"]) for row in asked(_EXAMPLES.format(base=base))),
    )


def _classes(
    classes: Iterable[Row], pairs: Iterable[Row], to_class: Iterable[Row], to_type: Iterable[Row]
) -> tuple[ClassPartition, ...]:
    """The classes with their properties, and with what these lead to."""
    leads = _leads(to_class), _leads(to_type)
    properties: dict[str, list[Partition]] = {}
    for row in pairs:
        key = _iri(row["c"]), _iri(row["p"])
        found = _partition(row, leads[0].get(key, {}), leads[1].get(key, {}))
        properties.setdefault(key[0], []).append(found)
    return tuple(
        ClassPartition(
            iri=_iri(row["c"]),
            entities=_number(row, "n"),
            things=_number(row, "things"),
            properties=tuple(properties.get(_iri(row["c"]), ())),
        )
        for row in classes
    )


def _leads(found: Iterable[Row]) -> dict[tuple[str, str], dict[str, int]]:
    leads: dict[tuple[str, str], dict[str, int]] = {}
    for row in found:
        if "d" in row:  # a literal of RDF 1.2 with a direction may have no datatype to name
            ends = leads.setdefault((_iri(row["c"]), _iri(row["p"])), {})
            ends[_iri(row["d"])] = _number(row, "n")
    return leads


def _partition(row: Row, classes: Mapping[str, int], datatypes: Mapping[str, int]) -> Partition:
    return Partition(
        property=_iri(row["p"]),
        triples=_number(row, "n"),
        subjects=_number(row, "subjects"),
        objects=_number(row, "objects"),
        classes=classes,
        datatypes=datatypes,
    )


def _iri(found: Term) -> str:
    return "" if isinstance(found, Triple) else found.value


def _number(row: Row, name: str) -> int:
    return int(_iri(row[name]))


def _text(row: Row, name: str) -> str | None:
    return _iri(row[name]) if name in row else None
