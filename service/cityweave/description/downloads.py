"""The files that a graph is given as: which there are, what they hold, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from cityweave.description.statistics import Statistics
from cityweave.description.terms import MEDIA_TYPES, NAMESPACES, shortened, term
from cityweave.formats import RdfFormat, by_name, rdf_by_name
from cityweave.naming import is_iri
from cityweave.vocabulary import GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH, UNNAMED_GRAPH

DUMPS = "/dumps/"
WHOLE = "cityweave"
CITIES = "cities.geojson"
_SHARED = {ONTOLOGY_GRAPH, SHAPES_GRAPH, UNNAMED_GRAPH}

_CODES = {
    "nq": "RDF_N_QUADS",
    "trig": "RDF_TRIG",
    "jsonld": "JSON_LD",
    "ttl": "RDF_TURTLE",
    "geojson": "GEOJSON",
    "csv": "CSV",
}
"""Formats in the EU's list of file types."""

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


def unique_format(name: str) -> NamedNode:
    """The IRI that a format has at http://www.w3.org/ns/formats/, or else its media type has."""
    if name in _UNIQUE:
        return term("formats:" + _UNIQUE[name])
    return NamedNode(MEDIA_TYPES + by_name(name).media_type)


@dataclass(frozen=True, slots=True)
class Download:
    """A file: its path below the deployment, its title in English, its format, and its subject.

    ``graph`` is the named graph that it holds, ``source`` the document whose statements, and
    ``iri`` the class whose instances; with none of them, it holds the whole graph, or the cities.
    """

    path: str
    title: str
    format: str
    media_type: str
    graph: str | None = None
    source: str | None = None
    iri: str | None = None

    @property
    def name(self) -> str:
        """What tells it from the others, as a fragment of an IRI."""
        return self.path.removeprefix(DUMPS)

    @property
    def file_type(self) -> str:
        """Its format in the EU's list of file types."""
        return _CODES[self.format]

    @property
    def is_rdf(self) -> bool:
        """Whether it holds statements as such."""
        return self.format in _UNIQUE and self.format != "csv"


@dataclass(frozen=True, slots=True)
class Downloads:
    """All files: those of the whole, of each named graph, of each source, and of each class."""

    whole: tuple[Download, ...]
    graphs: tuple[Download, ...]
    sources: tuple[Download, ...]
    classes: tuple[Download, ...]

    def __iter__(self) -> Iterator[Download]:
        yield from (*self.whole, *self.graphs, *self.sources, *self.classes)


def downloads(found: Statistics, base: str) -> Downloads:
    """The files of a graph with that content, ``base`` being that of its IRIs.

    The many passages of a source are in one file; each has one of its own, too, which is not
    listed here: it is called as the passage is.
    """
    turtle = rdf_by_name("ttl")
    return Downloads(
        whole=whole_files(),
        graphs=tuple(_graph(one, base, turtle) for one in listed(found.graphs)),
        sources=tuple(_source(one, base, turtle) for one in documents(found.graphs, base)),
        classes=tuple(
            Download(
                f"{DUMPS}class/{name}.csv",
                f"Every {name} as a table",
                "csv",
                "text/csv",
                iri=one.iri,
            )
            for one in found.classes
            if one.things and (name := class_name(one.iri))
        ),
    )


def whole_files() -> tuple[Download, ...]:
    """The files that every graph has."""
    cities = "Cities with their coordinates, as GeoJSON"
    return (
        *(_whole(rdf_by_name(name)) for name in ("nq", "trig", "jsonld")),
        Download(DUMPS + CITIES, cities, "geojson", "application/geo+json"),
    )


def listed(graphs: Iterable[str]) -> tuple[str, ...]:
    """The named graphs that are no passages of a source: those are too many to be listed."""
    return tuple(one for one in graphs if "#" not in one)


def documents(graphs: Iterable[str], base: str) -> tuple[str, ...]:
    """The source documents that have passages."""
    start = base + "source/"
    found = (one.partition("#")[0] for one in graphs if "#" in one and one.startswith(start))
    return tuple(sorted(set(found)))


def class_name(iri: str) -> str | None:
    """What the file of a class is called: its local name, with a prefix where it is not ours."""
    name = shortened(iri)
    return name.removeprefix("cw:") if name else None


def class_of(name: str) -> str | None:
    """The class whose file is called that, or None."""
    prefix, colon, local = name.rpartition(":")
    namespace = NAMESPACES.get(prefix if colon else "cw")
    iri = f"{namespace}{local}"
    return iri if namespace and local and is_iri(iri) else None


def _whole(rdf_format: RdfFormat) -> Download:
    return Download(
        f"{DUMPS}{WHOLE}.{rdf_format.name}",
        f"The whole graph with its named graphs, as {rdf_format.title}",
        rdf_format.name,
        rdf_format.media_type,
    )


def graph_of(name: str, base: str) -> str:
    """The named graph whose file is called that; some are called the same on every base."""
    shared = GRAPH + name
    return shared if shared in _SHARED else f"{base}graph/{name}"


def _graph(iri: str, base: str, rdf_format: RdfFormat) -> Download:
    """A named graph; one whose IRI is not under ``graph/`` is given by the Graph Store Protocol."""
    name = iri.removeprefix(GRAPH if iri in _SHARED else base + "graph/")
    path = f"{DUMPS}graph/{quote(name)}.ttl"
    if name == iri:
        path = f"/store?graph={quote(iri, safe='')}&format=ttl"
    title = f"The named graph {name}, as {rdf_format.title}"
    return Download(path, title, rdf_format.name, rdf_format.media_type, graph=iri)


def _source(iri: str, base: str, rdf_format: RdfFormat) -> Download:
    name = iri.removeprefix(base + "source/")
    return Download(
        f"{DUMPS}source/{quote(name)}.ttl",
        f"What the passages of the source {name} state, as {rdf_format.title}",
        rdf_format.name,
        rdf_format.media_type,
        source=iri,
    )
