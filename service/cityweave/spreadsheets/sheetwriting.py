"""A template as XLSX: headers with explanations, lists to choose from, a page to read first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from cityweave.spreadsheets.kind import Column, Form, Kind
from cityweave.spreadsheets.offering import Names, example, values
from cityweave.spreadsheets.words import phrase

_ROWS = 2_000
_PROMPT = 255  # Excel cuts what is longer
_TITLE = 31
_HEAD = PatternFill("solid", fgColor="DDE8F0")
_GREY = Font(italic=True, color="707070")
_MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook(kind: Kind, columns: Sequence[Column], language: str, names: Names) -> bytes:
    """The workbook of a template. The same input gives the same sheets."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = _MADE
    book.properties.creator = "Cityweave"
    sheet = book.active
    sheet.title = kind.titles.get(language, kind.name)[:_TITLE].capitalize()
    _read_me(book, kind, columns, language)
    lists = book.create_sheet(phrase("title.lists")[language])
    lists.sheet_state = "veryHidden"
    for number, column in enumerate(columns, 1):
        _head(sheet, number, column, language)
        sheet.cell(2, number, example(column, language, names)).font = _GREY
        _choices(sheet, lists, number, column, language, values(column, language, names))
    sheet.freeze_panes = "B2"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _head(sheet: Any, number: int, column: Column, language: str) -> None:
    title, explanation = column.titles[language], column.explanation[language]
    cell = sheet.cell(1, number, title)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.comment = Comment(explanation, "Cityweave", height=120, width=280)
    letters = get_column_letter(number)
    sheet.column_dimensions[letters].width = max(14, min(36, len(title) + 4))
    if column.form in (Form.DATE, Form.SPAN, Form.TEXT, Form.STRING, Form.IDENTIFIER):
        # as text, so that a spreadsheet makes no day of a month
        sheet.column_dimensions[letters].number_format = "@"
        for row in range(2, 202):
            sheet.cell(row, number).number_format = "@"


def _choices(
    sheet: Any, lists: Any, number: int, column: Column, language: str, listed: Sequence[str]
) -> None:
    """The input message of a column, and its list: offered, and not enforced."""
    letters = get_column_letter(number)
    rule = DataValidation(allow_blank=True, showErrorMessage=False, showInputMessage=True)
    rule.promptTitle = column.titles[language][:32]
    rule.prompt = column.explanation[language][:_PROMPT]
    if listed:
        place = lists.max_column + 1 if lists.max_row > 1 or lists.cell(1, 1).value else 1
        for row, value in enumerate([column.name, *listed], 1):
            lists.cell(row, place, value)
        at = get_column_letter(place)
        rule.type = "list"
        rule.formula1 = f"{quote_sheetname(lists.title)}!${at}$2:${at}${len(listed) + 1}"
    rule.add(f"{letters}2:{letters}{_ROWS}")
    sheet.add_data_validation(rule)


def _read_me(book: Any, kind: Kind, columns: Sequence[Column], language: str) -> None:
    sheet = book.create_sheet(phrase("title.readme")[language])
    title = kind.titles.get(language, kind.name)
    for name in ("purpose", "rows", "names", "comments"):
        sheet.append([phrase(f"readme.{name}", kind=title)[language]])
    sheet.append([])
    sheet.append([phrase(f"readme.{name}")[language] for name in ("column", "explanation", "name")])
    head = sheet.max_row
    for column in columns:
        sheet.append([column.titles[language], column.explanation[language], column.name])
    for cell in sheet[head]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for letters, width in (("A", 36), ("B", 100), ("C", 28)):
        sheet.column_dimensions[letters].width = width
