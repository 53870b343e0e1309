"""What the text of each value is (https://www.w3.org/TR/shacl/#core-components-string)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Term
from cityweave.validation.constraints.constraint import Condition, Conformance, OfValues
from cityweave.validation.constraints.values import LONGEST
from cityweave.validation.data import DataGraph
from cityweave.validation.names import sh


def text_of(term: Term) -> str | None:
    """The text of a term as SPARQL's `STR` gives it; a blank node has none."""
    return term.value if isinstance(term, NamedNode | Literal) else None


@dataclass(frozen=True, slots=True)
class Length(OfValues):
    """`sh:minLength` or `sh:maxLength`, in characters."""

    limit: int
    is_least: bool

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#MinLengthConstraintComponent and the one after it."""
        return sh(f"{'Min' if self.is_least else 'Max'}LengthConstraintComponent")

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:  # noqa: ARG002
        """The values that are too short or too long, and the blank nodes."""
        return [one for one in values if not self._fits(text_of(one))]

    def _fits(self, text: str | None) -> bool:
        if text is None:
            return False
        return len(text) >= self.limit if self.is_least else len(text) <= self.limit

    def condition(self, data: DataGraph, variable: str) -> Condition:  # noqa: ARG002
        """Whether it is no blank node and long or short enough."""
        sign = ">=" if self.is_least else "<="
        return Condition(f"!isBlank({variable}) && STRLEN(STR({variable})) {sign} {self.limit}")


@dataclass(frozen=True, slots=True)
class Pattern(OfValues):
    """`sh:pattern` with `sh:flags`, as XPath has them and in linear time."""

    pattern: str
    flags: str

    @classmethod
    def of(cls, shape: Term, pattern: str, flags: str) -> Pattern:
        """The constraint of a shape. Raises `SyntaxErrorInData` for what is no pattern."""
        if not DataGraph(Store()).is_pattern(pattern, flags):
            raise SyntaxErrorInData(
                f"The sh:pattern “{pattern[:200]}” of the shape {shape}"
                + (f" with the flags “{flags[:20]}”" if flags else "")
                + " is no regular expression, or one that takes too much.",
                hint="Write it as XPath has them; there is no looking ahead, no looking back "
                "and no reference to a group, so that it takes linear time.",
            )
        return cls(pattern, flags)

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#PatternConstraintComponent."""
        return sh("PatternConstraintComponent")

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:
        """The values that do not match, and the blank nodes."""
        texts = {one: text_of(one) for one in values}
        kept = known.data.matching(
            [one for one in texts.values() if one is not None], self.pattern, self.flags
        )
        return [one for one, text in texts.items() if text not in kept]

    def condition(self, data: DataGraph, variable: str) -> Condition:  # noqa: ARG002
        """Whether it is no blank node and matches."""
        regex = f"REGEX(STR({variable}), {Literal(self.pattern)}, {Literal(self.flags)})"
        return Condition(f"!isBlank({variable}) && {regex}")


@dataclass(frozen=True, slots=True)
class InLanguages(OfValues):
    """`sh:languageIn`: each value is tagged with one of these languages, or one below it."""

    ranges: tuple[str, ...]

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#LanguageInConstraintComponent."""
        return sh("LanguageInConstraintComponent")

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:  # noqa: ARG002
        """The values that have no tag, or another."""
        return [one for one in values if not self._fits(one)]

    def _fits(self, value: Term) -> bool:
        if isinstance(value, BlankNode) or not isinstance(value, Literal) or not value.language:
            return False
        tag = value.language.lower()
        return any(
            one in ("*", tag) or tag.startswith(one + "-")
            for one in (given.lower() for given in self.ranges)
        )

    def condition(self, data: DataGraph, variable: str) -> Condition | None:  # noqa: ARG002
        """Whether one of the ranges matches its tag; of many SPARQL is not asked."""
        if len(self.ranges) > LONGEST:
            return None
        matched = (f"LANGMATCHES(LANG({variable}), {Literal(one)})" for one in self.ranges)
        return Condition(f"isLiteral({variable}) && ({' || '.join(matched) or 'false'})")
