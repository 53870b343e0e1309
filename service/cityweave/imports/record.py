"""A row of an export: values by field, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cityweave.parsing import Place
from cityweave.spreadsheets.folding import tidy
from cityweave.spreadsheets.table import Cell, Value


@dataclass(frozen=True, slots=True)
class Record:
    """`values` has the fields that hold something; `places` says where a field stands."""

    row: int
    values: Mapping[str, Value]
    places: Callable[[str], Place]

    def cell(self, field: str) -> Cell:
        """The cell of a field; an empty one where there is none."""
        return Cell(self.row, 1, self.values.get(field, ""))

    def text(self, field: str) -> str:
        """The text of a field, tidied; empty where there is none."""
        value = self.values.get(field)
        if value is None:
            return ""
        return tidy(value if isinstance(value, str) else self.cell(field).text)

    def first(self, *fields: str) -> str | None:
        """The first of the fields that holds something."""
        return next((field for field in fields if self.text(field)), None)

    def place(self, *fields: str) -> Place:
        """Where the first of these fields that holds something stands, or would stand."""
        return self.places(self.first(*fields) or fields[0])
