"""Which column of a template a header means, in any language and order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pyoxigraph import Literal
from rapidfuzz import fuzz, process

from cityweave.parsing.fault import Fault
from cityweave.spreadsheets.folding import fold, tidy
from cityweave.spreadsheets.kind import Column, Form, Kind
from cityweave.spreadsheets.objection import Objection, write
from cityweave.spreadsheets.table import Cell, Table
from cityweave.spreadsheets.words import phrase
from cityweave.vocabulary import PREFIXES

COMMENT = "#"
NOTE = f"{COMMENT} "
"""What the header of a column begins with that is not read: notes for those who look."""

LABEL = PREFIXES["rdfs"] + "label"
_TAGGED = re.compile(r"(.+?)\s*\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*\)")
_DOTTED = re.compile(r"(.+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_LIKE = 75.0
_TITLES = 10
"""Rows among which a header is looked for that is not the first."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its row, the column that each number of a column means, faults.

    `missing` are faults that count only if the table brings something new.
    """

    row: int
    columns: Mapping[int, Column]
    faults: tuple[Fault, ...] = ()
    missing: tuple[Fault, ...] = ()

    @property
    def names(self) -> bool:
        """Whether rows can say what they are about."""
        return any(column.property in ("", LABEL) for column in self.columns.values())


class Headings:
    """The headers of a kind: machine names, and titles in all languages."""

    def __init__(self, kind: Kind) -> None:
        self._columns: dict[str, Column] = {}
        for column in kind.columns:
            for name in (column.name, *column.titles.values()):
                self._columns.setdefault(fold(name), column)
        self._kind = kind
        self._stems = {
            stem: column
            for name, column in self._columns.items()
            if column.form is Form.TEXT and (stem := _stem(name))
        }

    def column(self, header: str) -> Column | None:
        """The column that a header means; a text may be in any language: “name (hu)”."""
        folded = fold(header.rstrip("*: ")).replace(" :", ":")  # as French is written
        known = self._columns.get(folded)
        if known is not None:
            return known
        tagged = _TAGGED.fullmatch(folded) or _DOTTED.fullmatch(folded)
        if tagged is None or tagged[1] not in self._stems:
            return None
        like, language = self._stems[tagged[1]], tagged[2]
        if not _is_language(language):
            return None
        stem, _, _ = like.name.rpartition(".")
        titles = {tag: f"{_stem(title)} ({language})" for tag, title in like.titles.items()}
        return replace(like, name=f"{stem}.{language}", titles=titles, language=language)

    def fits(self, headers: Sequence[str]) -> int:
        """How many of these are headers of the kind."""
        return len({found.name for text in headers if (found := self.column(tidy(text)))})

    def nearest(self, header: str) -> tuple[str, Column] | None:
        """The header that is most like one that is not known, and its column."""
        found = process.extractOne(
            fold(header)[:100], list(self._columns), scorer=fuzz.ratio, score_cutoff=_LIKE
        )
        if found is None:
            return self._untagged(fold(header))
        column = self._columns[found[0]]
        titles = (*column.titles.values(), column.name)
        return next(title for title in titles if fold(title) == found[0]), column

    def _untagged(self, stem: str) -> tuple[str, Column] | None:
        """The header that a text without its language is meant for: “nombre (es)”."""
        column = self._stems.get(stem)
        if column is None:
            return None
        spoken = (tag for tag, title in column.titles.items() if fold(_stem(title)) == stem)
        return f"{stem} ({next(spoken, 'en')})", column

    def header(self, table: Table) -> Header | None:
        """The header of a table: its first row that is no comment. None for an empty table."""
        cells = next((row for row in table.rows if not is_comment(row)), None)
        if cells is None:
            return None
        columns: dict[int, Column] = {}
        taken: dict[str, str] = {}
        meant: set[str] = set()
        faults: list[Fault] = []
        for cell in cells:
            text = tidy(cell.text)
            if text.startswith(NOTE):
                continue
            column = self.column(text)
            objection = self._objection(text, column, taken)
            if objection:
                faults.append(objection.at(table.of(cell), text))
            elif column:
                columns[cell.column] = column
                taken[column.name] = text
                meant.add(column.property)
            if column is None and (near := self.nearest(text)):
                meant.add(near[1].property)
        faults += _headless(table, cells)
        missing = self._missing(table, cells, meant)
        return Header(cells[0].row, columns, tuple(faults), tuple(missing))

    def _objection(
        self, text: str, column: Column | None, taken: Mapping[str, str]
    ) -> Objection | None:
        if column is None:
            near = self.nearest(text)
            fix = write(near[0]) if near else phrase("fix.add-header")
            return Objection("unknown-column", {"header": text}, fix)
        if column.name in taken:
            gaps = {"header": text, "other": taken[column.name]}
            return Objection("duplicate-column", gaps, phrase("fix.one-column"))
        return None

    def _missing(self, table: Table, cells: Sequence[Cell], meant: set[str]) -> list[Fault]:
        """Required columns of the thing itself; one of a text's languages is enough.

        A column whose header is only misspelt (`meant`) is not asked for again.
        """
        wanted: dict[str, Column] = {}
        for column in self._kind.of(None):
            if column.required and column.property not in meant:
                wanted.setdefault(column.property, column)
        place = table.place(cells[0].row, cells[-1].column + 1)
        return [
            Objection("missing-column", {"header": next(iter(column.titles.values()))}).at(place)
            for column in wanted.values()
        ]


def header_below(
    rows: Iterable[tuple[int, Sequence[str]]], fits: Callable[[Sequence[str]], int]
) -> int | None:
    """The row that has the header of a table of which the first row is a title or the like.

    It is one of the first that have at least two headers; `fits` says how many some texts are.
    """
    below = islice(rows, 1, _TITLES)
    return next((number for number, texts in below if fits(texts) > 1), None)


def is_comment(row: Sequence[Cell]) -> bool:
    """Whether a row is not to be read: its first cell begins with `#`, and is no error."""
    text = row[0].text.lstrip()
    return text.startswith(COMMENT) and not row[0].is_error


def _headless(table: Table, cells: Sequence[Cell]) -> list[Fault]:
    """The first value of each column that has no header."""
    headed = {cell.column for cell in cells}
    first: dict[int, Cell] = {}
    for row in table.rows:
        if row[0].row > cells[0].row and not is_comment(row):
            for cell in row:
                if cell.column not in headed:
                    first.setdefault(cell.column, cell)
    return [
        Objection("column-without-header", fix=phrase("fix.add-header")).at(
            table.of(cell), tidy(cell.text)
        )
        for _, cell in sorted(first.items())
    ]


def _is_language(tag: str) -> bool:
    try:
        Literal("", language=tag)
    except ValueError:
        return False
    return True


def _stem(title: str) -> str:
    tagged = _TAGGED.fullmatch(title) or _DOTTED.fullmatch(title)
    return tagged[1] if tagged else ""
