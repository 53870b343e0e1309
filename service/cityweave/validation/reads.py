"""Which statements can change what a shape says of a focus node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cityweave.validation.constraints import Asked, Constraint
from cityweave.validation.constraints.closed import Closed
from cityweave.validation.constraints.pairs import Disjoint, Equals, Less
from cityweave.validation.constraints.values import OfClass
from cityweave.validation.names import TYPE
from cityweave.validation.paths import Alternative, Inverse, Path, Repeated, Sequence, forward
from cityweave.validation.shapes import Shape, Shapes


@dataclass(frozen=True, slots=True)
class Read:
    """Statements with a predicate, whose subject (or object) a path leads to from focus nodes.

    Without a predicate: all statements of the node.
    """

    prefix: Path | None
    predicate: NamedNode | None
    by_object: bool = False


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Statements anywhere in the graph, with one of the predicates; None stands for all."""

    predicates: frozenset[NamedNode] | None


def reads(shapes: Shapes, shape: Shape, prefix: Path | None = None) -> Iterator[Read | Anywhere]:
    """What the constraints of a shape look at, without those of its properties."""
    if shape.path is not None:
        yield from steps(shape.path, prefix)
    values = joined(prefix, shape.path)
    for constraint in shape.constraints:
        yield from _of(constraint, prefix, values)
        for name in constraint.shapes:
            yield from _nested(shapes, shapes[name], values)


def _nested(shapes: Shapes, shape: Shape, prefix: Path | None) -> Iterator[Read | Anywhere]:
    """What conforming to a shape depends on, its properties too."""
    if shape.is_deactivated:
        return
    yield from reads(shapes, shape, prefix)
    for name in shape.properties:
        yield from _nested(shapes, shapes[name], joined(prefix, shape.path))


def _of(
    constraint: Constraint, focus: Path | None, values: Path | None
) -> Iterator[Read | Anywhere]:
    match constraint:
        case OfClass():
            yield Read(values, TYPE)
        case Closed():
            yield Read(values, None)
        case Equals() | Disjoint() | Less():
            yield Read(focus, constraint.predicate)
        case Asked():
            yield Anywhere(constraint.predicates)


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
