"""Which lexical forms are well-formed for the datatypes of XML Schema.

https://www.w3.org/TR/shacl/#DatatypeConstraintComponent asks for it where SPARQL 1.1 knows the
datatype. The patterns have no nested repetition, so that they take linear time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping

from pyoxigraph import NamedNode

from cityweave.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
INTEGER = NamedNode(XSD + "integer")

_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
_HOURS = rf"T(?:[0-9]+H(?:[0-9]+M)?(?:{_SECONDS})?|[0-9]+M(?:{_SECONDS})?|{_SECONDS})"
_DAYS = rf"(?:[0-9]+D(?:{_HOURS})?|{_HOURS})"
_MONTHS = r"(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"
_FLOAT = r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN)"

PATTERNS: Mapping[str, str] = {
    "boolean": r"true|false|0|1",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "float": _FLOAT,
    "double": _FLOAT,
    "dateTime": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE[:-1]}",
    "date": rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}",
    "gYear": rf"{_YEAR}{_ZONE}",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": rf"--{_MONTH}{_ZONE}",
    "gMonthDay": rf"--{_MONTH}-{_DAY}{_ZONE}",
    "gDay": rf"---{_DAY}{_ZONE}",
    "duration": rf"-?P(?:{_MONTHS}(?:{_DAYS})?|{_DAYS})",
    "yearMonthDuration": rf"-?P{_MONTHS}",
    "dayTimeDuration": rf"-?P{_DAYS}",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
}
"""The datatypes with a lexical form of their own, by the local name, as regular expressions."""

RANGES: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
"""The integers, from the least to the greatest that each may be."""

_MERGED: Mapping[str, str] = {**dict.fromkeys(RANGES, "integer"), "dateTimeStamp": "dateTime"}

_COMPILED = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
_DIGITS = re.compile(r"[+-]?[0-9]{1,4000}")  # more than that Python does not take for a number
_DATE = re.compile(rf"({_YEAR})-({_MONTH})-({_DAY})")
_MONTH_DAY = re.compile(rf"--({_MONTH})-({_DAY})")
_LEAP_YEAR = 2000


def stored(datatype: NamedNode) -> NamedNode:
    """The datatype that a store gives back for well-formed values of a datatype."""
    name = _MERGED.get(datatype.value.removeprefix(XSD))
    return NamedNode(XSD + name) if name and datatype.value.startswith(XSD) else datatype


def is_well_formed(text: str, datatype: NamedNode) -> bool:
    """Whether a text is in the lexical space of a datatype; of unknown ones, everything is."""
    if not datatype.value.startswith(XSD):
        return True
    name = datatype.value[len(XSD) :]
    if name in RANGES:
        least, most = RANGES[name]
        if not _DIGITS.fullmatch(text):
            return False
        number = int(text)
        return (least is None or number >= least) and (most is None or number <= most)
    pattern = _COMPILED.get(name)
    return pattern is None or (pattern.fullmatch(text) is not None and _is_day(text, name))


def _is_day(text: str, name: str) -> bool:
    """Whether the month of a date has that day."""
    if name == "gMonthDay":
        found = _MONTH_DAY.match(text)
        return found is not None and int(found[2]) <= monthrange(_LEAP_YEAR, int(found[1]))[1]
    found = _DATE.match(text)
    if found is None:
        return True
    # The calendar repeats every 400 years, and Python's begins with the year 1.
    year = int(found[1][-4:]) % 400 + 2000 if len(found[1]) < 4000 else _LEAP_YEAR
    return int(found[3]) <= monthrange(year, int(found[2]))[1]


def surely(datatype: NamedNode) -> str | None:
    """A regular expression of which every match is well-formed; None where everything is.

    It leaves out what needs arithmetic, such as days that not every month has.
    """
    name = datatype.value.removeprefix(XSD)
    if not datatype.value.startswith(XSD) or (name not in RANGES and name not in PATTERNS):
        return None
    if name in RANGES:
        least, most = RANGES[name]
        digits = 18 if most is None else len(str(most)) - 1
        if most is not None and most <= 0:
            return r"^-[1-9][0-9]{0,17}$"
        return rf"^[1-9][0-9]{{0,{digits - 1}}}$" if least == 1 else rf"^[0-9]{{1,{digits}}}$"
    return f"^(?:{PATTERNS[name].replace(_DAY, '(?:0[1-9]|1[0-9]|2[0-8])')})$"
