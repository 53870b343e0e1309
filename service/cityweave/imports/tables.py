"""Tables of an export as records: which table it is, and which column has which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from itertools import islice

from cityweave.imports.declaration import Layout, PlaceRules, Source
from cityweave.imports.file import Row, Sheet
from cityweave.imports.ledger import Ledger
from cityweave.imports.record import Record
from cityweave.imports.words import phrase
from cityweave.parsing import Place
from cityweave.spreadsheets.folding import fold, tidy
from cityweave.spreadsheets.headers import header_below
from cityweave.spreadsheets.objection import Objection, shortened
from cityweave.spreadsheets.table import Value
from cityweave.spreadsheets.words import phrase as sheet_phrase

_LONGEST_EMPTY = 8
"""Letters of a word for “nothing”, with spaces around it."""
_SIGNS = re.compile(r"[\W_]+")
_ALIKE = 0.8
"""How alike two headers are, out of one, when one may be the other with a slip."""


def plain(header: str) -> str:
    """A header without what exports of one source differ in: case, spaces, underscores, marks."""
    return _SIGNS.sub(" ", fold(header.lstrip("?"))).strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """A table that is understood: its layout, and the number of the column of each field."""

    sheet: Sheet
    layout: Layout
    fields: Mapping[int, str]
    header: int
    width: int


def fits(source: Source, headers: Sequence[str]) -> int:
    """How many of these are headers of the table of a source that they fit best."""
    return max(len(_fields(layout, headers)) for layout in source.layouts)


def understood(source: Source, sheet: Sheet, ledger: Ledger) -> Reading | None:
    """A table under its header; None for one that is none of those of the source.

    Tells of the columns that are not used, and of those about persons.
    """
    headless = next((one for one in source.layouts if one.is_headless), None)
    if headless is not None:
        columns = enumerate(headless.columns)
        fields = {number: one.field for number, one in columns if one.field}
        return Reading(sheet, headless, fields, 0, len(headless.columns))
    number, header = first_row(sheet)
    found = [
        (layout, fields)
        for layout in source.layouts
        if set(layout.needed) <= set((fields := _fields(layout, header)).values())
    ]
    if not found:
        return None
    layout, fields = max(found, key=lambda one: len(one[1]))
    reading = Reading(sheet, layout, fields, number, len(header))
    _tell_unused(reading, header, ledger)
    if all(row <= number for row, _ in islice(sheet.rows(), 2)):
        ledger.take(Objection("no-rows", severity="warning").at(sheet.place(number, 1)))
    return reading


def first_row(sheet: Sheet) -> tuple[int, list[str]]:
    """The number and the texts of the first row, which is the header."""
    number, values = next(sheet.rows(), (1, ()))
    return number, _texts(values)


def _texts(values: Sequence[Value | None]) -> list[str]:
    return [tidy(str(value)) if value is not None else "" for value in values]


def way_out(source: Source, sheet: Sheet) -> str:
    """What to do with a table that is none of a source: where its header is, or what it means.

    Empty where nothing is like what is needed.
    """
    rows = ((number, _texts(values)) for number, values in sheet.rows())
    below = header_below(rows, partial(fits, source))
    if below is not None:
        return f"The header seems to stand in row {below}: delete the rows above it."
    number, header = first_row(sheet)
    meant = {
        f"“{title}” by “{shortened(header[at], 40)}” ({sheet.place(number, at + 1).cell})": None
        for layout in source.layouts
        for at, title in _slips(layout, header, _fields(layout, header)).items()
    }
    return f"Did you mean {', or '.join(meant)}?" if meant else ""


def records(reading: Reading, source: Source, ledger: Ledger) -> Iterator[Record]:
    """The rows of a table; the file is read anew with each call."""
    empty = frozenset(source.empty)
    tested = _tested(reading, source)
    for number, values in reading.sheet.rows():
        if number <= reading.header or not tested(values):
            continue
        if not _is_whole((number, values), reading, source, ledger):
            continue
        found: dict[str, Value] = {}
        for column, field in reading.fields.items():
            value = values[column] if column < len(values) else None
            if value is None or value == "" or _is_empty(value, empty):
                continue
            if isinstance(value, str) and not value.isascii() and (western := _western(value)):
                at = reading.sheet.place(number, column + 1)
                ledger.count("not-utf-8", at, western, "warning")
                value = western
            found[field] = value
        if found:
            yield Record(number, found, _places(reading, number))


def _is_whole(row: Row, reading: Reading, source: Source, ledger: Ledger) -> bool:
    """Whether the columns of a row are where they should be; where not, it is told."""
    number, values = row
    if reading.layout.is_headless:
        if len(values) >= reading.width:
            return True
        ledger.fault(
            "row-too-short",
            reading.sheet.place(number, len(values)),
            count=len(values),
            expected=reading.width,
            source=source.dataset.title,
        )
        return False
    if len(values) > reading.width and any(values[reading.width :]):
        ledger.fault("row-too-long", reading.sheet.place(number, reading.width + 1))
        return False
    return True


def _tested(reading: Reading, source: Source) -> Callable[[Sequence[Value | None]], bool]:
    """Whether a row can count at all: told before anything is made of it, as there are millions."""
    codes = frozenset(source.rules.codes) if isinstance(source.rules, PlaceRules) else frozenset()
    column = next((number for number, field in reading.fields.items() if field == "code"), None)
    if not codes or column is None:
        return lambda _: True
    return lambda values: column >= len(values) or values[column] in codes


def _is_empty(value: Value, empty: frozenset[str]) -> bool:
    if not isinstance(value, str) or len(value) > _LONGEST_EMPTY:
        return False
    return value.isspace() or value.strip().lower() in empty


def _western(text: str) -> str | None:
    """A text whose bytes were not UTF-8 as the Windows-1252 that they are then; else None."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return None


