"""Names of countries and capitals in other languages than English, from Unicode's CLDR.

The sources name few places in more than one language. CLDR (Unicode Technical Standard 35)
names every country, and the city that stands for a time zone, in every language, and says which
languages are official where; the package Babel brings it.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.derivation.datasets import about_dataset
from cityweave.errors import ContentMissing
from cityweave.vocabulary import CW, LANGUAGES, PREFIXES
from cityweave.vocabulary import GRAPH as GRAPHS

GRAPH = NamedNode(GRAPHS + "open/cldr")
_CREATED = "2026-11-22"
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_OTHER = NamedNode(PREFIXES["schema"] + "alternateName")
_CODE, _COUNTRY = NamedNode(CW + "countryCode"), NamedNode(CW + "country")
_METHOD = (
    "Names of territories, and of the cities that stand for time zones, in CLDR {release}, in the "
    "languages of the pages and those that are official in one of the countries, as they are "
    "usually written. A country is found by its ISO 3166 code, a city by the country of its time "
    "zone and its English name. A name in a language of the pages is a label. Where CLDR has none "
    "in a language, none is stated."
)

Cities = dict[NamedNode, tuple[NamedNode, str]]
"""Things that lie in a country, with it and their English name."""


def name_in_languages(quads: Iterable[Quad]) -> set[Quad]:
    """What CLDR calls the countries, and the cities whose name a time zone has.

    In the languages of the pages and in those that are official in one of the countries. A city
    is that of a time zone when it lies in the zone's country and has its English name.
    Raises `ContentMissing` where the package Babel is not installed.
    """
    try:
        import babel  # noqa: PLC0415 - optional
        from babel.core import Locale, get_cldr_version, get_global  # noqa: PLC0415
    except ImportError as error:
        raise ContentMissing(
            "The names of countries are not installed.", hint="pip install 'cityweave[linking]'"
        ) from error
    codes, cities = _places(quads)
    zones = {
        (country, zone.rpartition("/")[2].replace("_", " ")): zone
        for zone, country in get_global("zone_territories").items()
    }
    release = f"{get_cldr_version()} (Python package Babel {babel.__version__})"
    said = set(
        about_dataset(
            GRAPH,
            title="Countries and capitals in other languages",
            licence="https://www.unicode.org/license.txt",
            created=_CREATED,
            source="https://cldr.unicode.org/",
            rights="Unicode CLDR, copyright Unicode, Inc., Unicode License v3.",
            method=_METHOD.format(release=release),
        )
    )
    for language in _languages(codes.values()):
        locale = Locale(language)
        named = {country: locale.territories.get(code) for country, code in codes.items()}
        for city, (country, name) in cities.items():
            zone = zones.get((codes.get(country, ""), name), "")
            named[city] = locale.time_zones.get(zone, {}).get("city")
        said.update(_name(thing, name, language) for thing, name in named.items() if name)
    return said


def _places(quads: Iterable[Quad]) -> tuple[dict[NamedNode, str], Cities]:
    """The countries with their codes, and what lies in one of them."""
    codes: dict[NamedNode, str] = {}
    lies_in: dict[NamedNode, NamedNode] = {}
    names: dict[NamedNode, str] = {}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode):
            continue
        if quad.predicate == _COUNTRY and isinstance(value, NamedNode):
            lies_in[subject] = value
        elif isinstance(value, Literal) and quad.predicate == _CODE:
            codes[subject] = value.value
        elif isinstance(value, Literal) and quad.predicate == _LABEL and value.language == "en":
            names[subject] = value.value
    return codes, {one: (lies_in[one], names[one]) for one in lies_in.keys() & names.keys()}


def _languages(codes: Iterable[str]) -> list[str]:
    """Those of the pages, and the official ones of these countries.

    Without English, which is there already, `no`, which stands for `nb` and `nn` together, and
    those in a second script, such as `sr_Latn`.
    """
    from babel.languages import get_official_languages  # noqa: PLC0415 - optional

    official = {one for code in codes for one in get_official_languages(code)}
    return sorted({*LANGUAGES, *(one for one in official if "_" not in one)} - {"en", "no"})


def _name(thing: NamedNode, name: str, language: str) -> Quad:
    predicate = _LABEL if language in LANGUAGES else _OTHER
    return Quad(thing, predicate, Literal(name, language=language), GRAPH)
