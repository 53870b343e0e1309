"""Which nodes conform to which shapes, each judged once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from cityweave.parsing import Term
from cityweave.validation.constraints import Constraint, Violation
from cityweave.validation.data import DataGraph, Values
from cityweave.validation.names import Name
from cityweave.validation.shapes import Shape, Shapes


class Judgement:
    """A data graph judged by shapes. What was found of a node is kept: neither may change."""

    def __init__(self, data: DataGraph, shapes: Shapes) -> None:
        self.data = data
        self.shapes = shapes
        self._passed: dict[Name, set[Term]] = defaultdict(set)
        self._failed: dict[Name, set[Term]] = defaultdict(set)

    def values(self, shape: Shape, nodes: Iterable[Term]) -> Values:
        """Focus nodes of a shape with the value nodes of each."""
        return {node: self.data.values(node, shape.path) for node in nodes}

    def violations(
        self, shape: Shape, nodes: Iterable[Term]
    ) -> Iterator[tuple[Constraint, Violation]]:
        """What violates the constraints of a shape itself, without those of its properties."""
        values = self.values(shape, nodes)
        for constraint in shape.constraints:
            for violation in constraint.violations(self, values):
                yield constraint, violation

    def failing(self, shape: Name, nodes: Iterable[Term]) -> AbstractSet[Term]:
        """Those of the nodes that do not conform to a shape.

        https://www.w3.org/TR/shacl/#dfn-conformance
        """
        nodes = dict.fromkeys(nodes)
        passed, failed = self._passed[shape], self._failed[shape]
        fresh = [one for one in nodes if one not in passed and one not in failed]
        if fresh:
            found = self._find(self.shapes[shape], fresh)
            failed |= found
            passed.update(one for one in fresh if one not in found)
        return nodes.keys() & failed

    def _find(self, shape: Shape, nodes: list[Term]) -> set[Term]:
        if shape.is_deactivated:
            return set()
        values = self.values(shape, nodes)
        found = {
            violation.focus
            for constraint in shape.constraints
            for violation in constraint.violations(self, values)
        }
        distinct = {value: None for one in values.values() for value in one}
        for name in shape.properties:
            failing = self.failing(name, distinct)
            if failing:
                found |= {node for node, one in values.items() if not failing.isdisjoint(one)}
        return found
