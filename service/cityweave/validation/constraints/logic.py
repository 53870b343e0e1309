"""Shapes of shapes (https://www.w3.org/TR/shacl/#core-components-logical and …-shape)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import NamedNode

from cityweave.parsing import Term
from cityweave.validation.constraints.constraint import (
    Conformance,
    Constraint,
    OfValues,
    Suspicion,
    Violation,
)
from cityweave.validation.data import DataGraph, Values
from cityweave.validation.names import Name, sh

Word = OneOf["node", "not", "and", "or", "xone"]


@dataclass(frozen=True, slots=True)
class Logical(OfValues):
    """`sh:node`, `sh:not`, `sh:and`, `sh:or`, `sh:xone`: to how many shapes each value conforms."""

    word: Word
    members: tuple[Name, ...]

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#core-components-logical."""
        return sh(f"{self.word.capitalize()}ConstraintComponent")

    @property
    def shapes(self) -> tuple[Name, ...]:
        """The shapes that are put together."""
        return self.members

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:
        """The values that conform to too few of them, or to too many."""
        failed: Counter[Term] = Counter()
        for shape in self.members:
            failed.update(known.failing(shape, values))
        return [one for one in values if not self.allows(len(self.members) - failed[one])]

    def allows(self, conforming: int) -> bool:
        """Whether a value may conform to so many of the shapes."""
        match self.word:
            case "not":
                return conforming == 0
            case "or":
                return conforming > 0
            case "xone":
                return conforming == 1
            case _:
                return conforming == len(self.members)


@dataclass(frozen=True, slots=True)
class Qualified(Constraint):
    """`sh:qualifiedValueShape` with a count: so many values conform to a shape, and to no sibling.

    https://www.w3.org/TR/shacl/#QualifiedValueShapeConstraintComponent
    """

    shape: Name
    siblings: tuple[Name, ...]
    limit: int
    is_least: bool

    @property
    def component(self) -> NamedNode:
        """One for the least and one for the greatest number."""
        return sh(f"Qualified{'Min' if self.is_least else 'Max'}CountConstraintComponent")

    @property
    def shapes(self) -> tuple[Name, ...]:
        """The shape and its siblings."""
        return (self.shape, *self.siblings)

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """The focus nodes of which too few or too many values conform."""
        distinct = {value: None for found in values.values() for value in found}
        fitting = distinct.keys() - known.failing(self.shape, distinct)
        for sibling in self.siblings:
            fitting = fitting & known.failing(sibling, fitting)
        for focus, found in values.items():
            count = sum(one in fitting for one in found)
            if count < self.limit if self.is_least else count > self.limit:
                yield Violation(focus)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...] | None:  # noqa: ARG002
        """Nowhere for what every number keeps; of a greatest number, where there are so many."""
        if self.is_least:
            return () if self.limit <= 0 else None
        many = f"GROUP BY ?this HAVING (COUNT(?value) > {max(self.limit, 0)})"
        return (Suspicion(values, many),)
