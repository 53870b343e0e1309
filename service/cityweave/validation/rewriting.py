"""How a text is written as a value of a datatype, where only one reading is possible."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from pyoxigraph import NamedNode

from cityweave.spreadsheets.folding import fold
from cityweave.validation.lexical import RANGES, XSD, is_well_formed

LONGEST = 100
"""Characters of a text that is worth reading as a number or date."""

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "januari februari maart april mei juni juli augustus september oktober november december",
    )
    for number, name in enumerate(names.split(), 1)
}
_NUMERIC_DAY = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{1,2})")
_WRITTEN_DAY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|o|\.)?\s+(?:de\s+)?([a-z]+)\s+(?:de\s+|del\s+)?(\d{4})"
)
_WRITTEN_MONTH = re.compile(r"([a-z]+)\s+(?:de\s+|del\s+)?(\d{4})")
_NUMERIC_MONTH = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{4})")
_PLAIN_YEAR = re.compile(r"[0-9]{4}")
"""Years with more digits are well-formed, and mostly days as spreadsheets count them."""

_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"([+-]?\d+(?:[.,]\d{3})*)[.,](\d+)")
_YES = frozenset("true yes y si oui vrai ja waar verdadero 1".split())
_NO = frozenset("false no n non faux nee onwaar falso 0".split())
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/?#]\S*)?")
_FRACTIONS = ("decimal", "double", "float")


def rewritten(text: str, datatype: NamedNode) -> str | None:
    """The lexical form of the datatype that a text can only mean; None when there is none.

    A day such as 03/04/2020, which is one day in Europe and another in America, means
    nothing; 31/12/2020 is one day everywhere.
    """
    text = text.strip()
    if len(text) > LONGEST or not datatype.value.startswith(XSD):
        return None
    name = datatype.value.removeprefix(XSD)
    if name == "anyURI":
        return _address(text)
    if is_well_formed(text, datatype):
        return None if name == "gYear" and not _PLAIN_YEAR.fullmatch(text) else text
    if name == "date":
        found = _day(text)
    elif name == "gYearMonth":
        found = _month(text)
    elif name == "boolean":
        word = fold(text)
        found = "true" if word in _YES else "false" if word in _NO else None
    elif name in RANGES:
        found = _whole(text)
    elif name in _FRACTIONS:
        found = _number(text)
    else:
        found = None
    return found if found is not None and is_well_formed(found, datatype) else None


def choice(text: str, datatypes: Sequence[NamedNode]) -> tuple[str, NamedNode] | None:
    """What a text can only mean where several datatypes are welcome, the first of them first.

    1,200 can be a whole number, and something else where numbers need not be whole.
    """
    is_whole = not any(one.value.removeprefix(XSD) in _FRACTIONS for one in datatypes)
    for one in datatypes:
        if is_well_formed(text.strip(), one) and (form := rewritten(text, one)) is not None:
            return form, one
    for one in datatypes:
        form = rewritten(text, one)
        if form is not None and (is_whole or not _is_number(one) or form == _number(text.strip())):
            return form, one
    return None


def _address(text: str) -> str | None:
    """www.a.eu with its scheme; nothing for a word or number, which are well-formed, too."""
    if _SCHEME.fullmatch(text):
        return text
    return f"https://{text}" if _HOST.fullmatch(text) else None


def _is_number(datatype: NamedNode) -> bool:
    return datatype.value.removeprefix(XSD) in RANGES


def _day(text: str) -> str | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC_DAY.fullmatch(text):
        first, second, year = map(int, found.groups())
        readings = {_date(year, second, first), _date(year, first, second)} - {None}
        return readings.pop() if len(readings) == 1 else None
    if found := _WRITTEN_DAY.fullmatch(fold(text)):
        month = _MONTHS.get(found[2])
        return _date(int(found[3]), month, int(found[1])) if month else None
    return None


def _month(text: str) -> str | None:
    if found := _NUMERIC_MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    found = _WRITTEN_MONTH.fullmatch(fold(text))
    month = _MONTHS.get(found[1]) if found else None
    return f"{found[2]}-{month:02}" if found and month else None


def _date(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and year >= 1 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _whole(text: str) -> str | None:
    """12, 1 200, 1,200 and 1.200 for a whole number; 12.0 as well."""
    text = _SPACES.sub("", text)
    if _GROUPED.fullmatch(text):
        return re.sub(r"[.,]", "", text)
    found = re.fullmatch(r"([+-]?\d+)[.,]0{1,2}", text)
    return found[1] if found else text


def _number(text: str) -> str | None:
    """12,5 and 1.200,5 for a number; 1,200 can be either, so it is neither."""
    text = _SPACES.sub("", text)
    marks = {one for one in text if one in ".,"}
    if marks == {","} and text.count(",") == 1:
        whole, _, rest = text.partition(",")
        is_either = len(rest) == 3 and len(whole.lstrip("+-")) <= 3 and whole.lstrip("+-") != "0"
        return None if is_either else f"{whole}.{rest}"
    if _GROUPED.fullmatch(text) and len(re.findall(r"[.,]", text)) > 1:
        return re.sub(r"[.,]", "", text)
    found = _DECIMAL.fullmatch(text)
    if found and len(marks) == 2 and max(text.rfind("."), text.rfind(",")) == found.end(1):
        return re.sub(r"[.,]", "", found[1]) + "." + found[2]
    return text
