"""The text of a cell as terms of RDF, by what the column is for."""

from __future__ import annotations

from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from cityweave.spreadsheets import calendar, numerals
from cityweave.spreadsheets.folding import tidy
from cityweave.spreadsheets.kind import Column, Form
from cityweave.spreadsheets.naming import is_address
from cityweave.spreadsheets.objection import Objection, write
from cityweave.spreadsheets.table import Cell
from cityweave.spreadsheets.things import Things
from cityweave.spreadsheets.words import phrase
from cityweave.spreadsheets.writing import objection
from cityweave.vocabulary import PREFIXES

Term: TypeAlias = NamedNode | Literal
_ANY_URI = NamedNode(PREFIXES["xsd"] + "anyURI")
_HARMLESS_SCHEME = ("http://", "https://")


def terms(column: Column, cell: Cell, things: Things) -> list[Term | Objection]:
    """What a cell says: one term for each of its values, or what is wrong with it."""
    wrong = unreadable(cell)
    if wrong:
        return [wrong]
    text = tidy(cell.text)
    return [_term(column, piece, cell, things) for piece in pieces(column, text)]


def pieces(column: Column, text: str) -> list[str]:
    """The values of a cell, without empty ones and repetitions."""
    parts = text.split(column.separator) if column.separator else [text]
    return list(dict.fromkeys(filter(None, map(str.strip, parts))))


def unreadable(cell: Cell) -> Objection | None:
    """What is wrong with a cell whatever its column is for."""
    if cell.is_error:
        return Objection("spreadsheet-error", {"value": cell.text}, phrase("fix.store-value"))
    if cell.formula is not None and cell.value == "":
        fix = phrase("fix.store-value")
        return Objection("formula-without-value", {"value": cell.formula}, fix)
    return objection(cell.text.strip())


def _term(column: Column, text: str, cell: Cell, things: Things) -> Term | Objection:
    match column.form:
        case Form.TEXT:
            return Literal(text, language=column.language)
        case Form.INTEGER | Form.NUMBER:
            return numerals.number(text, cell.value, whole=column.form is Form.INTEGER)
        case Form.DATE:
            return calendar.day(text, cell.value, column.datatypes)
        case Form.SPAN:
            return calendar.span(text, cell.value)
        case Form.ADDRESS | Form.LINK:
            return _address(text, column.form)
        case Form.CODE | Form.CLASS:
            return things.code(text, column)
        case Form.THING:
            return things.thing(text, column)
        case _:
            return Literal(text)


def _address(text: str, form: Form) -> Term | Objection:
    if text.lower().startswith(_HARMLESS_SCHEME) and is_address(text):
        return NamedNode(text) if form is Form.LINK else Literal(text, datatype=_ANY_URI)
    with_scheme = "https://" + text.removeprefix("//")
    looks_right = "." in text and ":" not in text and is_address(with_scheme)
    return Objection("not-an-address", {"value": text}, write(with_scheme) if looks_right else None)
