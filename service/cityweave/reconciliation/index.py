"""The names of a graph as they are looked up: read only, and made from what a reader gathered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from cityweave.reconciliation.gathering import LABEL
from cityweave.reconciliation.packing import Unpacker
from cityweave.reconciliation.spelling import grams, plain
from cityweave.store import Moment
from cityweave.vocabulary import CW

ENOUGH = 3_000
"""Names that share pieces with a name and are compared with it, about at most."""

_COUNTRY = CW + "Country"
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Word:
    """A text with its language, which is empty where nobody said it."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of things: its names by language, and the classes right above it."""

    iri: str
    names: dict[str, str]
    broader: tuple[str, ...]

    def name(self, language: str) -> Word:
        """Its name in a language, else in English, else in any, else the end of its IRI."""
        for one in (language, "en", *self.names):
            if one in self.names:
                return Word(self.names[one], one)
        return Word(self.iri.rpartition("#")[2].rpartition("/")[2])


class Index:
    """Things are numbers here, in the order of their IRIs; so are names (`keys`), by the alphabet.

    Made once, then only read, by any thread.
    """

    def __init__(self, packed: bytes, state: Moment) -> None:
        """Read the tables that `gathering.packed` wrote, in its order, of a state of the graph."""
        self.state = state
        tables = Unpacker(packed)
        self.things: Sequence[str] = tables.texts()
        self._sets = [tuple(one.split(" ")) for one in tables.texts()]
        self._set_of = tables.numbers("I")
        self.classes = _classes(tables.texts(), tables.texts())
        self._above = {iri: self._closure(iri) for iri in self.classes}
        self._countries, self._around = tables.numbers("i"), tables.numbers("i")
        self._of_country = self._things_of_countries()
        self._texts, self._languages = tables.texts(), tables.texts()
        self._first_text, self._whats = tables.numbers("I"), tables.numbers("B")
        self.keys: Sequence[str] = tables.texts()
        self._first_holder = tables.numbers("I")
        self._holders, self._kinds = tables.numbers("I"), tables.numbers("B")
        self._gram_numbers = {gram: number for number, gram in enumerate(tables.texts())}
        self._first_place, self._places = tables.numbers("I"), tables.numbers("I")
        self._numbers = {iri: number for number, iri in enumerate(self.things)}
        self.country_names = self._names_of_countries()

    def _closure(self, iri: str) -> frozenset[str]:
        """A class with all that it is a subclass of."""
        found, new = {iri}, {iri}
        while new:
            new = {up for one in new if one in self.classes for up in self.classes[one].broader}
            new -= found
            found |= new
        return frozenset(found)

    def _things_of_countries(self) -> dict[int, dict[int, list[int]]]:
        """The things of each country, by the set of classes that they have."""
        found: dict[int, dict[int, list[int]]] = {}
        for thing, country in enumerate(self._countries):
            if country >= 0:
                sets = found.setdefault(country, {})
                sets.setdefault(self._set_of[thing], []).append(thing)
        return found

    def _names_of_countries(self) -> dict[str, int]:
        """Plain names and codes of countries, with the number of the country."""
        return {
            plain(word.text): number
            for number in range(len(self.things))
            if _COUNTRY in self._sets[self._set_of[number]]
            for word in self.names(number)
        }

    def number(self, iri: str) -> int | None:
        """The number of a thing, None where nothing of that IRI has a name and a class."""
        return self._numbers.get(iri)

    def types(self, thing: int) -> tuple[str, ...]:
        """The classes of a thing as they are stated, our own before others and alone if any."""
        stated = self._sets[self._set_of[thing]]
        return tuple(one for one in stated if one.startswith(CW)) or stated

    def is_a(self, thing: int, wanted: str) -> bool:
        """Whether a thing is of a class, itself or by a subclass."""
        return self._is(self._set_of[thing], wanted)

    def _is(self, kind: int, wanted: str) -> bool:
        """Whether a set of classes has a class, itself or a subclass."""
        return any(wanted in self._above.get(one, (one,)) for one in self._sets[kind])

    def country(self, thing: int) -> int | None:
        """The country of a thing, or of the place that it administers or is based in."""
        found = self._countries[thing]
        return None if found < 0 else found

    def around(self, thing: int) -> set[int]:
        """The country of a thing, and the places that it is in, one in another."""
        found = {self._countries[thing]}
        while (thing := self._around[thing]) >= 0 and thing not in found:
            found.add(thing)
        return found - {-1}

    @property
    def countries(self) -> Iterable[int]:
        """The countries that things are of."""
        return self._of_country

    def of_country(self, country: int, types: Sequence[str] = ()) -> Iterator[int]:
        """The things of a country that are of any of those classes, in order; without, all."""
        sets = self._of_country.get(country, {})
        return merge(
            *(
                things
                for kind, things in sets.items()
                if not types or any(self._is(kind, one) for one in types)
            )
        )

    def names(self, thing: int) -> list[Word]:
        """All names of a thing as they stand, labels first."""
        span = range(self._first_text[thing], self._first_text[thing + 1])
        return [Word(self._texts[one], self._languages[one]) for one in span]

    def label(self, thing: int, language: str) -> Word:
        """The label of a thing in a language, else in English, else in any."""
        start, end = self._first_text[thing], self._first_text[thing + 1]
        best, rank = start, 9
        for one in range(start, end):
            said = self._languages[one].partition("-")[0]
            order = {language: 0, "en": 1, "": 2}.get(said, 3)
            order += 0 if self._whats[one] == LABEL else 4
            if order < rank:
                best, rank = one, order
        return Word(self._texts[best], self._languages[best])

    def holders(self, key: int) -> Iterator[tuple[int, int]]:
        """Whose name that is, and what the name is to each: `LABEL`, `OTHER` or `BARE`."""
        for one in range(self._first_holder[key], self._first_holder[key + 1]):
            yield self._holders[one], self._kinds[one]

    def like(self, name: str) -> list[int]:
        """Names that share pieces with a plain name: the rarest of its pieces count first."""
        spans = []
        for gram in grams(name):
            number = self._gram_numbers.get(gram)
            if number is not None:
                spans.append((self._first_place[number], self._first_place[number + 1]))
        spans.sort(key=lambda span: span[1] - span[0])
        found: set[int] = set()
        for start, end in spans:
            found.update(self._places[start : min(end, start + ENOUGH)])
            if len(found) > ENOUGH:
                break
        return list(found)

    def key(self, name: str) -> int | None:
        """The number of a plain name; None where nothing is called that."""
        place = bisect_left(self.keys, name)
        return place if place < len(self.keys) and self.keys[place] == name else None

    def starting(self, prefix: str, most: int) -> range:
        """The names that begin with a plain text, `most` of them at most."""
        start = bisect_left(self.keys, prefix)
        end = bisect_left(self.keys, prefix + _LAST, lo=start)
        return range(start, min(end, start + most))


def _classes(broader: list[str], names: list[str]) -> dict[str, Class]:
    labels: dict[str, dict[str, str]] = {}
    for line in names:
        iri, language, text = line.split("\t", 2)
        labels.setdefault(iri, {})[language] = text
    found = {}
    for line in broader:
        iri, *above = line.split("\t")
        found[iri] = Class(iri, labels.get(iri, {}), tuple(above))
    return found
