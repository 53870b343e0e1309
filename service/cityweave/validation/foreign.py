"""What a contribution says in the place of others: in their graphs, or of the ontology's terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from cityweave.naming import renamed
from cityweave.parsing import Place, Term
from cityweave.parsing.fault import Fault
from cityweave.validation.wording import phrase
from cityweave.vocabulary import BASE, FAULT, GRAPH, KINDS, PREFIXES, PROBLEM

_VOCABULARIES = tuple(one for prefix, one in PREFIXES.items() if prefix not in KINDS)
RESERVED = (*_VOCABULARIES, BASE + "ontology", BASE + "shapes", BASE + "profile/", PROBLEM, FAULT)
"""Beginnings of the IRIs that only those who keep the graph describe: its graphs, its terms, the
names of what goes wrong, and those of the vocabularies that it uses, by the usual base. A word on
`skos:Concept` bears on every concept."""


class Places(Protocol):
    """Where subjects and graphs stand in an input."""

    def about(self, subject: Term) -> Place | None:
        """Where a thing is the subject for the first time."""

    def graph(self, name: NamedNode | BlankNode) -> Place | None:
        """Where the name of a graph stands for the first time."""


def foreign(quads: Sequence[Quad], places: Places, base: str = BASE) -> Iterator[Fault]:
    """One fault for each graph that is named, and for each reserved term that is described.

    `base` is that of the deployment.
    """
    reserved = (*RESERVED, renamed(GRAPH, base))
    graphs = Counter(
        quad.graph_name for quad in quads if not isinstance(quad.graph_name, DefaultGraph)
    )
    for name, count in graphs.items():
        yield Fault(
            "foreign-graph",
            places.graph(name),
            phrase("faults", "foreign_graph", count=count),
            value=str(name),
            fix=phrase("faults", "foreign_graph_fix"),
        )
    subjects = dict.fromkeys(quad.subject for quad in quads)
    for subject in subjects:
        if isinstance(subject, NamedNode) and subject.value.startswith(reserved):
            yield Fault(
                "foreign-term",
                places.about(subject),
                phrase("faults", "foreign_term"),
                value=str(subject),
                fix=phrase("faults", "foreign_term_fix"),
            )
