"""Statements that came or went, and from where one gets to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeAlias

from pyoxigraph import NamedNode, Quad, Triple

from cityweave.parsing import Term
from cityweave.validation.data import DataGraph
from cityweave.validation.names import TYPE
from cityweave.validation.paths import behind, inverse
from cityweave.validation.reads import Anywhere, Read

Statement: TypeAlias = Quad | Triple

MOST = 20
"""Statements with a node as their object up to which they are read to know their predicates."""


class Changes:
    """An edit, and the graph as it is now."""

    def __init__(self, data: DataGraph, statements: Iterable[Statement]) -> None:
        self.data = data
        self._by_predicate: dict[NamedNode, list[Statement]] = defaultdict(list)
        for one in statements:
            self._by_predicate[one.predicate].append(one)
        self._walked: dict[Read, frozenset[Term]] = {}
        self._ends: dict[Read, Mapping[frozenset[NamedNode] | None, list[Term]]] = {}
        self._pointing: dict[Term, frozenset[NamedNode] | None] = {}
        typed: dict[Term, list[Term]] = defaultdict(list)
        for one in self.of(TYPE):
            typed[one.object].append(one.subject)
        self.typed: Mapping[Term, list[Term]] = typed
        """Classes with what was said, or is no more said, to be of them."""

    def of(self, predicate: NamedNode | None) -> list[Statement]:
        """Those with a predicate, or all."""
        if predicate is not None:
            return self._by_predicate.get(predicate, [])
        return [one for found in self._by_predicate.values() for one in found]

    def is_among(self, where: Anywhere) -> bool:
        """Whether one of them is where a query may look."""
        if where.predicates is None:
            return bool(self._by_predicate)
        return not where.predicates.isdisjoint(self._by_predicate)

    def starts(self, read: Read) -> frozenset[Term]:
        """The nodes from which a path leads to one of them.

        What was before it on the path has not changed, or is a change itself: so that the
        graph as it is now has all of them.
        """
        if read not in self._walked:
            self._walked[read] = frozenset(self._starts(read))
        return self._walked[read]

    def _starts(self, read: Read) -> Iterable[Term]:
        if read.prefix is None:
            return self._found(read)
        back = inverse(read.prefix)
        needed = behind(back)
        if needed is None:
            ends = self._found(read)
        else:
            end = Read(None, read.predicate, read.by_object, read.other)
            if end not in self._ends:
                self._ends[end] = self._sorted(end)
            ends = {
                node: None
                for pointing, nodes in self._ends[end].items()
                if pointing is None or not needed.isdisjoint(pointing)
                for node in nodes
            }
        return self.data.reach(ends, back) if ends else ()

    def _found(self, read: Read) -> dict[Term, None]:
        """The nodes whose statements changed, of those that are read."""
        return dict.fromkeys(self._nodes(read))

    def _nodes(self, read: Read) -> Iterator[Term]:
        for one in self.of(read.predicate):
            node, other = (one.object, one.subject) if read.by_object else (one.subject, one.object)
            if read.other is None or other == read.other:
                yield node

    def _sorted(self, read: Read) -> Mapping[frozenset[NamedNode] | None, list[Term]]:
        """The same by the properties that they are values of: of what is new, nothing is known."""
        found: dict[frozenset[NamedNode] | None, list[Term]] = defaultdict(list)
        for node in self._found(read):
            if node not in self._pointing:
                self._pointing[node] = self._properties(node)
            found[self._pointing[node]].append(node)
        return found

    def _properties(self, node: Term) -> frozenset[NamedNode] | None:
        """The properties that a node is a value of; None for one that many things lead to."""
        some = list(islice(self.data.pointing(node), MOST + 1))
        return None if len(some) > MOST else frozenset(some)
