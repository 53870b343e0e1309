"""The rows of a query of our own, as RDF terms."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from cityweave.formats import by_name
from cityweave.parsing import Term
from cityweave.store import QueryRequest, Store

Row = dict[str, Term]
"""One solution: variable to term, unbound variables left out."""


def rows(store: Store, text: str) -> Iterator[Row]:
    """The solutions of a SELECT. Raises as `Store.query`."""
    return rows_in(store.query(QueryRequest(text), by_name("json", "bindings")))


def rows_in(
    body: bytes, media: ox.QueryResultsFormat = ox.QueryResultsFormat.JSON
) -> Iterator[Row]:
    """The solutions of a serialised result, read in the thread that iterates."""
    found = ox.parse_query_results(body, format=media)
    if isinstance(found, ox.QuerySolutions):
        names = [one.value for one in found.variables]
        for solution in found:
            values = ((name, solution[name]) for name in names)
            yield {name: value for name, value in values if value is not None}
