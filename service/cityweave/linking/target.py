"""The graphs and tables that links lead to: how their identifiers are written, and for what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cityweave.parsing.country import country_code
from cityweave.vocabulary import CW, PREFIXES

SAME_AS = PREFIXES["owl"] + "sameAs"
SAME_PLACE = PREFIXES["schema"] + "sameAs"
EXACT = PREFIXES["skos"] + "exactMatch"
CLOSE = PREFIXES["skos"] + "closeMatch"
SEE_ALSO = PREFIXES["rdfs"] + "seeAlso"
IN_REGION = CW + "nutsRegion"

IDENTITY = frozenset({SAME_AS, SAME_PLACE, EXACT})
"""Properties by which two IRIs stand for one thing: a thing has one such link to a target."""

BROADER, NARROWER = PREFIXES["skos"] + "broadMatch", PREFIXES["skos"] + "narrowMatch"
RELATED = PREFIXES["skos"] + "relatedMatch"
LINKS = IDENTITY | {CLOSE, BROADER, NARROWER, RELATED, SEE_ALSO, IN_REGION}
"""All properties that link into another graph."""

_SETTLEMENT = {"P"}
_PARTS = {"P.PPLX", "P.PPLH", "P.PPLQ", "P.PPLW", "P.PPLCH"}
_AREAS = {"A.ADM1", "A.ADM2", "A.ADM3", "A.ADM4", "A.ADM5", "A.ADMD", "L.RGN", "L.RGNE"}
FEATURES: Mapping[str, frozenset[str]] = {
    "Municipality": frozenset(_SETTLEMENT),
    "District": frozenset(_SETTLEMENT | _PARTS),
    "Region": frozenset(_AREAS),
    "Country": frozenset({"A.PCL", "A.PCLI", "A.PCLD", "A.PCLF", "A.PCLS"}),
}
"""Features of GeoNames that a class of ours can be, by class or by class and code.

