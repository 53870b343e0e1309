"""What a validation found, as values that any edge can render."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from cityweave.parsing import Place
from cityweave.parsing.fault import Severity, Words
from cityweave.validation.results import Engine
from cityweave.vocabulary import BASE

SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""From the gravest to the mildest."""

MOST = 10
"""Findings of a group that are kept beside their number."""


def in_language(words: Words | None, language: str) -> str:
    """A text in a language, else in English, else in any that there is; else nothing."""
    if not words:
        return ""
    return words.get(language) or words.get("en") or next(iter(words.values()))


@dataclass(frozen=True, slots=True)
class Fix:
    """What to write instead: in words and, where it is known, as a term in N-Triples."""

    words: Words
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a validation (https://www.w3.org/TR/shacl/#results-validation-result).

    `focus` and `value` are terms as N-Triples writes them, `path` is a property path as
    SPARQL does; `focus` is empty where the input as such is at fault. `shape` is the IRI of
    the shape or, when it has none (`is_nested`), of the one that it stands in. `rule` is
    that shape's `sh:name`. `component` is the name of the constraint component in SHACL's
    own namespace, the whole IRI of any other, and the code of a fault.
    """

    severity: Severity
    focus: str
    messages: Words
    component: str
    shape: str = ""
    focus_label: Words | None = None
    path: str | None = None
    path_words: Words | None = None
    value: str | None = None
    value_label: Words | None = None
    expected: Words | None = None
    rule: Words | None = None
    engine: Engine = "compiled"
    place: Place | None = None
    fix: Fix | None = None
    is_nested: bool = False

    def message(self, language: str = "en") -> str:
        """The message in a language, or in English, or in any that there is."""
        return in_language(self.messages, language)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that have something in common: the first of them, and how many there are."""

    findings: tuple[Finding, ...]
    count: int

    @property
    def first(self) -> Finding:
        """The gravest finding, which says what the group is about."""
        return self.findings[0]

    @property
    def more(self) -> int:
        """How many there are beside those that are kept."""
        return self.count - len(self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one validation, the gravest first.

    `profile` is the IRI, with version, of what was judged by; `engines` counts the results
    of each engine; `statements` is the size of the input in triples, `seconds` what the
    judging took. `base` is that of the deployment, by which IRIs are shortened for people.
    `judged` is whether there was anything to judge: a focus node of a shape, or a finding.
    """

    findings: tuple[Finding, ...] = ()
    profile: str | None = None
    engines: Mapping[str, int] = field(default_factory=dict)
    statements: int = 0
    seconds: float = 0.0
    base: str = BASE
    judged: bool = True

    @property
    def conforms(self) -> bool:
        """Whether there is no finding (https://www.w3.org/TR/shacl/#conforms)."""
        return not self.findings

    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}

    def worst(self) -> Severity | None:
        """The gravest severity that occurs, or None when the data conform."""
        return next((one for one in SEVERITIES if self.counts()[one]), None)

    def by_rule(self, most: int = MOST) -> tuple[Group, ...]:
        """Findings that break the same rule in the same way, the gravest rules first."""
        return _grouped(self.findings, rule_of, most)

    def by_entity(self, most: int = MOST) -> tuple[Group, ...]:
        """Findings about the same thing, the things with the gravest findings first."""
        return _grouped(self.findings, lambda one: one.focus, most)


def rule_of(finding: Finding) -> tuple[str, str, str | None, Severity]:
    """What is the same in findings that are counted together."""
    return finding.shape, finding.component, finding.path, finding.severity


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as a report has them: the gravest first, then in the order of the input."""
    return tuple(sorted(findings, key=_rank))


def _rank(finding: Finding) -> tuple[int, bool, str, int, int, str, str, str, str]:
    place = finding.place
    return (
        SEVERITIES.index(finding.severity),
        place is None,
        "" if place is None else f"{place.source or ''}\n{place.sheet or ''}",
        0 if place is None else place.line,
        0 if place is None else place.column,
        finding.shape,
        finding.component,
        finding.focus,
        finding.value or "",
    )


def _grouped(
    findings: Iterable[Finding], key: Callable[[Finding], Hashable], most: int
) -> tuple[Group, ...]:
    kept: dict[Hashable, list[Finding]] = {}
    counts: Counter[Hashable] = Counter()
    for finding in findings:
        name = key(finding)
        counts[name] += 1
        first = kept.setdefault(name, [])
        if len(first) < most:
            first.append(finding)
    groups = (Group(tuple(first), counts[name]) for name, first in kept.items())
    return tuple(sorted(groups, key=lambda one: (SEVERITIES.index(one.first.severity), -one.count)))
