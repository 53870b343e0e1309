"""Finds the things that a name may mean, each with the probability that it is the one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cityweave.reconciliation.index import Index
from cityweave.reconciliation.meaning import meanings
from cityweave.reconciliation.scoring import LEAST, LETTERS, MATCH, WEIGHTS, shares, unknown

POOL = 40
"""Things whose properties are looked at, at most."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a property should be: one of the values, all of them, or none.

    A value is a text, a number or the IRI of a thing, as a text. `required`: things of which this
    does not hold are left out.
    """

    property: str
    values: tuple[str, ...]
    quantifier: Literal["any", "all", "none"] = "any"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Names of one thing, any of which may be right, with what else is known of it.

    `strict`: things of other classes are left out; `every_type`: those that are not of all.
    Without a name, the conditions say what is meant.
    """

    texts: tuple[str, ...]
    types: tuple[str, ...] = ()
    strict: bool = False
    every_type: bool = False
    conditions: tuple[Condition, ...] = ()
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant. `score` is 100 times the probability that it is.

    `edits` is how far its nearest name is off, None where no name was asked for. `conditions` are
    properties with how well they agree, in the order of the query.
    """

    thing: int
    score: float
    match: bool
    edits: float | None
    type_fits: bool | None
    conditions: Sequence[tuple[str, float]] = ()


@dataclass(slots=True)
class Pool:
    """The things that a query may mean before their properties are known.

    `evidence` is what speaks for each, less what speaks for nothing in the graph.
    """

    evidence: dict[int, float] = field(default_factory=dict)
    edits: dict[int, float] = field(default_factory=dict)
    fits: dict[int, bool] = field(default_factory=dict)


def pool(
    index: Index,
    query: Query,
    things: Iterable[int] = (),
    check: Callable[[], None] = lambda: None,
) -> Pool:
    """What the names and the classes of a query speak for.

    `things` fit a query without a name as well as any. `check` is called before each reading of a
    name, and may raise.
    """
    given = -unknown(LETTERS)
    found = Pool(dict.fromkeys(things, given))
    for text in query.texts:
        exact = index.number(text.strip())
        if exact is not None:
            found.evidence[exact], found.edits[exact] = given, 0.0
            continue
        for thing, meant in meanings(index, text, check).items():
            if meant.margin > found.evidence.get(thing, float("-inf")):
                found.evidence[thing], found.edits[thing] = meant.margin, meant.edits
    if query.types:
        _weigh_types(found, index, query)
    best = sorted(found.evidence, key=lambda one: (-found.evidence[one], one))[:POOL]
    found.evidence = {thing: found.evidence[thing] for thing in best}
    return found


def _weigh_types(found: Pool, index: Index, query: Query) -> None:
    combine = all if query.every_type else any
    for thing in list(found.evidence):
        fits = combine(index.is_a(thing, one) for one in query.types)
        found.fits[thing] = fits
        if not fits and query.strict:
            del found.evidence[thing]
        elif not fits:
            found.evidence[thing] += WEIGHTS.type_differs


def candidates(
    found: Pool, query: Query, agreement: Mapping[int, Mapping[int, float]]
) -> Sequence[Candidate]:
    """The things of a pool with their scores, the best first; not those below `LEAST`.

    `agreement` says how well the properties of a thing agree with the conditions: the number of
    one to a degree from 0 to 1; what is not known is missing.
    """
    evidence = dict(found.evidence)
    for thing in found.evidence:
        agreed = agreement.get(thing, {})
        for number, condition in enumerate(query.conditions):
            degree = agreed.get(number)
            if condition.required and (degree or 0.0) < 1.0:
                evidence.pop(thing, None)
            if thing in evidence and degree is not None:
                low, high = WEIGHTS.property_differs, WEIGHTS.property_fits
                evidence[thing] += low + degree * (high - low)
    probable = shares(evidence)
    likely = (one for one in probable if 100 * probable[one] >= LEAST)
    ranked = sorted(likely, key=lambda one: (-round(probable[one], 6), one))
    return [
        Candidate(
            thing=thing,
            score=round(100 * probable[thing], 2),
            match=100 * probable[thing] >= MATCH and found.fits.get(thing, True),
            edits=found.edits.get(thing),
            type_fits=found.fits.get(thing),
            conditions=_told(query, agreement.get(thing, {})),
        )
        for thing in ranked[: query.limit]
    ]


def _told(query: Query, agreed: Mapping[int, float]) -> tuple[tuple[str, float], ...]:
    return tuple((query.conditions[one].property, degree) for one, degree in agreed.items())
