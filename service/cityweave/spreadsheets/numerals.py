"""Numbers as people write them, and as XSD has them (https://www.w3.org/TR/xmlschema11-2/#decimal)."""

from __future__ import annotations

import re
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from cityweave.spreadsheets.objection import Objection, write
from cityweave.spreadsheets.table import Value
from cityweave.spreadsheets.words import phrase
from cityweave.vocabulary import PREFIXES

_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
_DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([ '’.,])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_EITHER = re.compile(r"(?P<thousands>[+-]?[1-9][0-9]{0,2})[.,](?P<last>[0-9]{3})")
_SIGN = re.compile(
    r"^(?P<before>[€$£]|EUR|USD|GBP)?\s*(?P<number>[-+0-9].*?)\s*(?P<after>%|[€$£]|EUR|USD|GBP)?$"
)
_UNITS = {"%": "%", "€": "EUR", "$": "USD", "£": "GBP"}
LONGEST = 60


def number(text: str, value: Value, *, whole: bool) -> Literal | Objection:
    """A number cell as `xsd:integer`, or as `xsd:decimal` where it has decimals.

    `whole` allows integers only. `value` is what the spreadsheet keeps: a number of its
    own needs no reading of the text. In a text the mark of 12.500 may stand before decimals
    or between thousands, by the language of who wrote it, so that nothing is read from it.
    """
    code = "not-a-whole-number" if whole else "not-a-number"
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = _written(value)
    elif doubt := _doubtful(text[:LONGEST], whole=whole):
        return doubt
    if len(text) <= LONGEST and _PLAIN.fullmatch(text):
        if "." not in text:
            return Literal(str(int(text)), datatype=_INTEGER)
        exact = Decimal(text)
        if exact == exact.to_integral_value():
            return Literal(str(int(exact)), datatype=_INTEGER)
        if not whole:
            return Literal(format(exact.normalize(), "f"), datatype=_DECIMAL)
    meant, unit = _meant(text[:LONGEST])
    if meant is None:
        return Objection(code, {"value": text})
    if unit:
        return Objection(code, {"value": text}, phrase("fix.write-and-unit", fix=meant, unit=unit))
    return Objection(code, {"value": text}, write(meant))


def _doubtful(text: str, *, whole: bool) -> Objection | None:
    """Why a text with three digits behind its only mark is not read."""
    parts = _SIGN.match(text)
    either = _EITHER.fullmatch(parts["number"].strip()) if parts else None
    if either is None:
        return None
    first = either["thousands"] + either["last"]
    if whole:
        return Objection("not-a-whole-number", {"value": text}, write(first))
    second = f"{either['thousands']}.{either['last'].rstrip('0') or '0'}"
    if len(either["last"]) == len(second.partition(".")[2]):  # the same again would be in doubt
        second += "0"
    gaps = {"value": text, "first": first, "second": second}
    return Objection("ambiguous-number", gaps, write(f"{first} / {second}"))


def _written(value: float) -> str:
    """A number of a spreadsheet without the noise of its binary form."""
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")


def _meant(text: str) -> tuple[str | None, str | None]:
    """The plain number that a text with separators, percent or currency signs means."""
    parts = _SIGN.match(text)
    if parts is None:
        return None, None
    sign = parts["before"] or parts["after"]
    bare, unit = parts["number"].strip(), _UNITS.get(sign, sign) if sign else None
    if _PLAIN.fullmatch(bare):
        return (bare, unit) if unit else (None, None)
    grouped = _GROUPED.fullmatch(bare)
    if grouped:
        mark = grouped[1]
        return bare.replace(mark, "").replace(",", "."), unit
    if _COMMA.fullmatch(bare):
        return bare.replace(",", "."), unit
    return None, unit
