"""Dates, times and durations of XML Schema as numbers of seconds, in the order of their values.

https://www.w3.org/TR/xmlschema11-2/ orders some of them in part only: a time without a zone stands
anywhere within 28 hours, a month is as long as 28 to 31 days. The numbers respect that order, and
decide where it is open: what has no zone counts as UTC, a month as long as it is on average over
the four days by which durations are compared.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Context, Decimal

_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
"""After these the Gregorian calendar repeats itself."""

_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""A duration is shorter than another when it is so from each of these months on
(https://www.w3.org/TR/xmlschema11-2/#duration)."""

_DATE = r"(?P<year>-?\d{4,})-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d(?:\.\d+)?)"
_ZONE = r"(?P<zone>Z|(?P<east>[+-])(?P<hours>\d\d):(?P<minutes>\d\d))?"
_MOMENTS = {
    "dateTime": f"{_DATE}T{_TIME}",
    "date": _DATE,
    "time": _TIME,
    "gYearMonth": r"(?P<year>-?\d{4,})-(?P<month>\d\d)",
    "gYear": r"(?P<year>-?\d{4,})",
    "gMonthDay": r"--(?P<month>\d\d)-(?P<day>\d\d)",
    "gMonth": r"--(?P<month>\d\d)",
    "gDay": r"---(?P<day>\d\d)",
}
MOMENTS = {name: re.compile(one + _ZONE, re.ASCII) for name, one in _MOMENTS.items()}
"""How points in time are written, by the names of their datatypes."""

DURATIONS = ("duration", "yearMonthDuration", "dayTimeDuration")
"""The names of the datatypes of durations, which have one order."""

_DURATION = re.compile(
    r"(-)?P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?"
    r"(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_EXACT = Context(prec=64)
"""Digits that hold every moment and duration that the engine can hold: it has 39."""

_LEAP_YEAR = 4
"""What has no year may be the 29th of February."""


def moment(written: str, pattern: re.Pattern[str]) -> tuple[Decimal, bool] | None:
    """Seconds of a point in time, and whether it has a zone; None for what is none."""
    found = pattern.fullmatch(written)
    if found is None:
        return None
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    year, month, day = part.get("year", _LEAP_YEAR), part.get("month", 1), part.get("day", 1)
    try:
        days = _days(int(year), int(month), int(day))
    except ValueError:  # no day of the calendar, or a number too long to be read
        return None
    east = -1 if part.get("east") == "-" else 1
    minutes = 60 * int(part.get("hour", 0)) + int(part.get("minute", 0))
    minutes -= east * (60 * int(part.get("hours", 0)) + int(part.get("minutes", 0)))
    seconds = _EXACT.add(86_400 * days + 60 * minutes, Decimal(part.get("second", 0)))
    return seconds, "zone" in part


def duration(written: str) -> Decimal | None:
    """Seconds of a duration, from four days together; None for what is none."""
    found = _DURATION.fullmatch(written)
    if found is None:
        return None
    sign = -1 if found[1] else 1
    try:
        years, months, days, hours, minutes = (int(found[n] or 0) for n in range(2, 7))
    except ValueError:  # a number too long to be read
        return None
    around, rest = divmod(sign * (12 * years + months), 12 * _CYCLE_YEARS)
    total = len(_STARTS) * (sign * days + around * _CYCLE_DAYS)
    for year, month in _STARTS:
        more, last = divmod(month - 1 + rest, 12)
        total += _days(year + more, last + 1, 1) - _days(year, month, 1)
    seconds = _EXACT.add(3600 * hours + 60 * minutes, Decimal(found[7] or 0))
    return _EXACT.fma(sign * len(_STARTS), seconds, 86_400 * total)


def _days(year: int, month: int, day: int) -> int:
    """The number of a day. Raises `ValueError` where there is none."""
    around, rest = divmod(year, _CYCLE_YEARS)
    return around * _CYCLE_DAYS + date(_CYCLE_YEARS + rest, month, day).toordinal()
