"""How well what is stated of a thing agrees with what a client says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cityweave.query.bindings import Term
from cityweave.reconciliation.asking import iri_of
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.likeness import Likeness
from cityweave.reconciliation.matching import Condition
from cityweave.reconciliation.properties import stated
from cityweave.store import Store
from cityweave.vocabulary import CW

COUNTRY = CW + "country"


def agreements(
    store: Store,
    index: Index,
    things: Iterable[int],
    conditions: Sequence[Condition],
    likeness: Likeness,
) -> Mapping[int, Mapping[int, float]]:
    """For each thing, condition by number: 1 where it holds, 0 where it does not.

    Where nothing is stated, a condition that no value be there holds; others are left out.
    Countries stand in the index; for anything else, all things are asked for at once. Raises
    `BadParameter`, as `Store.query` and as `Allowance.compare`.
    """
    things = list(things)
    asked = [(number, iri_of(one.property), one) for number, one in enumerate(conditions)]
    others = [iri for _, iri, _ in asked if iri != COUNTRY]
    facts = stated(store, [index.things[one] for one in things], others) if others else {}
    result: dict[int, dict[int, float]] = {}
    for thing in things:
        for number, iri, condition in asked:
            has = facts.get((index.things[thing], iri), ())
            if iri == COUNTRY:
                country = index.country(thing)
                has = () if country is None else (Term.iri(index.things[country]),)
            if has or condition.quantifier == "none":
                degree = float(_holds(likeness, condition, has))
                result.setdefault(thing, {})[number] = degree
    return result


def _holds(likeness: Likeness, condition: Condition, has: Sequence[Term]) -> bool:
    if condition.quantifier == "all":
        return all(any(likeness.same(one, (each,)) for one in has) for each in condition.values)
    agrees = any(likeness.same(one, condition.values) for one in has)
    return agrees is (condition.quantifier == "any")
