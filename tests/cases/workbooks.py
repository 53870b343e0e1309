"""Makes workbooks from what a case says of their sheets, so that no case is a binary."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl


def workbook(sheets: Mapping[str, Any]) -> bytes:
    """A workbook with these sheets.

    A sheet is a list of rows, or an object with `rows`, `state` (`hidden`) and `merged`
    ranges. A cell is a text, a number, a boolean or null, or an object: `date` or
    `moment` in ISO 8601, with a `format` where it is shown in another way.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, said in sheets.items():
        described = {"rows": said} if isinstance(said, list) else said
        sheet = book.create_sheet(name)
        sheet.sheet_state = described.get("state", "visible")
        _fill(sheet, described["rows"])
        for merged in described.get("merged", ()):
            sheet.merge_cells(merged)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, 1):
        for column, said in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(said, dict):
                text = said.get("date") or said["moment"]
                cell.value = (date if "date" in said else datetime).fromisoformat(text)
                cell.number_format = said.get("format", "yyyy-mm-dd")
            else:
                cell.value = said
