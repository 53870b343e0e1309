"""Where the statements of an input stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pyoxigraph import BlankNode, NamedNode, Quad

from cityweave.parsing.index import Term
from cityweave.parsing.place import Place

Located: TypeAlias = tuple[Quad, Place] | tuple[Quad, Place, Place | None, Place | None]
"""A quad, the place of its object, and where they are known of its predicate and subject."""


class Places:
    """Where statements stand. Of one that stands twice it is the first place.

    Graphs are left out of account: a triple that stands in two graphs has one place.
    """

    def __init__(
        self,
        pairs: Iterable[Located] = (),
        graphs: Mapping[NamedNode | BlankNode, Place] | None = None,
    ) -> None:
        """Take quads with their places, in the order of the input.

        Where the place of predicate or subject is not given, that of the object
        stands for it. `graphs` has the first place of each graph's name.
        """
        self._values: dict[tuple[Term, NamedNode, Term], Place] = {}
        self._properties: dict[tuple[Term, NamedNode], Place] = {}
        self._subjects: dict[Term, Place] = {}
        self._graphs = dict(graphs or {})
        for quad, value, *others in pairs:
            predicate, subject = others or (None, None)
            self._values.setdefault((quad.subject, quad.predicate, quad.object), value)
            self._properties.setdefault((quad.subject, quad.predicate), predicate or value)
            self._subjects.setdefault(quad.subject, subject or predicate or value)

    def __len__(self) -> int:
        """How many different triples have a place."""
        return len(self._values)

    def of(self, subject: Term, predicate: NamedNode, value: Term) -> Place | None:
        """The place of a statement: that of its object."""
        return self._values.get((subject, predicate, value))

    def property(self, subject: Term, predicate: NamedNode) -> Place | None:
        """The place of the predicate in the first statement that a subject has with it."""
        return self._properties.get((subject, predicate))

    def about(self, subject: Term) -> Place | None:
        """The first place where something is the subject."""
        return self._subjects.get(subject)

    def graph(self, name: NamedNode | BlankNode) -> Place | None:
        """The first place of a graph's name."""
        return self._graphs.get(name)
