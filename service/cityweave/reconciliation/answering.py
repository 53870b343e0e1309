"""Candidates for many queries, with the properties of things looked up where a query names some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice

from cityweave.query.bindings import Term
from cityweave.reconciliation.agreeing import COUNTRY, agreements
from cityweave.reconciliation.allowance import Allowance
from cityweave.reconciliation.asking import iri_of, select
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.likeness import LONGEST, Likeness
from cityweave.reconciliation.matching import Candidate, Condition, Query, candidates, pool
from cityweave.reconciliation.properties import MOST
from cityweave.store import Store

NAMELESS = 200
"""Things that are looked at for a query without a name, at most."""


def answer(
    store: Store, index: Index, queries: Iterable[Query], allowance: Allowance
) -> Iterator[Sequence[Candidate]]:
    """The candidates of each query, the best first.

    Raises `BadParameter`, as `Store.query` and as `Allowance.compare`.
    """
    likeness = Likeness(index, allowance)
    for query in queries:
        allowance.check()
        things = () if query.texts else _nameless(store, index, query, likeness, allowance)
        found = pool(index, query, things, allowance.check)
        agreed: Mapping[int, Mapping[int, float]] = {}
        if query.conditions:
            agreed = agreements(store, index, found.evidence, query.conditions, likeness)
        yield candidates(found, query, agreed)


def _nameless(
    store: Store, index: Index, query: Query, likeness: Likeness, allowance: Allowance
) -> list[int]:
    """The things of which the first condition holds, where nothing says how they are called."""
    wanted = next((one for one in query.conditions if one.quantifier != "none"), None)
    if wanted is None:
        return []

    def meant(value: Term) -> bool:
        return likeness.same(value, wanted.values)

    if iri_of(wanted.property) == COUNTRY:
        countries = (one for one in index.countries if meant(Term.iri(index.things[one])))
        things = [index.of_country(one, query.types) for one in countries]
        return list(islice(merge(*things), NAMELESS))
    known: dict[Term, bool] = {}
    found: dict[int, None] = {}
    for thing, value in _having(store, index, wanted):
        allowance.check()
        if value not in known:
            known[value] = meant(value)
        if known[value] and (not query.types or any(index.is_a(thing, one) for one in query.types)):
            found[thing] = None
            if len(found) == NAMELESS:
                break
    return list(found)


def _having(store: Store, index: Index, wanted: Condition) -> Iterator[tuple[int, Term]]:
    """Things with their values of the property of a condition; long texts are left out."""
    iri = iri_of(wanted.property)
    fitting = f"FILTER(ISIRI(?v) || STRLEN(STR(?v)) <= {LONGEST})"
    for row in select(store, f"SELECT ?s ?v {{ ?s <{iri}> ?v {fitting} }} LIMIT {MOST}"):
        number = index.number(row["s"].value) if "s" in row else None
        if number is not None and "v" in row:
            yield number, row["v"]
