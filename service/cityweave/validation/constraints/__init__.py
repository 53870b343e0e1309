"""The constraints of shapes, each of which can be judged by."""

from __future__ import annotations

from cityweave.parsing.index import Index
from cityweave.validation.constraints.built import read_core
from cityweave.validation.constraints.components import Component, read_components
from cityweave.validation.constraints.constraint import Conformance, Constraint, OfValues, Violation
from cityweave.validation.constraints.sparql import Asked, read_sparql
from cityweave.validation.names import Name
from cityweave.validation.paths import Path

__all__ = [
    "Asked",
    "Component",
    "Conformance",
    "Constraint",
    "OfValues",
    "Violation",
    "read_components",
    "read_constraints",
]


def read_constraints(
    index: Index, node: Name, path: Path | None, components: tuple[Component, ...]
) -> tuple[Constraint, ...]:
    """Every constraint of a shape. Raises `SyntaxErrorInData` for what is not well-formed."""
    own = [one for found in components for one in found.constraints(index, node, path)]
    return (*read_core(index, node, path), *read_sparql(index, node, path), *own)