(https://www.geonames.org/export/codes.html)
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A graph or table elsewhere.

    `home` is what all of its addresses begin with, `written` how its IRIs are written, and
    `loosely` how else people write them, both with a group `id`; `template` makes the IRI of
    an id. `properties` are, by the class of a thing of ours, what links it with; things of
    other classes have no links there.
    `by_country` says that an id begins with a country's code. `mixed`: it has things of
    many kinds, so that one of which no kind is known may be of another.
    """

    name: str
    title: str
    home: re.Pattern[str]
    written: re.Pattern[str]
    loosely: re.Pattern[str]
    template: str
    properties: Mapping[str, str] = field(default_factory=dict)
    by_country: bool = False
    mixed: bool = False

    def iri(self, identifier: str) -> str:
        """The IRI of an id; an IRI in any of the ways it is written, as it should be."""
        found = self.written.fullmatch(identifier) or self.loosely.fullmatch(identifier)
        if found:
            return self.template.format(id=self._cased(found["id"]))
        return self.template.format(id=self._cased(identifier))

    def id_of(self, iri: str) -> str | None:
        """The id that a well-formed IRI has; None for any other."""
        found = self.written.fullmatch(iri)
        return found["id"] if found else None

    def mended(self, iri: str) -> str | None:
        """How an IRI that is written otherwise should be written; None where nobody can tell."""
        found = self.loosely.fullmatch(iri)
        return self.iri(found["id"]) if found else None

    def country_of(self, identifier: str) -> str | None:
        """The country that an id names, as ISO 3166-1 alpha-2 code; None where it names none."""
        return country_code(identifier[:2]) if self.by_country else None

    def class_of(self, classes: Iterable[str]) -> str | None:
        """The class, of those that a thing has, by which it is linked to here."""
        known = set(classes)
        return next((name for name in self.properties if name in known), None)

    def fits(self, name: str, kind: str | None) -> bool | None:
        """Whether something of a kind there can be a thing of a class of ours.

        None where the kind says nothing. A kind is a feature of GeoNames, such as `P.PPL`, or
        the name of one of the classes of ours.
        """
        if not kind:
            return None
        if kind.lower() in {one.lower() for one in CLASSES}:
            return kind.lower() == name.lower()
        if not _FEATURE.fullmatch(kind):
            return None
        allowed = FEATURES.get(name, frozenset())
        if kind in _PARTS or "." not in kind:
            return kind in allowed
        return kind in allowed or kind.partition(".")[0] in allowed

    def _cased(self, identifier: str) -> str:
        return identifier.upper() if self.by_country else identifier


_FEATURE = re.compile(r"[AHLPRSTUV](?:\.[A-Z0-9]+)?")


def _target(
    name: str,
    title: str,
    template: str,
    pattern: str,
    loosely: str,
    home: str,
    properties: Mapping[str, str] | None = None,
    *,
    by_country: bool = False,
    mixed: bool = False,
) -> Target:
    before, _, after = template.partition("{id}")
    written = re.compile(f"{re.escape(before)}(?P<id>{pattern}){re.escape(after)}")
    flags = re.IGNORECASE if by_country else 0
    other = re.compile(loosely.replace("{id}", f"(?P<id>{pattern})"), flags)
    start = re.compile(r"https?://(?:[a-z]+\.)?" + home, re.IGNORECASE)
    return Target(name, title, start, written, other, template, properties or {}, by_country, mixed)


_EU = "http://publications.europa.eu/resource/authority/"
_LOOSE_EU = r"https?://(?:publications|op)\.europa\.eu/resource/authority/"
_PLACES = dict.fromkeys(("Municipality", "District", "Region"), SAME_PLACE)

TARGETS = (
    _target(
        "geonames",
        "GeoNames",
        "https://sws.geonames.org/{id}/",
        r"[1-9]\d*",
        r"https?://(?:www\.|sws\.)?geonames\.org/{id}(?:/.*)?",
        r"geonames\.org/",
        {**_PLACES, "Country": SAME_PLACE},
        mixed=True,
    ),
    _target(
        "wikidata",
        "Wikidata",
        "http://www.wikidata.org/entity/{id}",
        r"Q[1-9]\d*",
        r"https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/(?:Special:EntityData/)?{id}(?:[.#?].*)?",
        r"wikidata\.org/",
        {**_PLACES, "Country": SAME_AS, "Organisation": SAME_AS},
        mixed=True,
    ),
    _target(
        "nuts",
        "NUTS",
        "http://data.europa.eu/nuts/code/{id}",
        r"[A-Z]{2}[A-Z0-9]{0,3}",
        r"https?://data\.europa\.eu/nuts/(?:code/)?{id}/?",
        r"data\.europa\.eu/nuts/",
        {"Region": SAME_PLACE},
        by_country=True,
    ),
    _target(
        "eu-countries",
        "EU authority table of countries",
        f"{_EU}country/{{id}}",
        r"[A-Z0-9]{3}|OP_DATPRO",
        _LOOSE_EU + "country/{id}/?",
        r"europa\.eu/resource/authority/country/",
        {"Country": SAME_AS},
    ),
    _target(
        "eu-corporate-bodies",
        "EU authority table of corporate bodies",
        f"{_EU}corporate-body/{{id}}",
        r"[A-Z0-9_]+",
        _LOOSE_EU + "corporate-body/{id}/?",
        r"europa\.eu/resource/authority/corporate-body/",
        {"Organisation": SAME_AS},
    ),
    _target(
        "eurovoc",
        "EuroVoc",
        "http://eurovoc.europa.eu/{id}",
        r"\d+|c_[0-9a-f]+",
        r"https?://eurovoc\.europa\.eu/{id}/?",
        r"eurovoc\.europa\.eu/",
        {"Theme": CLOSE},
    ),
    _target(
        "flemish-areas",
        "Areas of the Flemish government",
        "http://data.lblod.info/id/werkingsgebieden/{id}",
        r"[0-9a-f]{64}",
        r"https?://data\.lblod\.info/id/werkingsgebieden/{id}/?",
        r"data\.lblod\.info/id/werkingsgebieden/",
        {"Municipality": SAME_PLACE},
    ),
    _target(
        "belgian-municipalities",
        "Belgian municipalities by NIS code",
        "http://vocab.belgif.be/auth/refnis2019/{id}",
        r"\d{5}",
        r"https?://vocab\.belgif\.be/auth/refnis2019/{id}/?",
        r"vocab\.belgif\.be/auth/refnis",
        {"Municipality": SAME_PLACE},
    ),
    _target(
        "sdg",
        "Sustainable Development Goals",
        "http://metadata.un.org/sdg/{id}",
        r"\d+(?:\.[0-9a-z]+)*",
        r"https?://metadata\.un\.org/sdg/{id}/?",
        r"metadata\.un\.org/sdg/",
    ),
    _target(
        "eli",
        "European Legislation Identifier",
        "http://data.europa.eu/eli/{id}",
        r"[a-z_]+/\d{4}/.+",
        r"https?://data\.europa\.eu/eli/{id}",
        r"data\.europa\.eu/eli/(?!ontology)",
    ),
)

CLASSES = tuple(dict.fromkeys(name for target in TARGETS for name in target.properties))
"""The local names of our classes whose things can be linked by a gazetteer."""


@lru_cache(maxsize=100_000)
def target_of(iri: str) -> Target | None:
    """The target that an IRI leads to, well-formed or not; None for one that is not known."""
    return next((found for found in TARGETS if found.home.match(iri)), None)
