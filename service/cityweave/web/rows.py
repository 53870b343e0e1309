"""The rows of queries that pages ask."""

from __future__ import annotations

from cityweave.errors import QueryFailed, QuerySyntaxError
from cityweave.query.bindings import Row, select
from cityweave.store import Store
from cityweave.vocabulary import prologue

PROLOGUE = prologue("cw", "dcterms", "owl", "rdf", "rdfs", "skos")
"""What queries of our own begin with."""


def ask_rows(store: Store, text: str) -> tuple[Row, ...]:
    """The rows of a query of our own; the prefixes of `PROLOGUE` need not be declared.

    Raises `QueryFailed` where the engine refuses it: the fault is then ours.
    """
    try:
        return select(store, PROLOGUE + text)
    except QuerySyntaxError as error:
        raise QueryFailed("A query of a page is not right.", source=text) from error
