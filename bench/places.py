"""The cities, regions and organisations that collaborations draw on."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.detail import Detail
from bench.output import Output
from bench.terms import LABEL, A, cw, text, thing, typed
from bench.words import COUNTRIES, LANGUAGES, place, slug
from cityweave.vocabulary import GRAPH

EDITORIAL = f"<{GRAPH}editorial>"
MUNICIPALITY, *OTHER_TYPES = ORGANISATION_TYPES = tuple(
    thing("organisation-type", name)
    for name in ("municipality", "university", "ngo", "company", "agency")
)
CENSUS = thing("timespan", "2021")
TRIPLES_PER_CITY = 60
"""How many triples of the whole graph there are for each city in it."""


@dataclass(frozen=True, slots=True)
class City:
    """A city, its name, its country, and the organisation that administers it."""

    iri: str
    name: str
    country: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Places:
    """What the graph is peopled with; the first cities take part in most."""

    cities: tuple[City, ...]
    regions: tuple[str, ...]
    organisations: tuple[str, ...]

    def some(self, random: Random, count: int) -> list[City]:
        """Different cities, the popular ones more often."""
        found: dict[City, None] = {}
        while len(found) < min(count, len(self.cities) // 2):
            found[self.cities[int(len(self.cities) * random.random() ** 2.5)]] = None
        return list(found)


def write_places(output: Output, random: Random, size: int, detail: Detail) -> Places:
    """Write the places of a graph of `size` triples; about a third of its triples are theirs."""
    for code, name in COUNTRIES.items():
        country = thing("country", code)
        facts = [
            f"{country} {A} {cw('Country')}",
            f"{country} {LABEL} {text(name)}",
            f'{country} {cw("countryCode")} "{code.upper()}"',
        ]
        output.add(EDITORIAL, facts)
    if census := _census(detail):
        output.add(EDITORIAL, census)
    number = max(len(COUNTRIES), size // TRIPLES_PER_CITY)
    regions = _regions(output, random, max(len(COUNTRIES) * 2, number // 12), detail)
    cities = tuple(_city(output, random, each, regions, detail) for each in range(number))
    organisations = _organisations(output, random, cities, number // 3, detail)
    return Places(cities, tuple(regions), organisations)


def _census(detail: Detail) -> list[str]:
    """The year for which all populations are stated."""
    return detail.more(
        f"{CENSUS} {A} {cw('TimeSpan')}",
        f"{CENSUS} {LABEL} {text('2021')}",
        f'{CENSUS} {cw("edtf")} "2021"',
        f"{CENSUS} {cw('earliest')} {typed('2021-01-01', 'date')}",
        f"{CENSUS} {cw('latest')} {typed('2021-12-31', 'date')}",
    )


def _regions(output: Output, random: Random, number: int, detail: Detail) -> list[str]:
    """Regions, some of them within a larger one of the same country."""
    regions: list[str] = []
    codes = list(COUNTRIES)
    for each in range(number):
        name = place(random)
        code = codes[each % len(codes)]
        region = thing("region", f"{slug(name)}-{each}-{code}")
        name = detail.distinct(name, f"regions of {code}")
        is_large = each < len(codes) * 2 or each % 4 == 0
        around = thing("country", code) if is_large else regions[each % (len(codes) * 2)]
        facts = [
            f"{region} {A} {cw('Region')}",
            f"{region} {LABEL} {text(name)}",
            f"{region} {cw('country')} {thing('country', code)}",
            f"{region} {cw('within')} {around}",
        ]
        output.add(EDITORIAL, facts)
        regions.append(region)
    return regions


def _city(output: Output, random: Random, number: int, regions: list[str], detail: Detail) -> City:
    """A city with its municipality and its population."""
    name = place(random)
    region = regions[int(len(regions) * random.random())]
    code = region.rstrip(">")[-2:]
    country = thing("country", code)
    key = f"{slug(name)}-{number}-{code}"
    city, town = thing("city", key), thing("organisation", f"municipality-of-{key}")
    people = thing("quantity", f"population-{key}")
    name = detail.distinct(name, "cities")
    facts = [
        f"{city} {A} {cw('Municipality')}",
        f"{city} {LABEL} {text(name)}",
        f"{city} {cw('country')} {country}",
        f"{city} {cw('within')} {region}",
        f"{city} {cw('hasQuantity')} {people}",
        f"{people} {A} {cw('Quantity')}",
        f"{people} {cw('unit')} {thing('unit', 'inhabitants')}",
        f"{people} {cw('value')} {typed(str(int(2000 / (random.random() + 0.002))), 'integer')}",
        f"{town} {A} {cw('Organisation')}",
        f"{town} {A} {cw('PublicAuthority')}",
        f"{town} {LABEL} {text('Municipality of ' + name)}",
        f"{town} {cw('administers')} {city}",
        f"{town} {cw('organisationType')} {MUNICIPALITY}",
        *detail.more(
            f"{people} {LABEL} {text('Population of ' + name)}",
            f"{people} {cw('aboutSubject')} {city}",
            f"{people} {cw('measure')} {text('population')}",
            f"{people} {cw('referenceTime')} {CENSUS}",
        ),
    ]
    if random.random() < 0.6:
        facts.append(f"{city} {LABEL} {text(name + 'a', random.choice(LANGUAGES))}")
    output.add(EDITORIAL, facts)
    return City(city, name, country, town)


def _organisations(
    output: Output, random: Random, cities: tuple[City, ...], number: int, detail: Detail
) -> tuple[str, ...]:
    """Other organisations, which belong to one another in chains."""
    organisations: list[str] = []
    for each in range(number):
        name = f"Institute of {place(random)}"
        one = thing("organisation", f"{slug(name)}-{each}")
        name = detail.distinct(name, "organisations")
        facts = [
            f"{one} {A} {cw('Organisation')}",
            f"{one} {LABEL} {text(name)}",
            f"{one} {cw('organisationType')} {random.choice(OTHER_TYPES)}",
            f"{one} {cw('basedIn')} {random.choice(cities).iri}",
        ]
        if each % 40:
            parent = organisations[random.randrange(max(0, each - 60), each)]
            facts.append(f"{one} {cw('parentOrganisation')} {parent}")
        output.add(EDITORIAL, facts)
        organisations.append(one)
    return tuple(organisations)
