"""Which statements something is found out from, as far as that can be told beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from cityweave.validation.paths import Alternative, Inverse, Path, Repeated, Sequence, forward


@dataclass(frozen=True, slots=True)
class Read:
    """Statements with a predicate, whose subject (or object) a path leads to from focus nodes.

    Without a predicate: all statements of the node. With `other` only those that have this at
    their other end.
    """

    prefix: Path | None
    predicate: NamedNode | None
    by_object: bool = False
    other: NamedNode | None = None

    def after(self, path: Path | None) -> Read:
        """The same from nodes that have the focus nodes at the end of a path."""
        return replace(self, prefix=joined(path, self.prefix))


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Statements anywhere in the graph, with one of the predicates; None stands for all."""

    predicates: frozenset[NamedNode] | None

    def after(self, _path: Path | None) -> Anywhere:
        """The same from wherever one looks."""
        return self


def steps(path: Path, prefix: Path | None = None) -> Iterator[Read]:
    """The statements that a path goes along."""
    path = forward(path)
    match path:
        case NamedNode():
            yield Read(prefix, path)
        case Inverse(NamedNode() as predicate):
            yield Read(prefix, predicate, by_object=True)
        case Sequence():
            for step in path.paths:
                yield from steps(step, prefix)
                prefix = joined(prefix, step)
        case Alternative():
            for one in path.paths:
                yield from steps(one, prefix)
        case Repeated():
            yield from steps(path.path, joined(prefix, Repeated(path.path, "*")))


def joined(first: Path | None, then: Path | None) -> Path | None:
    """One path after another; None is the path that goes nowhere."""
    if first is None or then is None:
        return then if first is None else first
    return Sequence((first, then))
