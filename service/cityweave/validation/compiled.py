"""Our own engine: SPARQL finds the suspects, and each suspect is then judged exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import Store

from cityweave.parsing import Term
from cityweave.validation.conformance import Judgement
from cityweave.validation.constraints import Constraint, Violation
from cityweave.validation.data import DataGraph
from cityweave.validation.names import Name
from cityweave.validation.results import Result
from cityweave.validation.shapes import Shape, Shapes

MOST_REPEATS = 100
"""How often a result is given at most: once for each way through `sh:property` to its shape."""


def judge(store: Store, shapes: Shapes, *, focus: Collection[Term] | None = None) -> list[Result]:
    """Judge the default graph of a store; with `focus` only these focus nodes of the targets.

    Leaves out the shapes that `Shapes.uncovered` names. The order is that of the shapes.
    """
    known = Judgement(DataGraph(store, shapes.quads), shapes)
    foci: dict[Name, Counter[Term]] = {shape.node: Counter() for shape in shapes}
    results: list[Result] = []
    for shape in shapes:
        if shape.is_deactivated or shape.node in shapes.uncovered:
            continue
        own = foci.pop(shape.node)
        own.update(dict.fromkeys(targets(known.data, shape, focus), 1))
        for one in found(known, shape, own):
            results += [one] * min(own[one.focus], MOST_REPEATS)
        for name in shape.properties:
            for node, values in known.values(shape, own).items():
                for value in values:
                    foci[name][value] += own[node]
    return results


def targets(data: DataGraph, shape: Shape, focus: Collection[Term] | None) -> Iterator[Term]:
    """The nodes that the targets of a shape find, or those among a few."""
    for target in shape.targets:
        if focus is None:
            yield from target.nodes(data)
        else:
            yield from (node for node in focus if target.has(data, node))


def found(known: Judgement, shape: Shape, nodes: Iterable[Term]) -> Iterator[Result]:
    """The results of the constraints of one shape."""
    for constraint, violation in known.violations(shape, nodes):
        yield result(shape, constraint, violation)


def result(shape: Shape, constraint: Constraint, violation: Violation) -> Result:
    """What is reported of a violation (https://www.w3.org/TR/shacl/#results-validation-result)."""
    return Result(
        focus=violation.focus,
        path=violation.path or shape.path,
        value=violation.value,
        shape=shape.node,
        component=constraint.component,
        severity=shape.severity,
        messages=violation.messages or shape.messages,
        constraint=constraint.source,
    )
