"""Where something stands in what was sent in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in an input: `line` and `column` in characters, both from one.

    Of a table they are row and column, `sheet` is the sheet's name where there are
    sheets, and `cell` the cell as a spreadsheet calls it (“C5”). `source` is the name
    of the file.
    """

    line: int
    column: int
    source: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """As compilers and spreadsheets write it: `file:12:3`, or `file, Cities!C5`."""
        if self.cell is None:
            place = f"{self.line}:{self.column}"
            return f"{self.source}:{place}" if self.source else place
        cell = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"{self.source}, {cell}" if self.source else cell
