"""Refuses texts that are nested too deeply or have too many patterns, before anyone parses them.

A reader that such a text ends costs milliseconds; this names the place. It is no guard: what it
does not see ends in a reader, as everything does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cityweave.errors import QueryTooComplex
from cityweave.settings import Settings

_CLOSING = {"{": "}", "(": ")", "[": "]"}

# Strings, IRIs and comments are passed over; a dot inside a number or name separates nothing.
_MARKS = re.compile(
    r"""\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
    |(?!\"\"\")"(?:[^"\\\n\r]|\\.)*"|(?!''')'(?:[^'\\\n\r]|\\.)*'|\"\"\".*|'''.*|["'][^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*
    |(?P<opens>[{(\[])|(?P<closes>[})\]])|(?P<separates>[;,]|\.(?!\w))""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Complexity:
    """How deeply brackets may be nested in a text, and how many triple patterns it may have."""

    depth: int
    patterns: int

    @classmethod
    def of_queries(cls, settings: Settings) -> Complexity:
        """The limits of queries that the settings name."""
        return cls(settings.max_query_depth, settings.max_query_patterns)

    @classmethod
    def of_updates(cls, settings: Settings) -> Complexity:
        """Those of updates, whose data are many patterns to look at."""
        return cls(settings.max_query_depth, settings.max_request_bytes)


def check(text: str, allowed: Complexity) -> None:
    """Raise `QueryTooComplex` at the place where a query or update passes a limit.

    Triple patterns are counted by what stands between them (`.`, `;` and `,` outside of round
    brackets). A text that has fewer signs than the limits allow is not looked at any closer.
    """
    opened = text.count("{") + text.count("(") + text.count("[")
    separated = text.count(".") + text.count(";") + text.count(",")
    if opened <= allowed.depth and separated <= allowed.patterns:
        return
    open_brackets: list[str] = []
    patterns = 0
    for found in _MARKS.finditer(text):
        kind, sign = found.lastgroup, found.group()
        if kind == "opens":
            open_brackets.append(sign)
            if len(open_brackets) > allowed.depth:
                raise _error(
                    text,
                    found.start(),
                    f"Brackets are nested more than {allowed.depth} deep here, the limit of "
                    "max_query_depth.",
                    "Nest fewer groups, and write long alternatives as VALUES or IN.",
                )
        elif kind == "closes":
            if open_brackets and _CLOSING[open_brackets[-1]] == sign:
                open_brackets.pop()
        elif kind == "separates" and (not open_brackets or open_brackets[-1] != "("):
            patterns += 1
            if patterns > allowed.patterns:
                raise _error(
                    text,
                    found.start(),
                    f"There are more than {allowed.patterns} triple patterns up to here, the "
                    "limit of max_query_patterns.",
                    "Ask in several queries, or write what differs as VALUES.",
                )


def _error(text: str, position: int, detail: str, hint: str) -> QueryTooComplex:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return QueryTooComplex(detail, hint=hint, line=line, column=column)
