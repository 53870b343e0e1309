"""How well what is stated of a thing agrees with what a client says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from cityweave.reconciliation.asking import Value, iri_of
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.matching import Condition
from cityweave.reconciliation.properties import stated
from cityweave.reconciliation.spelling import plain
from cityweave.store import Store
from cityweave.vocabulary import CW

COUNTRY = CW + "country"

ALIKE = 85
"""How alike, from 0 to 100, two texts are that count as the same."""


def agreements(
    store: Store, index: Index, things: Iterable[int], conditions: Sequence[Condition]
) -> Mapping[int, Mapping[str, float]]:
    """For each thing, condition by property: 1 where it holds, 0 where it does not.

    A property of which nothing is stated is left out. Countries stand in the index; for anything
    else, all things are asked for at once. Raises `BadParameter` and as `Store.query`.
    """
    things = list(things)
    asked = {one.property: iri_of(one.property) for one in conditions}
    others = [iri for iri in asked.values() if iri != COUNTRY]
    facts = stated(store, [index.things[one] for one in things], others) if others else {}
    result: dict[int, dict[str, float]] = {}
    for thing in things:
        for condition in conditions:
            iri = asked[condition.property]
            has = facts.get((index.things[thing], iri), ())
            if iri == COUNTRY:
                country = index.country(thing)
                has = () if country is None else (Value(index.things[country], is_iri=True),)
            if has:
                degree = float(_holds(index, condition, has))
                result.setdefault(thing, {})[condition.property] = degree
    return result


def _holds(index: Index, condition: Condition, has: Sequence[Value]) -> bool:
    agreeing = [any(same(index, one, wanted) for one in has) for wanted in condition.values]
    if condition.quantifier == "none":
        return not any(agreeing)
    return all(agreeing) if condition.quantifier == "all" else any(agreeing)


def same(index: Index, value: Value, wanted: str) -> bool:
    """Whether a value is the one that a text, a number or an IRI means."""
    if value.text == wanted:
        return True
    meant = plain(wanted)
    if not value.is_iri:
        return _alike(plain(value.text), meant) or _equal(value.text, wanted)
    thing = index.number(value.text)
    if thing is None:
        return False
    return any(_alike(plain(word.text), meant) for word in index.names(thing))


def _alike(text: str, other: str) -> bool:
    return text == other or (len(other) > 4 and fuzz.ratio(text, other) >= ALIKE)


def _equal(text: str, other: str) -> bool:
    try:
        return float(text) == float(other)
    except ValueError:
        return False
