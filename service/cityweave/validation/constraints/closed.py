"""Which properties values may have at all (https://www.w3.org/TR/shacl/#ClosedConstraintComponent)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cityweave.validation.constraints.constraint import (
    Conformance,
    Constraint,
    Suspicion,
    Violation,
)
from cityweave.validation.data import DataGraph, Values
from cityweave.validation.names import sh


@dataclass(frozen=True, slots=True)
class Closed(Constraint):
    """`sh:closed`: only the properties of its property shapes, and those of a list."""

    allowed: frozenset[NamedNode]

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#ClosedConstraintComponent."""
        return sh("ClosedConstraintComponent")

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """Every value of another property."""
        for focus, found in values.items():
            for one in found:
                for predicate, value in known.data.about(one):
                    if predicate not in self.allowed:
                        yield Violation(focus, value, predicate)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...]:  # noqa: ARG002
        """Where there is one."""
        listed = ", ".join(sorted(str(one) for one in self.allowed))
        other = f"FILTER(?property NOT IN ({listed}))" if listed else ""
        return (Suspicion(f"{values} ?value ?property ?stated . {other}"),)
