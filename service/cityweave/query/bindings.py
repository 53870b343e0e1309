"""Results of SPARQL as plain values, for pages and answers in JSON.

Read from what Oxigraph serialised (https://www.w3.org/TR/sparql11-results-json/), so that every
datatype and language tag is as the store has it.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import Any

from cityweave.errors import UnsupportedOrder
from cityweave.formats import by_name
from cityweave.query.ordering import by_kind
from cityweave.store import QueryRequest, Store


@dataclass(frozen=True, slots=True)
class Term:
    """One RDF term: ``kind`` is ``uri``, ``literal``, ``bnode`` or ``triple``.

    A plain string has no datatype.
    """

    kind: str
    value: str
    language: str | None = None
    datatype: str | None = None

    @classmethod
    def iri(cls, value: str) -> Term:
        """The term that an IRI is."""
        return cls("uri", value)

    @property
    def is_iri(self) -> bool:
        """Whether the term is an IRI."""
        return self.kind == "uri"


Row = dict[str, Term]
"""One solution: variable -> term, unbound variables left out."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A whole result; ``truth`` is set for ASK and only there."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    truth: bool | None = None


def _term(found: dict[str, Any]) -> Term:
    if found["type"] == "triple":
        parts = (_term(found["value"][part]).value for part in ("subject", "predicate", "object"))
        return Term("triple", " ".join(parts))
    return Term(found["type"], found["value"], found.get("xml:lang"), found.get("datatype"))


def read_rows(body: bytes) -> Rows:
    """The rows of a result in the SPARQL 1.1 JSON format."""
    found = json.loads(body)
    if "boolean" in found:
        return Rows((), (), bool(found["boolean"]))
    bindings = found["results"]["bindings"]
    rows = tuple({name: _term(term) for name, term in row.items()} for row in bindings)
    return Rows(tuple(found["head"]["vars"]), rows)


def select(store: Store, text: str) -> tuple[Row, ...]:
    """The rows of a SELECT; by kind, where the engine finds no order. Raises as `Store.query`."""
    request, result_format = QueryRequest(text), by_name("json", "bindings")
    since = time.monotonic()
    try:
        body = store.query(request, result_format)
    except UnsupportedOrder:
        ordered = by_kind(text)
        if ordered is None:
            raise
        spent = time.monotonic() - since
        again = replace(request, text=ordered.text, by_kind=True, spent=spent)
        body = store.query(again, result_format)
    return read_rows(body).rows
