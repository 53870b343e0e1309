"""XLSX as tables: the visible sheets, with values as the spreadsheet keeps them."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from cityweave.parsing.fault import Fault
from cityweave.spreadsheets.archive import BROKEN, Layout, broken, checked, layout
from cityweave.spreadsheets.objection import Objection
from cityweave.spreadsheets.table import LIMITS, Cell, Limits, Table, Value, Workbook, counted
from cityweave.spreadsheets.words import phrase

_UNSHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_LAST_ROW = 1_048_576
_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")
_OURS = frozenset(
    title for name in ("lists", "readme") for title in phrase(f"title.{name}").values()
)


def read_workbook(data: bytes, *, source: str | None = None, limits: Limits = LIMITS) -> Workbook:
    """The visible sheets of an XLSX file.

    Formulas count as the value that was stored with them. Raises `SyntaxErrorInData` for
    what is no XLSX or is broken, and `TooLarge` where a limit is passed.
    """
    with checked(data, limits, source) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(data, archive, source, limits)
        except BROKEN as error:
            raise broken(error, source) from error


def _read(data: bytes, archive: zipfile.ZipFile, source: str | None, limits: Limits) -> Workbook:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    if len(book.worksheets) > limits.max_sheets:
        raise limits.refuse("max_sheets", "This workbook has too many sheets", source)
    tables: list[Table] = []
    faults: list[Fault] = []
    stored: Any = None
    for sheet in book.worksheets:
        if sheet.title in _OURS:
            continue
        if sheet.sheet_state != "visible":
            fix = phrase("fix.show-sheet")
            hidden = Objection("hidden-sheet", {"sheet": sheet.title}, fix, "warning")
            faults.append(hidden.at(Table((), source, sheet.title).place(1, 1)))
            continue
        seen = layout(archive, sheet._worksheet_path)  # noqa: SLF001
        if seen.last_column > limits.max_columns:
            raise limits.refuse("max_columns", "This table has too many columns", source)
        cells = _cells(sheet, seen, limits)
        rows = tuple(counted((list(map(_cell, row)) for row in cells), limits, source))
        if any(cell.formula is not None for row in rows for cell in row):
            stored = stored or openpyxl.load_workbook(
                BytesIO(data), read_only=True, keep_links=False, data_only=True
            )
            rows = _with_values(rows, stored[sheet.title], seen, limits)
        table = Table(rows, source, sheet.title)
        tables.append(Table(rows, source, sheet.title, tuple(_merged(table, seen))))
    return Workbook(tuple(tables), tuple(faults))


def _cells(sheet: Any, seen: Layout, limits: Limits) -> Iterator[list[Any]]:
    """The cells of a sheet that are not empty, row by row."""
    sheet.reset_dimensions()  # what a file says of its own size need not be true
    columns = max(1, min(seen.last_column, limits.max_columns))
    for number, row in enumerate(sheet.iter_rows(max_col=columns), 1):
        if number > _LAST_ROW:
            raise limits.refuse("max_rows", "This table claims more rows than Excel has", None)
        cells = [cell for cell in row if cell.value is not None and cell.value != ""]
        if cells:
            yield cells


def _cell(cell: Any) -> Cell:
    if cell.data_type == "f":
        formula = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None)
        return Cell(cell.row, cell.column, "", formula=str(formula or "="))
    value = _value(cell.value, cell.number_format or "General")
    return Cell(cell.row, cell.column, value, is_error=cell.data_type == "e")


def _with_values(
    rows: tuple[tuple[Cell, ...], ...], sheet: Any, seen: Layout, limits: Limits
) -> tuple[tuple[Cell, ...], ...]:
    """The same cells, with the stored values of those that are formulas."""
    stored: Mapping[tuple[int, int], Cell] = {
        (cell.row, cell.column): _cell(cell) for row in _cells(sheet, seen, limits) for cell in row
    }

    def valued(cell: Cell) -> Cell:
        found = stored.get((cell.row, cell.column))
        if cell.formula is None or found is None:
            return cell
        return Cell(cell.row, cell.column, found.value, cell.formula, found.is_error)

    return tuple(tuple(map(valued, row)) for row in rows)


def _value(value: object, number_format: str) -> Value:
    """The value as it is shown, where that differs from what is kept.

    A share that is shown as per cent is the text “12%”; a day of which only the month
    or the year is shown is that month or year.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if "%" in _UNSHOWN.sub("", number_format):
            return f"{value * 100:.15g}%"
        return value
    if isinstance(value, datetime | date):
        return _as_shown(value, number_format)
    text = str(value)
    return unescape(text) if "_x" in text else text


def _as_shown(value: date, number_format: str) -> Value:
    shown = _UNSHOWN.sub("", number_format).lower()
    if "y" in shown and not set("dhs") & set(shown):
        return f"{value.year:04}-{value.month:02}" if "m" in shown else f"{value.year:04}"
    return value


def _merged(table: Table, seen: Layout) -> Iterator[Fault]:
    """Merged cells that hold a value: it counts for the first of them only."""
    if not seen.merged:
        return
    held = {f"{table.of(cell).cell}": cell for row in table.rows for cell in row}
    for found in seen.merged:
        ends = _RANGE.fullmatch(found)
        if ends and (cell := held.get(ends[1] + ends[2])):
            fix = phrase("fix.split-cells")
            yield Objection("merged-cell", {"range": found}, fix).at(table.of(cell), cell.text)
