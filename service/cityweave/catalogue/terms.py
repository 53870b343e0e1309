"""Turns what a caller typed into one RDF term as SPARQL writes it, or says why it cannot.

Each type is a `Kind`: a check, an example and a writer. Every writer escapes, so a value can never
be more than one term, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cityweave.naming import is_iri
from cityweave.parsing.country import country_code
from cityweave.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]

_ENTITY = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[\w.~%-]+)+")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_YEAR = re.compile(r"-?[0-9]{4}")
_YEAR_MONTH = re.compile(r"-?[0-9]{4}-(?:0[1-9]|1[0-2])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}


@dataclass(frozen=True)
class Kind:
    """A type of parameter: what it is in words, an example, and how a value becomes a term."""

    words: str
    example: str
    write: Callable[[str, str], str | None]
    """(value, base IRI) -> term, or None where the value is not of this type."""
    suffixes: tuple[str, ...] = ()
    """The grlc suffixes that agree with this type."""


def literal(value: str, datatype: str | None = None, language: str | None = None) -> str:
    """A literal as SPARQL writes it (https://www.w3.org/TR/sparql11-query/#QSynLiterals)."""
    quoted = '"' + "".join(_ESCAPES.get(character, character) for character in value) + '"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^<{datatype}>" if datatype else quoted


def _iri(value: str, _base: str) -> str | None:
    return f"<{value}>" if is_iri(value) else None


def _entity(value: str, base: str) -> str | None:
    if _ENTITY.fullmatch(value):
        return _iri(f"{base}id/{value}", base)
    return _iri(value, base) if "://" in value else None


def _country(value: str, base: str) -> str | None:
    code = country_code(value)
    return f"<{base}id/country/{code.lower()}>" if code else _entity(value, base)


def _country_code(value: str, _base: str) -> str | None:
    code = country_code(value)
    return literal(code) if code else None


def _string(value: str, _base: str) -> str | None:
    return None if any("\ud800" <= character <= "\udfff" for character in value) else literal(value)


def _integer(value: str, _base: str) -> str | None:
    if not _INTEGER.fullmatch(value):
        return None
    number = int(value)
    # A bare number may also stand after LIMIT and OFFSET; a sign could join an expression.
    return str(number) if number >= 0 else literal(str(number), XSD + "integer")


def _decimal(value: str, _base: str) -> str | None:
    return literal(value, XSD + "decimal") if _DECIMAL.fullmatch(value) else None


def _boolean(value: str, _base: str) -> str | None:
    return value if value in ("true", "false") else None


def _date(value: str, _base: str) -> str | None:
    if not _DATE.fullmatch(value):
        return None
    try:
        date.fromisoformat(value)
    except ValueError:
        return None
    return literal(value, XSD + "date")


def _year(value: str, _base: str) -> str | None:
    return literal(value, XSD + "gYear") if _YEAR.fullmatch(value) else None


def _year_month(value: str, _base: str) -> str | None:
    return literal(value, XSD + "gYearMonth") if _YEAR_MONTH.fullmatch(value) else None


KINDS: dict[str, Kind] = {
    "iri": Kind("an IRI", "https://example.org/thing", _iri, ("iri",)),
    "entity": Kind("an entity, as kind/name or IRI", "city/heerenveen-nl", _entity, ("iri",)),
    "country": Kind("a country, as two-letter code", "NL", _country, ("iri",)),
    "country-code": Kind("a two-letter country code", "NL", _country_code, ("literal",)),
    "string": Kind("a text", "migration", _string, ("literal", "string")),
    "lang-string": Kind("a text in one language", "integration", _string),
    "integer": Kind("a whole number", "10", _integer, ("integer", "number")),
    "decimal": Kind("a number", "2.5", _decimal, ("decimal", "number")),
    "boolean": Kind("true or false", "true", _boolean, ("boolean",)),
    "date": Kind("a date, as year-month-day", "2024-05-31", _date, ("date", "xsd_date")),
    "year": Kind("a year in four digits", "2024", _year, ("year", "xsd_gYear")),
    "year-month": Kind("a month, as year-month", "2024-05", _year_month, ("xsd_gYearMonth",)),
}
"""The types that front matter may name, apart from datatypes written as ``xsd:time``."""
