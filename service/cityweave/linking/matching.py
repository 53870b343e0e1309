"""Finds in a gazetteer what things may be linked to; never guesses among several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from cityweave.linking.entry import Entry
from cityweave.linking.evidence import THRESHOLD, Evidence, Match, weigh
from cityweave.linking.gazetteer import Gazetteer
from cityweave.linking.suggestion import Outcome, Suggestion, is_better
from cityweave.linking.target import IDENTITY, Target, target_of
from cityweave.linking.thing import Thing
from cityweave.spreadsheets.folding import fold

ALIKE = 85.0
"""From 0 to 100: names that are less like one another are not shown."""

MOST = 5
"""Candidates that are kept of one thing."""

_SHORTEST = 4


def suggest(
    things: Iterable[Thing],
    target: Target,
    gazetteer: Gazetteer,
    *,
    threshold: int = THRESHOLD,
) -> tuple[Suggestion, ...]:
    """Links to a target for the things that have none, in the order of the things.

    Things whose class has no links there are left out. Country and kind come first: what lies
    in another country, is of another kind or lies too far away is no candidate. Where
    another candidate is nearly as good, none is proposed. Raises what reading the gazetteer
    raises.
    """
    wanted = [
        _Wanted(thing, kind)
        for thing in things
        if (kind := target.class_of(thing.classes)) and not is_linked(thing, target)
    ]
    _by_name(wanted, target, gazetteer)
    missing = [one for one in wanted if not one.found]
    if missing:
        _alike(missing, target, gazetteer)
    return tuple(one.suggestion(target, threshold) for one in wanted)


def is_linked(thing: Thing, target: Target) -> bool:
    """Whether a thing has a link to a target by which it can be found there."""
    linking = IDENTITY | set(target.properties.values())
    return any(predicate in linking and target_of(iri) is target for predicate, iri in thing.links)


@dataclass(slots=True)
class _Wanted:
    """A thing that candidates are looked for, and the best evidence of each."""

    thing: Thing
    kind: str
    found: dict[str, Evidence] = field(default_factory=dict)

    def take(self, evidence: Evidence) -> None:
        """Keep evidence that rules nothing out, and of an entry the best."""
        before = self.found.get(evidence.entry.id)
        if not evidence.is_against and (before is None or before.score < evidence.score):
            self.found[evidence.entry.id] = evidence

    def suggestion(self, target: Target, threshold: int) -> Suggestion:
        """What is to be suggested by what was found."""
        best = sorted(
            self.found.values(),
            key=lambda one: (-one.score, -one.rank, -(one.entry.population or 0), one.entry.id),
        )[:MOST]
        return Suggestion(
            self.thing, target, target.properties[self.kind], _outcome(best, threshold), tuple(best)
        )


def _outcome(best: Sequence[Evidence], threshold: int) -> Outcome:
    if not best:
        return Outcome.UNKNOWN
    if best[0].match is Match.ALIKE:
        return Outcome.DOUBTFUL
    if any(not is_better(best[0], one) for one in best[1:]):
        return Outcome.AMBIGUOUS
    return Outcome.PROPOSED if best[0].score >= threshold else Outcome.DOUBTFUL


class _Names:
    """Which things have a name: by the name, folded, and by the country."""

    def __init__(self, wanted: Iterable[_Wanted], target: Target) -> None:
        self._target = target
        self._labels: dict[str, list[tuple[_Wanted, str]]] = defaultdict(list)
        self._others: dict[str, list[tuple[_Wanted, str]]] = defaultdict(list)
        self._codes: dict[str, list[_Wanted]] = defaultdict(list)
        self.countries: set[str | None] = set()
        for one in wanted:
            self.countries.add(one.thing.country)
            for name in one.thing.labels:
                self._labels[fold(name)].append((one, name))
            for name in one.thing.others:
                self._others[fold(name)].append((one, name))
            if one.kind == "Country" and one.thing.country:
                self._codes[one.thing.country].append(one)
        self._starts = {name[:1] for name in (*self._labels, *self._others)}

    @property
    def where(self) -> frozenset[str] | None:
        """The countries in which something is looked for; None for all."""
        named = frozenset(filter(None, self.countries))
        return None if None in self.countries else named

    def of(self, entry: Entry) -> Iterable[tuple[_Wanted, Match, tuple[str, str]]]:
        """The things that an entry has a name of."""
        if self._is_country(entry):
            for one in self._codes.get(entry.country or "", ()):
                yield one, Match.CODE, (one.thing.name, entry.country or "")
        folded = fold(entry.name)
        for one, name in self._labels.get(folded, ()):
            yield one, Match.LABEL, (name, entry.name)
        for one, name in self._others.get(folded, ()):
            yield one, Match.OTHER_LABEL, (name, entry.name)
        for other in entry.others:
            if not other.isascii() and _start(other[0]) not in self._starts:
                continue  # to fold names in all alphabets takes most of the time
            folded = fold(other)
            for one, name in self._labels.get(folded, ()):
                yield one, Match.LABEL_OTHER, (name, other)
            for one, name in self._others.get(folded, ()):
                yield one, Match.OTHER_OTHER, (name, other)

    def _is_country(self, entry: Entry) -> bool:
        fits = self._target.fits("Country", entry.kind)
        return not self._target.mixed if fits is None else fits


@cache
def _start(letter: str) -> str:
    """What the folded form of a name begins with that begins with a letter."""
    return fold(letter)[:1]


def _by_name(wanted: Sequence[_Wanted], target: Target, gazetteer: Gazetteer) -> None:
    names = _Names(wanted, target)
    for entry in gazetteer.entries(names.where) if wanted else ():
        if entry.replaced_by is None:
            for one, match, pair in names.of(entry):
                one.take(weigh(one.thing, one.kind, target, entry, match, pair))


def _alike(missing: Sequence[_Wanted], target: Target, gazetteer: Gazetteer) -> None:
    """Candidates whose main name is spelt alike, for things that no name led to."""
    by_country: Mapping[str, list[tuple[_Wanted, str, str]]] = defaultdict(list)
    for one in missing:
        for name in (*one.thing.labels, *one.thing.others):
            folded = fold(name)
            if one.thing.country and len(folded) >= _SHORTEST:
                by_country[one.thing.country].append((one, name, folded))
    for entry in gazetteer.entries(by_country.keys()) if by_country else ():
        looked_for = by_country.get(entry.country or "")
        if not looked_for or entry.replaced_by is not None:
            continue
        folded = fold(entry.name)
        for one, name, written in looked_for:
            if fuzz.ratio(folded, written, score_cutoff=ALIKE):
                evidence = weigh(
                    one.thing, one.kind, target, entry, Match.ALIKE, (name, entry.name)
                )
                one.take(evidence)
