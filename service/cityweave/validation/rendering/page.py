"""A report as HTML: a page of its own, and the part of it that a page of the site can hold.

Headings in order, tables with captions and scopes, the language stated: WCAG 2.2, 1.3.1 and
3.1.1. There is no script and no style in it, so that it fits the strictest policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from cityweave.validation.rendering import display
from cityweave.validation.report import MOST, Finding, Group, Report

THINGS = 100
"""Things that the list by thing shows."""

Link = Callable[[str], str | None]
"""The address where an IRI leads, or None where it leads nowhere."""


def web_link(iri: str) -> str | None:
    """The IRI itself where a browser can follow it."""
    return iri if iri.startswith(("http://", "https://")) else None


def page(report: Report, language: str = "en", stylesheet: str | None = None) -> str:
    """A whole page; `stylesheet` is the address of one to link."""
    title = _text(display.word("title", language))
    style = f'<link rel="stylesheet" href="{escape(stylesheet)}">\n' if stylesheet else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title} – Cityweave</title>\n{style}</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{fragment(report, language)}</main>\n</body>\n</html>\n"
    )


def fragment(
    report: Report, language: str = "en", *, link: Link = web_link, most: int = MOST
) -> str:
    """The report below a heading of the first level: verdict, counts, by rule, by thing.

    `link` says where the IRI of a rule or thing leads on this site; `most` is how many
    findings of a rule are shown.
    """
    said = _Saying(language, link, report.base)
    parts = [f'<p class="verdict">{_text(display.verdict(report, language))}</p>\n']
    parts.append(said.facts(report))
    if not report.conforms:
        parts.append(said.counts(report))
        parts.append(f"<h2>{said.word('rules_title')}</h2>\n")
        parts += map(said.rule, report.by_rule(most))
        parts.append(f"<h2>{said.word('entities_title')}</h2>\n")
        parts.append(said.things(report.by_entity(most)))
    return f'<section class="report" lang="{escape(language)}">\n{"".join(parts)}</section>\n'


class _Saying:
    """The parts of a report in one language."""

    def __init__(self, language: str, link: Link, base: str) -> None:
        self._base = base
        self._language = language
        self._link = link

    def word(self, key: str, **values: str | int) -> str:
        return _text(display.word(key, self._language, **values))

    def number(self, value: int) -> str:
        return _text(display.number(value, self._language))

    def facts(self, report: Report) -> str:
        """What was judged, and by what."""
        profile = self._anchor(f"<{report.profile}>", _text(report.profile or ""))
        engines = (f"{_text(name)} ({self.number(one)})" for name, one in report.engines.items())
        return _facts(
            (self.word("profile"), profile),
            (self.word("statements"), self.number(report.statements)),
            (self.word("engine"), ", ".join(engines)),
        )

    def counts(self, report: Report) -> str:
        rows = (
            f'<tr><th scope="row">{self.word(severity + "s")}</th>'
            f'<td class="number">{self.number(count)}</td></tr>\n'
            for severity, count in report.counts().items()
        )
        head = _head(self.word("severity"), self.word("number"))
        return _table(self.word("counts_title"), head, rows, "short")

    def rule(self, group: Group) -> str:
        first = group.first
        severity = self.word(first.severity)
        name = _text(display.rule(first, self._language, self._base))
        message = display.said(first.messages, self._language)
        is_shared = all(
            display.said(one.messages, self._language) == message for one in group.findings
        )
        is_fault = first.engine == "input"
        facts = _facts(
            (self.word("path"), _text(display.said(first.path_words, self._language))),
            (self.word("expected"), _text(display.said(first.expected, self._language))),
            (self.word("rule"), self._rule_link(first)),
            (self.word("rule" if is_fault else "component"), self._component_link(first)),
        )
        number = self.number(group.count)
        if is_fault and is_shared:
            severity, name = severity + ":", _text(message)
        return (
            f'<section class="rule {first.severity}">\n'
            f'<h3><span class="severity">{severity}</span> {name} ({number})</h3>\n'
            f"{f'<p>{_text(message)}</p>' if is_shared and not is_fault else ''}\n"
            f"{facts}{self._findings(group, is_shared)}</section>\n"
        )

    def _findings(self, group: Group, is_shared: bool) -> str:
        """The findings of a rule; a message that all of them share has been said."""
        count, shown = self.number(group.count), self.number(len(group.findings))
        caption = self.word("shown", shown=shown, count=count) if group.more else (
            self.word("all_shown"))  # fmt: skip
        names = ("thing", *(() if is_shared else ("message",)), "value", "place", "fix")
        rows = (self._row(one, is_shared) for one in group.findings)
        return _table(caption, _head(*map(self.word, names)), rows, "wide")

    def _row(self, finding: Finding, is_shared: bool) -> str:
        message = _text(display.said(finding.messages, self._language))
        cells = (
            *(() if is_shared else (message,)),
            self._value(finding),
            self._place(finding),
            _text(display.fix(finding, self._language, self._base)),
        )
        listed = "".join(f"<td>{cell}</td>" for cell in cells)
        return f'<tr><th scope="row">{self._thing(finding)}</th>{listed}</tr>\n'

    def things(self, groups: tuple[Group, ...]) -> str:
        rows = map(self._thing_row, groups[:THINGS])
        head = _head(*map(self.word, ("thing", "number", "message")))
        table = _table(self.word("entities_caption"), head, rows, "wide")
        more = len(groups) - THINGS
        return table + (
            f"<p>{self.word('more_things', count=self.number(more))}</p>\n" if more > 0 else ""
        )

    def _thing_row(self, group: Group) -> str:
        items = "".join(f"<li>{self._item(one)}</li>" for one in group.findings)
        if group.more:
            items += f"<li>{self.word('more', count=self.number(group.more))}</li>"
        return (
            f'<tr><th scope="row">{self._thing(group.first)}</th>'
            f'<td class="number">{self.number(group.count)}</td><td><ul>{items}</ul></td></tr>\n'
        )

    def _item(self, finding: Finding) -> str:
        message = _text(display.said(finding.messages, self._language))
        place = self._place(finding)
        return (
            f'<span class="severity">{self.word(finding.severity)}</span> {message}'
            + (f" ({place})" if place else "")
        )  # fmt: skip

    def _thing(self, finding: Finding) -> str:
        name = f"<bdi>{_text(display.thing(finding, self._language, self._base))}</bdi>"
        return self._anchor(finding.focus, name)

    def _value(self, finding: Finding) -> str:
        value = display.value(finding, self._language, self._base)
        name = f"<bdi>{_text(value)}</bdi>" if value else ""
        return self._anchor(finding.value, name) if finding.value_label else name

    def _anchor(self, term: str | None, name: str) -> str:
        address = self._link(term[1:-1]) if term and term.startswith("<") else None
        return f'<a href="{escape(address)}">{name}</a>' if address else name

    def _rule_link(self, finding: Finding) -> str:
        if not finding.shape:
            return ""
        name = f"<code>{_text(display.shape(finding, self._base))}</code>"
        return self._anchor(f"<{finding.shape}>", name)

    def _component_link(self, finding: Finding) -> str:
        name = f"<code>{_text(finding.component)}</code>"
        is_fault = finding.engine == "input"
        return self._anchor(f"<{display.fault_iri(finding.component)}>", name) if is_fault else name

    def _place(self, finding: Finding) -> str:
        words = _text(display.where(finding.place, self._language))
        source = finding.place.source if finding.place else None
        return f"<bdi>{_text(display.clean(source))}</bdi>, {words}" if source else words


def _text(text: str) -> str:
    return escape(text, quote=True)


def _facts(*pairs: tuple[str, str]) -> str:
    """Names and values as a list, without those that have no value."""
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>\n" for name, value in pairs if value)
    return f"<dl>\n{listed}</dl>\n"


def _head(*names: str) -> str:
    cells = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<thead><tr>{cells}</tr></thead>\n"


def _table(caption: str, head: str, rows: Iterable[str], style: str = "") -> str:
    named = f' class="{style}"' if style else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}">\n'
        f"<table{named}>\n<caption>{caption}</caption>\n{head}<tbody>\n{''.join(rows)}</tbody>\n"
        "</table>\n</div>\n"
    )
