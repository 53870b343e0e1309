"""Cells of exports as terms: what is known of how a source writes leaves no doubt open.

In a table that people fill in, 12.500 can be two numbers; in an export it is the one whose
mark stands before decimals, since no export groups thousands.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from cityweave.imports.record import Record
from cityweave.spreadsheets import calendar, numerals
from cityweave.spreadsheets.naming import is_address
from cityweave.spreadsheets.objection import Objection
from cityweave.spreadsheets.values import unreadable
from cityweave.vocabulary import PREFIXES

_XSD = PREFIXES["xsd"]
DATES = tuple(_XSD + name for name in ("gYear", "gYearMonth", "date"))
_AMOUNT = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_MOMENT = re.compile(r"([12][0-9]{3}-[0-9]{2}-[0-9]{2})[T ].*")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([12][0-9]{3})")


def text(record: Record, field: str) -> str | Objection:
    """A text that can be shown: no formula, no invisible letters, no letters that were lost."""
    return unreadable(record.cell(field)) or record.text(field)


def whole(record: Record, field: str) -> Literal | Objection:
    """A whole number, as `xsd:integer`."""
    return numerals.number(record.text(field), record.cell(field).value, whole=True)


def amount(record: Record, field: str) -> Literal | Objection:
    """An amount, as `xsd:integer` or `xsd:decimal`; comma or point stand before decimals."""
    plain = _AMOUNT.fullmatch(record.text(field)[: numerals.LONGEST])
    if plain is None:
        return numerals.number(record.text(field), record.cell(field).value, whole=False)
    exact = Decimal(f"{plain[1]}.{plain[2] or '0'}")
    if exact == exact.to_integral_value():
        return Literal(str(int(exact)), datatype=NamedNode(_XSD + "integer"))
    return Literal(format(exact.normalize(), "f"), datatype=NamedNode(_XSD + "decimal"))


def day(record: Record, field: str) -> Literal | Objection:
    """A day, month or year. 31/12/2023 is read as all exports of European offices write it."""
    written = record.text(field)
    moment = _MOMENT.fullmatch(written)
    slashed = _DAY_FIRST.fullmatch(written)
    if moment:
        written = moment[1]
    elif slashed:
        with contextlib.suppress(ValueError):
            written = date(int(slashed[3]), int(slashed[2]), int(slashed[1])).isoformat()
    return calendar.day(written, written, DATES)


def address(record: Record, field: str) -> Literal | Objection:
    """The address of a page, as `xsd:anyURI`."""
    written = record.text(field)
    if is_address(written):
        return Literal(written, datatype=NamedNode(_XSD + "anyURI"))
    return Objection("not-an-address", {"value": written})


def degrees(written: str) -> Decimal | None:
    """A number of degrees; None for none."""
    try:
        found = Decimal(written.strip())
    except ArithmeticError:
        return None
    return found if found.is_finite() else None
