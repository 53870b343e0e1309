"""From what an engine finds to findings that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.parsing import Index
from cityweave.parsing.fault import Fault, Severity
from cityweave.validation import ownership
from cityweave.validation.expecting import Expectations
from cityweave.validation.fixes import Fixes
from cityweave.validation.labels import Known, Labels
from cityweave.validation.names import sh
from cityweave.validation.paths import sparql
from cityweave.validation.placing import Places, Placing
from cityweave.validation.report import Finding, Fix, ordered
from cityweave.validation.results import Result
from cityweave.validation.saying import Messages

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
) -> tuple[Finding, ...]:
    """Results and faults of an input as findings, the gravest first.

    `shapes` are the statements of the shapes graph that the results come from, `known`
    gives names, `places` and `statements` are those of the input: without `statements` a
    value at the end of a longer path has the place of the thing that the result is about.
    """
    describing = Describing(shapes, known, Placing(places, statements))
    found = [*map(of_fault, faults), *map(describing.finding, results)]
    return ordered(found)


class Describing:
    """Describes results; what is alike in many is worked out once."""

    def __init__(self, shapes: Index, known: Known, placing: Placing) -> None:
        self._shapes = shapes
        self._placing = placing
        self._labels = Labels(known, shapes)
        self._expectations = Expectations(shapes, self._labels)
        self._messages = Messages(shapes, self._labels)
        self._fixes = Fixes(shapes, known, self._labels)

    def finding(self, result: Result) -> Finding:
        """One result in words."""
        path = self._labels.path(result.path, result.shape) if result.path else None
        expected = self._expectations.of(result.shape, result.component)
        owner = ownership.owner(self._shapes, result.shape)
        return Finding(
            severity=_SEVERITIES.get(result.severity, "violation"),
            focus=str(result.focus),
            focus_label=self._labels.label(result.focus),
            path=sparql(result.path) if result.path else None,
            path_words=path,
            value=None if result.value is None else str(result.value),
            value_label=None if result.value is None else self._labels.label(result.value),
            expected=expected,
            messages=self._messages.of(result, path, expected),
            shape=owner.value if isinstance(owner, NamedNode) else str(owner),
            is_nested=owner != result.shape,
            rule=ownership.name(self._shapes, result.shape),
            component=result.component.value.removeprefix(ownership.SHACL),
            engine=result.engine,
            place=self._placing.place(result),
            fix=self._fixes.of(result),
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
