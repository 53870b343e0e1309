"""What kind of thing each value is: type, range, list (https://www.w3.org/TR/shacl/#core-components-value-type)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.parsing import Term
from cityweave.validation.constraints.constraint import Condition, Conformance, OfValues
from cityweave.validation.data import DataGraph
from cityweave.validation.lexical import is_well_formed, stored, surely
from cityweave.validation.names import sh

LONGEST = 200
"""So many terms may be alternatives in an expression: Oxigraph goes down through them."""
KINDS: Mapping[NamedNode, tuple[tuple[type, ...], str]] = {
    sh("IRI"): ((NamedNode,), "isIRI({0})"),
    sh("BlankNode"): ((BlankNode,), "isBlank({0})"),
    sh("Literal"): ((Literal,), "isLiteral({0})"),
    sh("BlankNodeOrIRI"): ((BlankNode, NamedNode), "(isBlank({0}) || isIRI({0}))"),
    sh("BlankNodeOrLiteral"): ((BlankNode, Literal), "(isBlank({0}) || isLiteral({0}))"),
    sh("IRIOrLiteral"): ((NamedNode, Literal), "(isIRI({0}) || isLiteral({0}))"),
}
OPERATORS: Mapping[NamedNode, tuple[str, NamedNode]] = {
    sh("minExclusive"): (">", sh("MinExclusiveConstraintComponent")),
    sh("minInclusive"): (">=", sh("MinInclusiveConstraintComponent")),
    sh("maxExclusive"): ("<", sh("MaxExclusiveConstraintComponent")),
    sh("maxInclusive"): ("<=", sh("MaxInclusiveConstraintComponent")),
}


@dataclass(frozen=True, slots=True)
class OfClass(OfValues):
    """`sh:class`: each value is an instance, by the classes that the data state."""

    name: NamedNode

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#ClassConstraintComponent."""
        return sh("ClassConstraintComponent")

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:
        """The values that are no instances."""
        return [one for one in values if not known.data.is_a(one, self.name)]

    def condition(self, data: DataGraph, variable: str) -> Condition:
        """Whether it has one of the classes."""
        below = data.below(self.name)
        names = [str(one) for one in below if isinstance(one, NamedNode)]
        is_exact = len(names) == len(below)
        if len(names) == 1:
            return Condition(f"EXISTS {{ {variable} a {names[0]} }}", is_exact)
        listed = " ".join(names)
        return Condition(f"EXISTS {{ VALUES ?is {{ {listed} }} {variable} a ?is }}", is_exact)


@dataclass(frozen=True, slots=True)
class OfDatatype(OfValues):
    """`sh:datatype`: each value is a literal of that datatype, and well-formed."""

    name: NamedNode

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#DatatypeConstraintComponent."""
        return sh("DatatypeConstraintComponent")

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:
        """The values of other datatypes, and those whose text means nothing.

        What the store may have given another datatype is not held against anybody.
        """
        others = stored(self.name)
        return [
            one
            for one in values
            if not self._fits(one, self.name)
            and not (others != self.name and self._fits(one, others) and known.data.is_open(one))
        ]

    def _fits(self, value: Term, datatype: NamedNode) -> bool:
        return (
            isinstance(value, Literal)
            and value.datatype == datatype
            and is_well_formed(value.value, self.name)
        )

    def condition(self, data: DataGraph, variable: str) -> Condition:  # noqa: ARG002
        """Whether it has the datatype, and its text is one of the common ones."""
        typed = f"isLiteral({variable}) && DATATYPE({variable}) = {self.name}"
        common = surely(self.name)
        if common is None:
            return Condition(typed)
        return Condition(f"{typed} && REGEX(STR({variable}), {Literal(common)})", False)


@dataclass(frozen=True, slots=True)
class OfKind(OfValues):
    """`sh:nodeKind`: each value is an IRI, a literal, a blank node or one of two of them."""

    kind: NamedNode

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#NodeKindConstraintComponent."""
        return sh("NodeKindConstraintComponent")

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:  # noqa: ARG002
        """The values of other kinds."""
        kinds = KINDS[self.kind][0]
        return [one for one in values if not isinstance(one, kinds)]

    def condition(self, data: DataGraph, variable: str) -> Condition:  # noqa: ARG002
        """Whether it is of the kind."""
        return Condition(KINDS[self.kind][1].format(variable))


@dataclass(frozen=True, slots=True)
class InRange(OfValues):
    """`sh:minInclusive` and the like: each value compares so with a bound."""

    parameter: NamedNode
    bound: Literal

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#core-components-range."""
        return OPERATORS[self.parameter][1]

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:
        """The values beyond the bound, and those that do not compare with it."""
        operator, _ = OPERATORS[self.parameter]
        kept = known.data.less(((one, self.bound) for one in values), operator)
        return [one for one in values if (one, self.bound) not in kept]

    def condition(self, data: DataGraph, variable: str) -> Condition:  # noqa: ARG002
        """Whether it compares so; never for language-tagged strings."""
        operator, _ = OPERATORS[self.parameter]
        plain = "false" if self.bound.language else f'LANG({variable}) = ""'
        return Condition(f"{plain} && {variable} {operator} {self.bound}")


@dataclass(frozen=True, slots=True)
class OneOf(OfValues):
    """`sh:in`: each value is in a list."""

    terms: tuple[Term, ...]

    @property
    def component(self) -> NamedNode:
        """https://www.w3.org/TR/shacl/#InConstraintComponent."""
        return sh("InConstraintComponent")

    def misfits(self, known: Conformance, values: Collection[Term]) -> Collection[Term]:
        """The values that are not in the list; those of the store, in the form that it keeps."""
        listed, stored = set(self.terms), known.data.stored(self.terms)
        return [
            one
            for one in values
            if one not in listed and not (one in stored and known.data.is_open(one))
        ]

    def condition(self, data: DataGraph, variable: str) -> Condition | None:
        """Whether it is the same term as one of the list; of a long one SPARQL is not asked.

        Nor of what a store keeps in another form, where it would find what is written otherwise.
        """
        if len(self.terms) > LONGEST:
            return None
        stored = data.stored(self.terms)
        named = [one for one in self.terms if one in stored and not isinstance(one, BlankNode)]
        iris = ", ".join(str(one) for one in named if isinstance(one, NamedNode))
        same = [f"sameTerm({variable}, {one})" for one in named if not isinstance(one, NamedNode)]
        if iris:
            same.append(f"(isIRI({variable}) && {variable} IN ({iris}))")
        return Condition(" || ".join(same) or "false", len(named) == len(self.terms))
