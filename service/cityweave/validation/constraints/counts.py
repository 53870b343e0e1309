"""How many values there are, and which there must be (https://www.w3.org/TR/shacl/#core-components-count)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.parsing import Term
from cityweave.validation.constraints.constraint import (
    Conformance,
    Constraint,
    Suspicion,
    Violation,
)
from cityweave.validation.data import DataGraph, Values
from cityweave.validation.names import sh


@dataclass(frozen=True, slots=True)
class MinCount(Constraint):
    """`sh:minCount`."""

    limit: int

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#MinCountConstraintComponent."""
        return sh("MinCountConstraintComponent")

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:  # noqa: ARG002
        """The focus nodes with too few values."""
        return (Violation(focus) for focus, found in values.items() if len(found) < self.limit)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...]:  # noqa: ARG002
        """Those without any, or with fewer than that."""
        if self.limit <= 0:
            return ()
        if self.limit == 1:
            return (Suspicion(f"FILTER NOT EXISTS {{ {values} }}"),)
        few = f"GROUP BY ?this HAVING (COUNT(DISTINCT ?value) < {self.limit})"
        return (Suspicion(f"OPTIONAL {{ {values} }}", few),)


@dataclass(frozen=True, slots=True)
class MaxCount(Constraint):
    """`sh:maxCount`."""

    limit: int

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#MaxCountConstraintComponent."""
        return sh("MaxCountConstraintComponent")

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:  # noqa: ARG002
        """The focus nodes with too many values."""
        return (Violation(focus) for focus, found in values.items() if len(found) > self.limit)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...]:  # noqa: ARG002
        """Those with more than that."""
        if self.limit <= 0:
            return (Suspicion(values),)
        many = f"GROUP BY ?this HAVING (COUNT(?value) > {self.limit})"
        return (Suspicion(values, many),)


@dataclass(frozen=True, slots=True)
class UniqueLanguages(Constraint):
    """`sh:uniqueLang`: no language has two values; each that has is a result."""

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#UniqueLangConstraintComponent."""
        return sh("UniqueLangConstraintComponent")

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:  # noqa: ARG002
        """The focus nodes, once for each language."""
        for focus, found in values.items():
            if len(found) > 1:
                tags = Counter(
                    one.language for one in found if isinstance(one, Literal) and one.language
                )
                yield from (Violation(focus) for count in tags.values() if count > 1)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...]:  # noqa: ARG002
        """Those with a language twice."""
        tagged = f'{values} BIND(LANG(?value) AS ?tag) FILTER(?tag != "")'
        return (Suspicion(tagged, "GROUP BY ?this ?tag HAVING (COUNT(?value) > 1)"),)


@dataclass(frozen=True, slots=True)
class HasValue(Constraint):
    """`sh:hasValue`: one of the values is this term."""

    term: Term

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#HasValueConstraintComponent."""
        return sh("HasValueConstraintComponent")

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """The focus nodes that have other values only."""
        (stored,) = known.data.stored((self.term,))
        for focus, found in values.items():
            if self.term not in found and not (stored in found and known.data.is_open(stored)):
                yield Violation(focus)

    def suspicions(self, data: DataGraph, values: str) -> tuple[Suspicion, ...] | None:
        """Those of which it is not stated; of what a store keeps otherwise it cannot tell."""
        if isinstance(self.term, BlankNode) or self.term not in data.stored((self.term,)):
            return None
        same = f"{values} FILTER(sameTerm(?value, {self.term}))"
        return (Suspicion(f"FILTER NOT EXISTS {{ {same} }}"),)
