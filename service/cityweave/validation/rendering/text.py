"""A report for a terminal, each finding with its place in front, as compilers write it."""

from __future__ import annotations

from collections.abc import Iterator

from cityweave.validation.rendering import display
from cityweave.validation.report import MOST, Finding, Report


def text(report: Report, language: str = "en", most: int = MOST) -> str:
    """The findings rule by rule, at most so many of each, and the verdict as the last line."""
    return "\n".join([*_lines(report, language, most), display.verdict(report, language), ""])


def _lines(report: Report, language: str, most: int) -> Iterator[str]:
    for group in report.by_rule(most):
        for finding in group.findings:
            yield from _finding(finding, language, report.base)
        if group.more:
            count = display.number(group.more, language)
            name = display.rule(group.first, language, report.base)
            yield f"… {display.word('more', language, count=count)} ({name})"
            yield ""


def _finding(finding: Finding, language: str, base: str) -> Iterator[str]:
    place = f"{display.clean(str(finding.place))}: " if finding.place else ""
    severity = display.word(finding.severity, language)
    yield f"{place}{severity}: {display.said(finding.messages, language)}"
    about = display.thing(finding, language, base)
    if finding.focus and (short := display.plain(finding.focus, base)) != about:
        about = f"{about} ({short})"
    value = display.value(finding, language, base)
    if value and finding.value and finding.value_label:
        short = display.plain(finding.value, base)
        value = f"{value} ({short})" if short != value else value
    shape = display.shape(finding, base)
    rule = display.rule(finding, language, base)
    rows = (
        ("thing", about),
        ("path", display.said(finding.path_words, language)),
        ("value", value),
        ("expected", display.said(finding.expected, language)),
        ("fix", display.fix(finding, language, base)),
        ("rule", f"{rule} ({shape})" if shape and shape != rule else rule),
    )
    names = {key: display.word(key, language) for key, _ in rows}
    width = max(map(len, names.values()))
    for key, said in rows:
        if said:
            yield f"  {names[key]:{width}}  {said}"
    yield ""
