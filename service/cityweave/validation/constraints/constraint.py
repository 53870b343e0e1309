"""What every constraint can be asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pyoxigraph import Literal, NamedNode

from cityweave.parsing import Term
from cityweave.validation.data import DataGraph, Values
from cityweave.validation.names import Name
from cityweave.validation.paths import Path


class Violation(NamedTuple):
    """What a constraint found; `path` and `messages` only where they are not the shape's."""

    focus: Term
    value: Term | None = None
    path: Path | None = None
    messages: tuple[Literal, ...] = ()


class Conformance(Protocol):
    """Who knows which nodes conform to which shapes."""

    @property
    def data(self) -> DataGraph:
        """The data graph."""

    def failing(self, shape: Name, nodes: Iterable[Term]) -> AbstractSet[Term]:
        """Those of the nodes that do not conform to a shape."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A pattern of SPARQL that every focus node `?this` in violation of a constraint matches."""

    where: str
    grouping: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression of SPARQL that is true only for values that are all right.

    `is_exact`: and for all of them.
    """

    text: str
    is_exact: bool = True

    @property
    def holds(self) -> str:
        """The expression without errors."""
        return f"COALESCE({self.text}, false)"

    @property
    def opposite(self) -> Condition:
        """True only for values that are not all right."""
        return Condition(f"!{self.holds}") if self.is_exact else Condition("false", False)


class Constraint(ABC):
    """A constraint of a shape (https://www.w3.org/TR/shacl/#dfn-constraint)."""

    __slots__ = ()

    @property
    @abstractmethod
    def component(self) -> NamedNode:
        """The constraint component that it is of."""

    @property
    def shapes(self) -> tuple[Name, ...]:
        """The shapes that it rests on."""
        return ()

    @property
    def source(self) -> Term | None:
        """What is `sh:sourceConstraint` in its results."""
        return None

    @abstractmethod
    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """What violates it among focus nodes and their value nodes."""

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...] | None:  # noqa: ARG002
        """Where violations can be; None when they can be anywhere.

        `values` is a pattern that binds `?value` to the value nodes of `?this`.
        """
        return None


class OfValues(Constraint):
    """A constraint that each value node keeps or violates by itself."""

    __slots__ = ()

    @abstractmethod
    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:
        """Those of the values that violate it."""

    def condition(self, data: DataGraph, variable: str) -> Condition | None:  # noqa: ARG002
        """What is true of a value in that variable that keeps it; None where SPARQL cannot say."""
        return None

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """Each value node in violation, for each focus node that has it."""
        distinct = {value: None for found in values.values() for value in found}
        misfits = set(self.misfits(known, distinct))
        if misfits:
            for focus, found in values.items():
                for value in found:
                    if value in misfits:
                        yield Violation(focus, value)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...] | None:
        """The focus nodes that have a value of which the condition is not true."""
        condition = self.condition(data, "?value")
        if condition is None:
            return None
        return (Suspicion(f"{values} FILTER(!{condition.holds})"),)
