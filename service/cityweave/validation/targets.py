"""Which nodes a shape is about (https://www.w3.org/TR/shacl/#targets)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import NamedNode

from cityweave.parsing import Term
from cityweave.parsing.index import Index
from cityweave.validation.data import DataGraph
from cityweave.validation.names import CLASS, SUBCLASS, TYPE, Name, sh
from cityweave.validation.reading import iris


@dataclass(frozen=True, slots=True)
class Node:
    """`sh:targetNode`: a term, whether or not the data know it."""

    term: Term

    def nodes(self, _data: DataGraph) -> Iterator[Term]:
        """The focus nodes of this target."""
        yield self.term

    def has(self, _data: DataGraph, node: Term) -> bool:
        """Whether a node is one of them."""
        return node == self.term

    def pattern(self, _data: DataGraph) -> str:
        """A pattern of SPARQL that binds `?this` to them."""
        return f"VALUES ?this {{ {self.term} }}"


@dataclass(frozen=True, slots=True)
class InstancesOf:
    """`sh:targetClass`, or a shape that is a class itself."""

    name: NamedNode

    def nodes(self, data: DataGraph) -> Iterator[Term]:
        """The focus nodes of this target."""
        return data.instances(self.name)

    def has(self, data: DataGraph, node: Term) -> bool:
        """Whether a node is one of them."""
        return data.is_a(node, self.name)

    def pattern(self, data: DataGraph) -> str:
        """A pattern of SPARQL that binds `?this` to them."""
        below = data.below(self.name)
        names = [one for one in below if isinstance(one, NamedNode)]
        if len(names) < len(below):
            return f"?this a/{SUBCLASS}* {self.name} ."
        if len(names) == 1:
            return f"?this a {names[0]} ."
        listed = " ".join(str(one) for one in names)
        return f"VALUES ?class {{ {listed} }} ?this a ?class ."


@dataclass(frozen=True, slots=True)
class SubjectsOf:
    """`sh:targetSubjectsOf`."""

    predicate: NamedNode

    def nodes(self, data: DataGraph) -> Iterator[Term]:
        """The focus nodes of this target."""
        return (subject for subject, _ in data.pairs(self.predicate))

    def has(self, data: DataGraph, node: Term) -> bool:
        """Whether a node is one of them."""
        return next(data.objects(node, self.predicate), None) is not None

    def pattern(self, _data: DataGraph) -> str:
        """A pattern of SPARQL that binds `?this` to them."""
        return f"?this {self.predicate} ?any ."


@dataclass(frozen=True, slots=True)
class ObjectsOf:
    """`sh:targetObjectsOf`."""

    predicate: NamedNode

    def nodes(self, data: DataGraph) -> Iterator[Term]:
        """The focus nodes of this target."""
        return (value for _, value in data.pairs(self.predicate))

    def has(self, data: DataGraph, node: Term) -> bool:
        """Whether a node is one of them."""
        return next(data.subjects(self.predicate, node), None) is not None

    def pattern(self, _data: DataGraph) -> str:
        """A pattern of SPARQL that binds `?this` to them."""
        return f"?any {self.predicate} ?this ."


Target: TypeAlias = Node | InstancesOf | SubjectsOf | ObjectsOf

DECLARING = tuple(
    sh(name) for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
)


def read_targets(index: Index, node: Name) -> tuple[Target, ...]:
    """The targets of a shape. Raises `SyntaxErrorInData` for one that can be none."""
    found: list[Target] = [Node(one) for one in index.objects(node, DECLARING[0])]
    found += (InstancesOf(one) for one in iris(index, node, DECLARING[1]))
    found += (SubjectsOf(one) for one in iris(index, node, DECLARING[2]))
    found += (ObjectsOf(one) for one in iris(index, node, DECLARING[3]))
    kinds = (sh("NodeShape"), sh("PropertyShape"))
    is_shape = any(kind in index.objects(node, TYPE) for kind in kinds)
    if isinstance(node, NamedNode) and is_shape and is_class(index, node):
        found.append(InstancesOf(node))
    return tuple(found)


def is_class(index: Index, node: Term) -> bool:
    """Whether the shapes say of a node that it is a class (implicit class targets).

    https://www.w3.org/TR/shacl/#implicit-targetClass
    """
    return has_type(index, node, CLASS)


def has_type(index: Index, node: Term, wanted: NamedNode) -> bool:
    """Whether a graph states that a node is of a class, or of one below it."""
    pending = list(index.objects(node, TYPE))
    seen: set[Term] = set()
    while pending:
        one = pending.pop()
        if one == wanted:
            return True
        if one not in seen:
            seen.add(one)
            pending += index.objects(one, SUBCLASS)
    return False
