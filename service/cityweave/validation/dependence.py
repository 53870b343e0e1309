"""Which statements can change what a shape says of a focus node."""

from __future__ import annotations

from collections.abc import Iterator

from cityweave.validation.constraints import Asked, Constraint
from cityweave.validation.constraints.closed import Closed
from cityweave.validation.constraints.pairs import Disjoint, Equals, Less
from cityweave.validation.constraints.values import OfClass
from cityweave.validation.names import TYPE
from cityweave.validation.paths import Path
from cityweave.validation.reads import Anywhere, Read, joined, steps
from cityweave.validation.shapes import Shape, Shapes


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
            for one in constraint.reads:
                yield one.after(focus)
