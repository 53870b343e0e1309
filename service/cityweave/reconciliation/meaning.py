"""What a text may name, with how much speaks for each thing rather than for nothing here.

A text of several parts, such as “Mechelen/Malines”, names a thing for sure only if each part, by
itself, leads to it, or to a place that it is in: it is as sure as the least sure of them. What
only some of the parts lead to is no more likely than not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cityweave.reconciliation.comparing import COSTS, Distance, distances, forms_of
from cityweave.reconciliation.dividing import Division, dashed, divided
from cityweave.reconciliation.gathering import BARE, FORMS, LABEL
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.scoring import EVEN, LIKELY, PER_EDIT, SURE, WEIGHTS, unknown
from cityweave.reconciliation.wording import SHORTENED, Reading, readings
from cityweave.vocabulary import CW

PLACES = (CW + "Municipality", CW + "Country")


@dataclass(frozen=True, slots=True)
class Meaning:
    """That a thing is meant: `margin` is the evidence for it less that for nothing here.

    `edits` is how far the name is off, in letters.
    """

    margin: float
    edits: float


Meanings = dict[int, Meaning]
Check = Callable[[], None]
Near = Callable[[Index, str], Mapping[int, Distance]]


def meanings(index: Index, text: str, check: Check) -> Meanings:
    """The things that a text may name. `check` is called before each name, and may raise.

    Parts that stand in the graph as they are written are enough, and quickly found; else all that
    is like the whole and like its parts is looked at.
    """
    division = divided(text, index.country_names)
    if division is not None:
        written = Names(index, _same, check)
        exact = written.named(text)
        _better(exact, _agreed(written, division))
        if _best(exact) >= SURE:
            return exact
    names = Names(index, _like, check)
    found = names.named(text)
    if division is not None and _best(found) < SURE:
        _better(found, _agreed(names, division))
    if _best(found) < EVEN:
        for one in dashed(text):
            _better(found, _agreed(names, one, only=True))
    return found


def _best(found: Meanings) -> float:
    return max((one.margin for one in found.values()), default=float("-inf"))


def _better(found: Meanings, others: Mapping[int, Meaning]) -> None:
    """Keep what has the greater margin."""
    for thing, one in others.items():
        if thing not in found or one.margin > found[thing].margin:
            found[thing] = one


@dataclass(frozen=True, slots=True)
class Names:
    """The names of an index, of which `near` gives those that a name may be."""

    index: Index
    near: Near
    check: Check

    def named(self, text: str) -> Meanings:
        """The things that a text may name as a whole.

        That nothing here is meant is as likely as for the shortest reading: words like “city of”
        say as little about something unknown as about a thing of the graph.
        """
        found: Meanings = {}
        ways = readings(text, self.index.country_names)
        letters = min((len(one.name.replace(" ", "")) for one in ways), default=0)
        for reading in ways:
            self.check()
            _better(found, self._read(reading, unknown(letters)))
        return found

    def _read(self, reading: Reading, none: float) -> Meanings:
        found: Meanings = {}
        index = self.index
        for key, (distance, cost) in self.near(index, reading.name).items():
            for thing, kind in index.holders(key):
                form, what = divmod(kind, FORMS)
                edits = reading.cost + distance + max(cost, COSTS[form])
                evidence = -PER_EDIT * edits
                if what != LABEL:
                    evidence += WEIGHTS.bare_name if what == BARE else WEIGHTS.other_name
                if reading.country is not None:
                    evidence += _beside(index, thing, reading.country)
                if any(index.is_a(thing, one) for one in PLACES):
                    evidence += WEIGHTS.place
                if thing not in found or evidence - none > found[thing].margin:
                    found[thing] = Meaning(evidence - none, edits)
        return found


def _like(index: Index, name: str) -> Mapping[int, Distance]:
    """The names that a name is like."""
    return distances(name, index.keys, index.like(name))


def _same(index: Index, name: str) -> Mapping[int, Distance]:
    """The names that are the same in one of its forms."""
    found = {index.key(form): (0.0, cost) for form, cost in forms_of(name).items()}
    return {key: distance for key, distance in found.items() if key is not None}


def _beside(index: Index, thing: int, country: int) -> float:
    """What a country that stands beside a name says for or against a thing."""
    own = index.country(thing)
    if own is None:
        return 0.0
    return WEIGHTS.property_fits if own == country else WEIGHTS.property_differs


def _agreed(names: Names, division: Division, *, only: bool = False) -> Meanings:
    """What the parts of a text name; `only` what all of them do."""
    index = names.index
    parts = [names.named(one) for one in division.names]
    found: Meanings = {}
    for thing in dict.fromkeys(one for part in parts for one in part):
        beside = sum(_beside(index, thing, one) for one in division.countries)
        said = [one for part in parts if (one := _said(index, thing, part))]
        if len(said) == len(parts):
            named = max(part[thing].margin for part in parts if thing in part)
            _better(found, {thing: _together(said, named, beside)})
        if len(parts) > 1 and not only:
            alone = (_alone(part, thing, beside) for part in parts if thing in part)
            _better(found, {thing: max(alone, key=lambda one: one.margin)})
    return found


def _together(said: Sequence[Meaning], named: float, beside: float) -> Meaning:
    """What all parts of a text say of a thing; `named` is how sure one names it, not its place."""
    least = min(said, key=lambda one: one.margin)
    margin = min(least.margin, named) + beside - PER_EDIT * SHORTENED
    if len(said) > 1 and any(one.edits >= 1 for one in said):
        margin = min(margin, LIKELY)
    return Meaning(margin, least.edits)


def _alone(part: Meanings, thing: int, beside: float) -> Meaning:
    """What a part says of a thing, where other parts do not say it: no more than even."""
    said = part[thing]
    return Meaning(min(said.margin - max(_best(part) - EVEN, 0.0) + beside, EVEN), said.edits)


def _said(index: Index, thing: int, part: Meanings) -> Meaning | None:
    """How sure a part names a thing, or a place that it is in; None where it names neither."""
    said = part.get(thing)
    for place in index.around(thing):
        around = part.get(place)
        if around is not None and (said is None or around.margin > said.margin):
            said = around
    return said
