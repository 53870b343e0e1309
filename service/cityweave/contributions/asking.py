"""Questions to the graph, about many terms at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from cityweave.parsing import Term
from cityweave.query import solutions
from cityweave.query.solutions import Row
from cityweave.store import Store
from cityweave.vocabulary import PREFIXES

BATCH = 500
"""Terms of one query."""

_PROLOGUE = "".join(
    f"PREFIX {one}: <{PREFIXES[one]}>\n" for one in ("cw", "owl", "rdfs", "schema", "skos")
)


def rows(store: Store, text: str) -> Iterator[Row]:
    """The solutions of a SELECT, whose prefixes need not be declared."""
    return solutions.rows(store, _PROLOGUE + text)


def batches(terms: Iterable[Term]) -> Iterator[str]:
    """IRIs as they stand in VALUES, so many at a time; other terms are left out."""
    named = iter(dict.fromkeys(str(one) for one in terms if isinstance(one, NamedNode)))
    while batch := tuple(islice(named, BATCH)):
        yield " ".join(batch)


def beyond(graphs: Iterable[str]) -> str:
    """A filter that leaves these graphs out of ?g."""
    return f"FILTER(?g NOT IN ({', '.join(str(NamedNode(one)) for one in graphs)}))"


class Labels:
    """The names of things by language: those of a graph, and of statements beside it."""

    PREDICATES = tuple(
        NamedNode(PREFIXES[prefix] + name)
        for prefix, name in (("rdfs", "label"), ("skos", "prefLabel"))
    )

    def __init__(self, store: Store, terms: Sequence[Term], beside: Iterable[ox.Quad]) -> None:
        self._words: dict[str, dict[str, str]] = {}
        for quad in beside:
            if quad.predicate in self.PREDICATES:
                self._take(quad.subject, quad.object)
        for batch in batches(terms):
            asked = f"SELECT ?t ?l {{ VALUES ?t {{ {batch} }} ?t rdfs:label|skos:prefLabel ?l }}"
            for row in rows(store, asked):
                self._take(row["t"], row["l"])

    def _take(self, term: Term, label: Term) -> None:
        if isinstance(label, Literal):
            self._words.setdefault(str(term), {})[label.language or ""] = label.value

    def of(self, term: Term) -> dict[str, str]:
        """Language to name; empty where there is none."""
        return dict(sorted(self._words.get(str(term), {}).items()))
