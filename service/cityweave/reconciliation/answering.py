"""Candidates for many queries, with the properties of things looked up where a query names some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cityweave.reconciliation.agreeing import COUNTRY, agreements, same
from cityweave.reconciliation.asking import Value, iri_of, select
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.matching import Candidate, Condition, Query, candidates, pool
from cityweave.reconciliation.properties import MOST
from cityweave.store import Store

NAMELESS = 200
"""Things that are looked at for a query without a name, at most."""


def answer(store: Store, index: Index, queries: Iterable[Query]) -> Iterator[Sequence[Candidate]]:
    """The candidates of each query, the best first. Raises `BadParameter` and as `Store.query`."""
    for query in queries:
        things = () if query.texts else _nameless(store, index, query)
        found = pool(index, query, things)
        agreed: Mapping[int, Mapping[str, float]] = {}
        if query.conditions:
            agreed = agreements(store, index, found.evidence, query.conditions)
        yield candidates(found, query, agreed)


def _nameless(store: Store, index: Index, query: Query) -> list[int]:
    """The things of which the first condition holds, where nothing says how they are called."""
    wanted = next((one for one in query.conditions if one.quantifier != "none"), None)
    if wanted is None:
        return []
    meant: dict[Value, bool] = {}
    found: dict[int, None] = {}
    for thing, value in _having(store, index, wanted):
        if value not in meant:
            meant[value] = any(same(index, value, one) for one in wanted.values)
        if meant[value] and (not query.types or any(index.is_a(thing, one) for one in query.types)):
            found[thing] = None
            if len(found) == NAMELESS:
                break
    return list(found)


def _having(store: Store, index: Index, wanted: Condition) -> Iterator[tuple[int, Value]]:
    """Things with their values of the property of a condition."""
    iri = iri_of(wanted.property)
    if iri == COUNTRY:
        for thing in range(len(index.things)):
            country = index.country(thing)
            if country is not None:
                yield thing, Value(index.things[country], is_iri=True)
        return
    for row in select(store, f"SELECT ?s ?v {{ ?s <{iri}> ?v }} LIMIT {MOST}"):
        number = index.number(row["s"].text) if "s" in row else None
        if number is not None and "v" in row:
            yield number, row["v"]
