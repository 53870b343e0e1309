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
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([ '’.,])[0-9]{3}(?:\1[0-9]{3})*(?:[.,][0-9]+)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_SIGN = re.compile(
    r"^(?P<before>[€$£]|EUR|USD|GBP)?\s*(?P<number>[-+0-9].*?)\s*(?P<after>%|[€$£]|EUR|USD|GBP)?$"
)
_UNITS = {"%": "%", "€": "EUR", "$": "USD", "£": "GBP"}
LONGEST = 60


def number(text: str, value: Value, *, whole: bool) -> Literal | Objection:
    """A number cell as `xsd:integer`, or as `xsd:decimal` where it has decimals.

    `whole` allows integers only. `value` is what the spreadsheet keeps: a number of its
    own needs no reading of the text.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = _written(value)
    code = "not-a-whole-number" if whole else "not-a-number"
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
