"""A report in the forms in which people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from cityweave.validation.exchange import to_json
from cityweave.validation.rendering.graph import turtle
from cityweave.validation.rendering.page import fragment, page
from cityweave.validation.rendering.sarif import sarif
from cityweave.validation.rendering.table import table
from cityweave.validation.rendering.text import text
from cityweave.validation.report import Report

__all__ = [
    "STYLES",
    "Style",
    "Written",
    "fragment",
    "page",
    "render",
    "sarif",
    "table",
    "text",
    "turtle",
]

Style = Literal["text", "json", "csv", "sarif", "ttl", "html"]

READABLE = 200
"""Findings up to which JSON is indented."""


@dataclass(frozen=True, slots=True)
class Written:
    """How a style is sent: its media type, and the suffix of a file that holds it."""

    media_type: str
    suffix: str


STYLES: Mapping[Style, Written] = MappingProxyType(
    {
        "text": Written("text/plain; charset=utf-8", ".txt"),
        "json": Written("application/json", ".json"),
        "csv": Written("text/csv; charset=utf-8; header=present", ".csv"),
        "sarif": Written("application/sarif+json", ".sarif"),
        "ttl": Written("text/turtle; charset=utf-8", ".ttl"),
        "html": Written("text/html; charset=utf-8", ".html"),
    }
)


def render(
    report: Report, style: Style, language: str = "en", *, stylesheet: str | None = None
) -> bytes:
    """A report in one style, in UTF-8.

    `language` is that of what people read; JSON and Turtle have all languages. `stylesheet`
    is the address of the one that an HTML page leads to.
    """
    match style:
        case "text":
            return text(report, language).encode()
        case "json":
            return _json(to_json(report), report)
        case "csv":
            return table(report, language).encode()
        case "sarif":
            return _json(sarif(report, language), report)
        case "ttl":
            return turtle(report)
        case "html":
            return page(report, language, stylesheet).encode()


def _json(document: Mapping[str, object], report: Report) -> bytes:
    """Indented while people may read it: Python takes ten times as long for that."""
    indent = 2 if len(report.findings) <= READABLE else None
    return (json.dumps(document, ensure_ascii=False, indent=indent) + "\n").encode(
        "utf-8", "replace"
    )
