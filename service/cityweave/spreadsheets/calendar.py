"""Dates and spans of time as people write them, and as the ontology has them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from cityweave.derivation.timespans import PREFIX as SPANS
from cityweave.derivation.timespans import TimeSpan
from cityweave.errors import SyntaxErrorInData
from cityweave.spreadsheets.objection import Objection, write
from cityweave.spreadsheets.table import Value
from cityweave.spreadsheets.words import phrase
from cityweave.vocabulary import PREFIXES

_XSD = PREFIXES["xsd"]
_YEAR = re.compile(r"[12][0-9]{3}")
_MONTH = re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])")
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([12][0-9]{3}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?")
_SLASHED = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([12][0-9]{3})")
_LOOSE = re.compile(r"([12][0-9]{3})[./-]([0-9]{1,2})(?:[./-]([0-9]{1,2}))?")
_SERIAL = range(20_000, 80_000)
_EPOCH = date(1899, 12, 30)


def day(text: str, value: Value, datatypes: tuple[str, ...]) -> Literal | Objection:
    """A date cell as `xsd:gYear`, `xsd:gYearMonth`, `xsd:date` or `xsd:dateTime`.

    Only the `datatypes` (IRIs) that the shapes allow are given.
    """
    if isinstance(value, float) and value == int(value):
        text = str(int(value))
    name = _precision(text)
    if name and _XSD + name in datatypes:
        lexical = text.replace(" ", "T") if name == "dateTime" else text
        if name == "dateTime" and lexical.count(":") == 1:
            lexical += ":00"
        return Literal(lexical, datatype=NamedNode(_XSD + name))
    return _objection(text, "not-a-date", "fix.date-forms")


def span(text: str, value: Value) -> NamedNode | Objection:
    """A cell as the IRI of a time span, which ends in its EDTF form: `2025-06_2025-09`."""
    if isinstance(value, float) and value == int(value):
        text = str(int(value))
    return _span(text)


@lru_cache(1_000)
def _span(text: str) -> NamedNode | Objection:
    """As `span`; kept, for a reading in EDTF takes 15 ms and the same times come often."""
    slug = text.replace(" ", "").replace("/", "_") if "/" in text or "_" in text else text
    if re.fullmatch(r"[0-9a-z_:T.-]+", slug) and not _SLASHED.fullmatch(text):
        parts = slug.split("_")
        closed = [part for part in parts if part[:1].isdigit() and "-" in part]
        if not any(_DAY.fullmatch(part) and not _is_day(part) for part in closed):
            try:
                TimeSpan.from_slug(slug)
            except SyntaxErrorInData:
                pass
            else:
                if slug[:4].isdigit() or slug.startswith(".._"):
                    return NamedNode(SPANS + slug)
    return _objection(text, "not-a-time-span", "fix.span-forms")


def _precision(text: str) -> str | None:
    """The XSD datatype of a text; None for what is no date."""
    if _YEAR.fullmatch(text):
        return "gYear"
    if _MONTH.fullmatch(text):
        return "gYearMonth"
    if _DAY.fullmatch(text):
        return "date" if _is_day(text) else None
    moment = _MOMENT.fullmatch(text)
    if moment:
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return None
        return "dateTime"
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _objection(text: str, code: str, forms: str) -> Objection:
    """Why a text is no date, with the date that it must mean where there is only one."""
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        a, b, year = slashed.groups()
        first, second = _iso(year, b, a), _iso(year, a, b)
        if first and second and first != second:
            gaps = {"value": text, "first": first, "second": second}
            return Objection("ambiguous-date", gaps, phrase(forms))
        meant = first or second
        return Objection(code, {"value": text}, write(meant) if meant else phrase(forms))
    loose = _LOOSE.fullmatch(text)
    if loose:
        year, month, number = loose.groups()
        meant = _iso(year, month, number or "1")
        if meant:
            return Objection(code, {"value": text}, write(meant if number else meant[:7]))
    if text.isascii() and text.isdigit() and len(text) == 5 and int(text) in _SERIAL:
        shown = (_EPOCH + timedelta(days=int(text))).isoformat()
        return Objection(code, {"value": text}, write(shown))
    return Objection(code, {"value": text}, phrase(forms))


def _iso(year: str, month: str, number: str) -> str | None:
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return None
