"""A contribution of many rows to a generated graph, with faults that are known."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl

from bench.generator import Data
from bench.terms import LABEL, A, cw, text, thing, typed

ROWS = 500
TYPE = "ngo"
_NAME = re.compile(rf'^(<\S+>) {re.escape(LABEL)} "([^"]+)"@en \.$', re.MULTILINE)
FAULTY = {7: "no type", 23: "no date", 57: "no city"}
"""Which rows of each hundred have which fault; each of them is one finding."""


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation, its type, the city it is based in, and the year it was founded in.

    `city` is an IRI, `place` its name; what is faulty is as somebody would get it wrong.
    """

    number: int
    name: str
    type: str
    city: str
    place: str
    year: str


def rows(data: Data, count: int = ROWS) -> list[Row]:
    """Organisations in cities of the graph that have a name of their own."""
    named = _NAME.findall(data.merge.read_text(encoding="utf-8"))
    alike = Counter(name for _, name in named)
    city = thing("city", "").removesuffix(">")
    cities = [(iri, name) for iri, name in named if iri.startswith(city) and alike[name] == 1]
    return [_row(number, *cities[number % len(cities)]) for number in range(count)]


def _row(number: int, city: str, place: str) -> Row:
    fault = FAULTY.get(number % 100, "")
    is_lost = fault == "no city"
    return Row(
        number,
        f"Association {number} of {place}",
        "" if fault == "no type" else TYPE,
        thing("city", f"nowhere-{number}") if is_lost else city,
        f"Nowhere {number}" if is_lost else place,
        "in spring" if fault == "no date" else str(1950 + number % 70),
    )


def expected(count: int = ROWS) -> int:
    """How many findings there must be."""
    return sum(number % 100 in FAULTY for number in range(count))


def as_turtle(found: list[Row]) -> bytes:
    """The rows as statements."""
    return "".join(f"{fact} .\n" for row in found for fact in _facts(row)).encode()


def _facts(row: Row) -> Iterator[str]:
    one = thing("organisation", f"contributed-{row.number}")
    yield f"{one} {A} {cw('Organisation')}"
    yield f"{one} {LABEL} {text(row.name)}"
    if row.type:
        yield f"{one} {cw('organisationType')} {thing('organisation-type', row.type)}"
    yield f"{one} {cw('basedIn')} {row.city}"
    founded = typed(row.year, "gYear") if row.year.isdigit() else f'"{row.year}"'
    yield f"{one} {cw('foundingDate')} {founded}"


def as_csv(found: list[Row]) -> bytes:
    """The rows as the template for organisations wants them."""
    written = io.StringIO()
    csv.writer(written).writerows(_cells(found))
    return written.getvalue().encode()


def as_xlsx(found: list[Row]) -> bytes:
    """The same table as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in _cells(found):
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cells(found: list[Row]) -> Iterator[list[str]]:
    yield ["id", "label.en", "organisationType", "basedIn", "foundingDate"]
    for row in found:
        yield [f"contributed-{row.number}", row.name, row.type, row.place, row.year]
