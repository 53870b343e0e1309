"""How values compare with those of another property (https://www.w3.org/TR/shacl/#core-components-property-pairs)."""

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
class Equals(Constraint):
    """`sh:equals`: the same values as those of a property."""

    predicate: NamedNode

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#EqualsConstraintComponent."""
        return sh("EqualsConstraintComponent")

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """The values that only one of the two has."""
        for focus, found in values.items():
            others = dict.fromkeys(known.data.objects(focus, self.predicate))
            own = set(found)
            yield from (Violation(focus, one) for one in found if one not in others)
            yield from (Violation(focus, one) for one in others if one not in own)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...]:  # noqa: ARG002
        """Where one has a value that the other has not."""
        other = f"?this {self.predicate} ?other ."
        same = f"{values} FILTER(sameTerm(?value, ?other))"
        return (
            Suspicion(f"{values} FILTER NOT EXISTS {{ ?this {self.predicate} ?value }}"),
            Suspicion(f"{other} FILTER NOT EXISTS {{ {same} }}"),
        )


@dataclass(frozen=True, slots=True)
class Disjoint(Constraint):
    """`sh:disjoint`: no value in common with a property."""

    predicate: NamedNode

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#DisjointConstraintComponent."""
        return sh("DisjointConstraintComponent")

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """The values that both have."""
        for focus, found in values.items():
            others = set(known.data.objects(focus, self.predicate))
            yield from (Violation(focus, one) for one in found if one in others)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...]:  # noqa: ARG002
        """Where both have it."""
        return (Suspicion(f"{values} FILTER EXISTS {{ ?this {self.predicate} ?value }}"),)


@dataclass(frozen=True, slots=True)
class Less(Constraint):
    """`sh:lessThan` and `sh:lessThanOrEquals`: every value is less than every one of a property."""

    predicate: NamedNode
    or_equals: bool

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#LessThanConstraintComponent and the one after it."""
        return sh(f"LessThan{'OrEquals' if self.or_equals else ''}ConstraintComponent")

    @property
    def _operator(self) -> str:
        return "<=" if self.or_equals else "<"

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """The values of the pairs that are not so, or do not compare."""
        pairs = [
            (focus, one, other)
            for focus, found in values.items()
            for one in found
            for other in known.data.objects(focus, self.predicate)
        ]
        kept = known.data.less(((one, other) for _, one, other in pairs), self._operator)
        return (Violation(focus, one) for focus, one, other in pairs if (one, other) not in kept)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...]:  # noqa: ARG002
        """Where a pair is not so, or does not compare."""
        plain = 'LANG(?value) = "" && LANG(?other) = ""'
        less = f"COALESCE({plain} && ?value {self._operator} ?other, false)"
        return (Suspicion(f"{values} ?this {self.predicate} ?other . FILTER(!{less})"),)
