"""What a validation found, as values that any edge can render."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a validation (https://www.w3.org/TR/shacl/#results-validation-result).

    `focus`, `value` and `path` are terms as Turtle writes them, in full;
    `messages` are pairs of language (or nothing) and text; `sources` are the
    files that say something about the focus node, when they are known.
    """

    severity: Severity
    focus: str
    focus_label: str | None
    path: str | None
    value: str | None
    messages: tuple[tuple[str, str], ...]
    shape: str
    component: str
    sources: tuple[str, ...] = ()

    def message(self, language: str = "en") -> str:
        """The message in a language, or in English, or in any that there is."""
        texts = dict(reversed(self.messages))
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one validation, the gravest first."""

    findings: tuple[Finding, ...] = ()

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
