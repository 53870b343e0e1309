"""What a term of RDF is in a cell of a spreadsheet: a number, a day, an address, or a text.

A value becomes a number or a day only where the cell then says the same: spreadsheets keep 15
digits, know no time zones, and no days before March 1900. Everything else is the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isinf

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.vocabulary import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple

DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number."""

FIRST_DAY = date(1900, 3, 1)
"""Before it the calendars of spreadsheets differ by a day: one has a 29 February 1900."""

LONGEST_ADDRESS = 2079
"""Characters of an address that a cell can lead to."""

_WEB = re.compile(r"https?://[\w.-]+(?::[0-9]+)?(?=[/?#]|$)")
"""Other schemes start programs or open files, and a name before the host hides who that is."""

_XSD = PREFIXES["xsd"]
_INTEGER = re.compile(r"[+-]?0*([0-9]+)")
_DECIMAL = re.compile(r"[+-]?0*([0-9]*)(?:\.([0-9]*))?")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Link:
    """An address of the web, which the cell shows and leads to."""

    address: str


Value = bool | int | float | date | datetime | Link | str


def value_of(term: Term) -> Value:
    """What stands in the cell of a term."""
    if isinstance(term, Literal):
        read = _READ.get(term.datatype.value)
        found = None if read is None else read(term.value)
        return term.value if found is None else found
    if isinstance(term, NamedNode):
        iri: str = term.value
        is_web = len(iri) <= LONGEST_ADDRESS and _WEB.match(iri) is not None
        return Link(iri) if is_web else iri
    return str(term)


def _integer(text: str) -> int | None:
    found = _INTEGER.fullmatch(text)
    return int(text) if found and len(found[1]) <= DIGITS else None


def _decimal(text: str) -> float | None:
    found = _DECIMAL.fullmatch(text)
    if found is None:
        return None
    digits = (found[1] + (found[2] or "")).lstrip("0")
    return float(text) if len(found[0].strip("+-.")) > 0 and len(digits) <= DIGITS else None


def _double(text: str) -> float | None:
    number = float(text) if _DOUBLE.fullmatch(text) else None
    return None if number is None or isinf(number) else number


def _year(text: str) -> int | None:
    return int(text) if _YEAR.fullmatch(text) else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return None if found is None or found < FIRST_DAY else found


def _moment(text: str) -> datetime | None:
    found = _MOMENT.fullmatch(text)
    try:
        moment = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return None if moment is None or moment.date() < FIRST_DAY else moment


_WHOLE = """integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger
    negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte""".split()
_READ: Mapping[str, Callable[[str], Value | None]] = {
    **{_XSD + name: _integer for name in _WHOLE},
    _XSD + "decimal": _decimal,
    _XSD + "double": _double,
    _XSD + "float": _double,
    _XSD + "boolean": _boolean,
    _XSD + "gYear": _year,
    _XSD + "date": _day,
    _XSD + "dateTime": _moment,
}
"""Reads the text of a literal, by its datatype; None where the text has to stand as it is."""