def _places(reading: Reading, row: int) -> Callable[[str], Place]:
    def place(field: str) -> Place:
        columns = (number for number, name in reading.fields.items() if name == field)
        return reading.sheet.place(row, next(columns, 0) + 1)

    return place


def _fields(layout: Layout, headers: Sequence[str]) -> dict[int, str]:
    """The field of each column that is known; of two that are the same the first counts."""
    names = {plain(title): one.field for one in layout.columns for title in one.titles}
    fields: dict[int, str] = {}
    for number, header in enumerate(headers):
        field = names.get(plain(header))
        if field and field not in fields.values():
            fields[number] = field
    return fields


def _tell_unused(reading: Reading, header: Sequence[str], ledger: Ledger) -> None:
    withheld = {plain(title) for title in reading.layout.withheld}
    at = reading.sheet.place
    rest = {
        number: title
        for number, title in enumerate(header)
        if title and number not in reading.fields
    }
    first = {plain(header[number]): header[number] for number in reading.fields}
    for number in [one for one in rest if plain(rest[one]) in first]:
        title = rest.pop(number)
        gaps = {"header": title, "other": first[plain(title)]}
        twin = Objection("duplicate-column", gaps, sheet_phrase("fix.one-column"), "warning")
        ledger.wrong(twin, at(reading.header, number + 1), title)
    others = [title if number in rest else "" for number, title in enumerate(header)]
    for number, meant in _slips(reading.layout, others, reading.fields).items():
        if plain(rest[number]) not in withheld:
            title = rest.pop(number)
            fix = phrase("fix.rename-column", value=title, meant=meant)
            place = at(reading.header, number + 1)
            ledger.fault("misspelt-column", place, title, fix, "warning", meant=meant)
    for code, wanted in (("withheld-columns", True), ("unused-columns", False)):
        told = [one for one in rest if (plain(rest[one]) in withheld) is wanted]
        if told:
            names = ", ".join(rest[one] for one in told)
            place = at(reading.header, told[0] + 1)
            ledger.fault(code, place, severity="info", names=names)


def tell_unread(source: Source, sheet: Sheet, ledger: Ledger) -> None:
    """Say of a table that is none of those of a source what the nearest of them would need.

    It is a warning where headers differ from what is needed by a slip, else a note: archives have
    other tables, too.
    """
    number, header = first_row(sheet)
    layout = max(source.layouts, key=lambda one: len(_fields(one, header)))
    fields = _fields(layout, header)
    lacking = titles_of(layout, set(layout.needed) - set(fields.values()))
    slips = _slips(layout, header, fields)
    meant = {title: header[at] for at, title in slips.items() if title in lacking}
    fix = None
    if meant:
        pairs = ", ".join(f"{written} → {title}" for title, written in meant.items())
        fix = phrase("fix.rename-columns", pairs=pairs)
    ledger.fault(
        "unread-table",
        sheet.place(number, 1),
        fix=fix,
        severity="warning" if meant else "info",
        source=source.dataset.title,
        table=layout.name,
        names=", ".join(lacking),
    )


def titles_of(layout: Layout, fields: Collection[str]) -> list[str]:
    """The first header of each of some columns, in the order of the table."""
    return [one.titles[0] for one in layout.columns if one.field in fields]


def _slips(layout: Layout, header: Sequence[str], fields: Mapping[int, str]) -> dict[int, str]:
    """Columns whose header is nearly that of a column which the table lacks, and that header."""
    known = set(fields.values())
    free = {
        plain(one): one
        for column in layout.columns
        if column.field not in known
        for one in column.titles
    }
    found: dict[int, str] = {}
    for number, title in enumerate(header):
        if title and number not in fields:
            for near in get_close_matches(plain(title), free, n=1, cutoff=_ALIKE):
                found[number] = free.pop(near)
    return found
