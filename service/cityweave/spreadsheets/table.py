"""A table as a spreadsheet shows it: rows of cells, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

from cityweave.errors import TooLarge
from cityweave.parsing import Place
from cityweave.parsing.fault import Fault

Value: TypeAlias = str | int | float | date | datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file of strangers may be; an office document has a size when it is unpacked, too."""

    max_bytes: int = 20_000_000
    max_unpacked_bytes: int = 100_000_000
    max_sheets: int = 50
    max_rows: int = 20_000
    max_columns: int = 300
    max_cells: int = 500_000
    max_cell_characters: int = 32_767

    def refuse(
        self, limit: str, what: str, source: str | None, hint: str = "Split the file into several."
    ) -> TooLarge:
        """The error that names the limit which was passed."""
        most = getattr(self, limit)
        return TooLarge(
            f"{what}; the most is {most:,} ({limit}).",
            hint=hint,
            source=source,
        )


LIMITS = Limits()
_TOO_LONG = (
    "Shorten it. A quotation mark that is closed too late makes one cell of several rows: close it."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty. `row` and `column` count from one, as a spreadsheet does.

    `value` is a text as it stands, or what the spreadsheet keeps: a number, a day, a
    moment. `formula` is the formula whose stored value it is; `is_error` says that the
    spreadsheet shows an error in place of a value.
    """

    row: int
    column: int
    value: Value
    formula: str | None = None
    is_error: bool = False

    @property
    def text(self) -> str:
        """The value as a person reads it; days and moments as ISO 8601 has them."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, datetime):
            at_midnight = not (self.value.hour or self.value.minute or self.value.second)
            return self.value.date().isoformat() if at_midnight else self.value.isoformat()
        if isinstance(self.value, date):
            return self.value.isoformat()
        if isinstance(self.value, float):
            return f"{self.value:.15g}" if abs(self.value) < 1e15 else f"{self.value:.0f}"
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sheet or a CSV file that have a cell at all, the header among them."""

    rows: tuple[tuple[Cell, ...], ...]
    source: str | None = None
    sheet: str | None = None
    faults: tuple[Fault, ...] = ()

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands."""
        return Place(row, column, self.source, self.sheet, f"{letters(column)}{row}")

    def of(self, cell: Cell) -> Place:
        """Where this cell stands."""
        return self.place(cell.row, cell.column)


@lru_cache(maxsize=1_000)
def letters(column: int) -> str:
    """What a spreadsheet calls a column: A, B, …, Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def counted(
    rows: Iterator[list[Cell]], limits: Limits, source: str | None
) -> Iterator[tuple[Cell, ...]]:
    """The rows that have cells. Raises `TooLarge` where a limit is passed."""
    cells = 0
    for row in rows:
        if row:
            cells += len(row)
            if row[0].row > limits.max_rows:
                raise limits.refuse("max_rows", "This table has too many rows", source)
            if row[-1].column > limits.max_columns:
                raise limits.refuse("max_columns", "This table has too many columns", source)
            if cells > limits.max_cells:
                raise limits.refuse("max_cells", "This table has too many cells", source)
            for cell in row:
                if isinstance(cell.value, str) and len(cell.value) > limits.max_cell_characters:
                    name = f"{letters(cell.column)}{cell.row}"
                    what = f"The cell {name} has {len(cell.value):,} characters"
                    raise limits.refuse("max_cell_characters", what, source, _TOO_LONG)
            yield tuple(row)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook that can be read, and what is to be said of the others."""

    tables: tuple[Table, ...]
    faults: tuple[Fault, ...]
