"""A report as CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from cityweave.validation.rendering import display
from cityweave.validation.report import Finding, Report, in_language

COLUMNS = (
    "severity", "message", "thing", "thing_name", "path", "path_in_words", "value", "value_name",
    "expected", "suggestion", "replacement", "file", "sheet", "cell", "line", "column", "rule",
    "rule_name", "component", "engine",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(report: Report, language: str = "en") -> str:
    """One row a finding, below the names of the columns, which are the same in each language."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for finding in report.findings:
        writer.writerow(map(safe, _row(finding, language)))
    return output.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before it.

    (https://owasp.org/www-community/attacks/CSV_Injection)
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _row(finding: Finding, language: str) -> Iterable[str]:
    place = finding.place
    return (
        finding.severity,
        display.said(finding.messages, language),
        _term(finding.focus),
        display.said(finding.focus_label, language),
        finding.path or "",
        display.said(finding.path_words, language),
        _term(finding.value or ""),
        display.said(finding.value_label, language),
        display.said(finding.expected, language),
        in_language(finding.fix.words, language) if finding.fix else "",
        (finding.fix.replacement or "") if finding.fix else "",
        *((place.source or "", place.sheet or "", place.cell or "") if place else ("", "", "")),
        *((str(place.line), str(place.column)) if place else ("", "")),
        finding.shape,
        display.said(finding.rule, language),
        finding.component,
        finding.engine,
    )


def _term(text: str) -> str:
    """The IRI or the text of a term, whole."""
    if not text:
        return ""
    term = display.term_of(text)
    return str(term) if not hasattr(term, "value") or text.startswith("_:") else str(term.value)
