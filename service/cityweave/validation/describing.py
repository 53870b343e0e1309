"""From what an engine finds to findings that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import CityweaveError
from cityweave.parsing import Index, Place, Term
from cityweave.parsing.fault import Fault, Severity, Words
from cityweave.validation import ownership
from cityweave.validation.expecting import Expectations
from cityweave.validation.fixes import Fixes
from cityweave.validation.labels import Known, Labels
from cityweave.validation.names import sh
from cityweave.validation.paths import Path, sparql
from cityweave.validation.placing import Places, Placing
from cityweave.validation.report import Finding, Fix, Report, ordered
from cityweave.validation.results import Result
from cityweave.validation.saying import Messages
from cityweave.vocabulary import BASE

_SEVERITIES: MappingProxyType[NamedNode, Severity] = MappingProxyType(
    {sh("Warning"): "warning", sh("Info"): "info"}
)


def describe(
    results: Iterable[Result],
    shapes: Index,
    known: Known,
    places: Places | None = None,
    *,
    statements: Iterable[Quad] = (),
    faults: Iterable[Fault] = (),
    base: str = BASE,
) -> tuple[Finding, ...]:
    """Results and faults of an input as findings, the gravest first.

    `shapes` are the statements of the shapes graph that the results come from, `known`
    gives names, `places` and `statements` are those of the input: without `statements` a
    value at the end of a longer path has the place of the thing that the result is about.
    `base` is that of the deployment.
    """
    describing = Describing(shapes, known, Placing(places, statements), base)
    found = [*map(of_fault, faults), *map(describing.finding, results)]
    return ordered(found)


class Describing:
    """Describes results; what is alike in many is worked out once."""

    def __init__(self, shapes: Index, known: Known, placing: Placing, base: str = BASE) -> None:
        self._shapes = shapes
        self._placing = placing
        self._labels = Labels(known, shapes, base)
        self._expectations = Expectations(shapes, self._labels)
        self._messages = Messages(shapes, self._labels)
        self._fixes = Fixes(shapes, known, self._labels)
        self._rules: dict[tuple[Term, NamedNode, Path | None], _Rule] = {}

    def finding(self, result: Result) -> Finding:
        """One result in words."""
        result = replace(result, value=self._placing.written(result))
        rule = self._rule(result)
        return Finding(
            severity=_SEVERITIES.get(result.severity, "violation"),
            focus=str(result.focus),
            focus_label=self._labels.label(result.focus),
            path=rule.path,
            path_words=rule.path_words,
            value=None if result.value is None else str(result.value),
            value_label=None if result.value is None else self._labels.label(result.value),
            expected=rule.expected,
            messages=self._messages.of(result, rule.path_words, rule.expected),
            shape=rule.shape,
            is_nested=rule.is_nested,
            rule=rule.name,
            component=result.component.value.removeprefix(ownership.SHACL),
            engine=result.engine,
            place=self._placing.place(result),
            fix=self._fixes.of(result),
        )

    def _rule(self, result: Result) -> _Rule:
        key = result.shape, result.component, result.path
        if key not in self._rules:
            owner = ownership.owner(self._shapes, result.shape)
            self._rules[key] = _Rule(
                path=sparql(result.path) if result.path else None,
                path_words=self._labels.path(result.path, result.shape) if result.path else None,
                expected=self._expectations.of(result.shape, result.component),
                shape=owner.value if isinstance(owner, NamedNode) else str(owner),
                is_nested=owner != result.shape,
                name=ownership.name(self._shapes, result.shape),
            )
        return self._rules[key]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What all results of one constraint and path have in common."""

    path: str | None
    path_words: Words | None
    expected: Words | None
    shape: str
    is_nested: bool
    name: Words | None


def report_of(errors: Iterable[CityweaveError]) -> Report:
    """A report of nothing but why documents cannot be read, for those who read only reports."""
    return Report(ordered(map(of_error, errors)))


def of_error(error: CityweaveError) -> Finding:
    """What keeps a document from being read, at its place where that is known."""
    place = Place(error.line, error.column or 1, error.source) if error.line else None
    if place is None and error.source:
        place = Place(1, 1, error.source)
    return Finding(
        severity="violation",
        focus="",
        messages={"en": error.detail},
        component=error.code,
        engine="input",
        place=place,
        fix=Fix({"en": error.hint}) if error.hint else None,
    )


def of_fault(fault: Fault) -> Finding:
    """A fault of the input, which no shape found."""
    return Finding(
        severity=fault.severity,
        focus="",
        messages=fault.words,
        component=fault.code,
        value=None if fault.value is None else str(Literal(fault.value)),
        engine="input",
        place=fault.place,
        fix=Fix(fault.fix) if fault.fix else None,
    )
