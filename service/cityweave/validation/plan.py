"""How the shapes hang together: who gives a shape its focus nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cityweave.parsing import Term
from cityweave.validation.data import DataGraph
from cityweave.validation.names import Name
from cityweave.validation.shapes import Shape, Shapes
from cityweave.validation.targets import Target


@dataclass(frozen=True, slots=True)
class Aimed:
    """A shape that is judged for focus nodes of its own or of others.

    `holders` are the targets of the shape and of each node shape that has it as a
    `sh:property`; `above` are the other shapes that have it: their value nodes are its focus
    nodes too (https://www.w3.org/TR/shacl/#PropertyConstraintComponent).
    """

    shape: Shape
    holders: tuple[tuple[Target, ...], ...]
    above: tuple[Name, ...]

    @property
    def targets(self) -> tuple[Target, ...]:
        """All of these targets, each once."""
        return tuple(dict.fromkeys(target for found in self.holders for target in found))

    def times(self, data: DataGraph, node: Term) -> int:
        """In how many of these ways a node is a focus node."""
        return sum(any(target.has(data, node) for target in found) for found in self.holders)


class Plan:
    """The shapes that give results, those before that have others as their properties."""

    def __init__(self, shapes: Shapes) -> None:
        holders: dict[Name, list[tuple[Target, ...]]] = {one.node: [] for one in shapes}
        above: dict[Name, list[Name]] = {one.node: [] for one in shapes}
        aimed: dict[Name, Aimed] = {}
        for shape in shapes:
            node = shape.node
            if shape.targets:
                holders[node].insert(0, shape.targets)
            is_aimed = bool(holders[node] or above[node])
            if shape.is_deactivated or node in shapes.uncovered or not is_aimed:
                continue
            aimed[node] = Aimed(shape, tuple(holders[node]), tuple(above[node]))
            for name in shape.properties:
                if shape.path is None and not above[node]:
                    holders[name] += holders[node]
                else:
                    above[name].append(node)
        self._aimed = aimed

    def __iter__(self) -> Iterator[Aimed]:
        return iter(self._aimed.values())

    def __contains__(self, name: Name) -> bool:
        return name in self._aimed

    def __getitem__(self, name: Name) -> Aimed:
        return self._aimed[name]
