"""A file to import, which can be opened as often as its rows are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO

from cityweave.errors import NotFound, TooLarge
from cityweave.parsing import Place
from cityweave.parsing.fault import Fault
from cityweave.spreadsheets.table import LIMITS, Limits, Table, Value

Row = tuple[int, Sequence[Value | None]]
"""The number of a row as it is shown, and its values from the first column on."""

_PART = 1 << 20
UNBOUNDED = Limits(
    max_bytes=10**13,
    max_unpacked_bytes=10**13,
    max_sheets=1_000,
    max_rows=1_048_576,
    max_columns=1_000,
    max_cells=10**9,
)
"""For files of one's own: no more rows and columns in a workbook than there can be."""


@dataclass(frozen=True, slots=True)
class File:
    """`name` is what findings call it, `format` one of `submission.FORMATS`."""

    name: str
    format: str
    open: Callable[[], IO[bytes]]
    limits: Limits = field(default=LIMITS)

    @classmethod
    def of(cls, data: bytes, name: str, file_format: str) -> File:
        """A document that is in memory, from somebody whom limits hold."""
        return cls(name, file_format, lambda: BytesIO(data))

    @classmethod
    def at(cls, path: Path, file_format: str) -> File:
        """A file of one's own, read as a stream. Raises `NotFound` where it cannot be read."""
        try:
            path.open("rb").close()
        except OSError as error:
            why = error.strerror or "it cannot be opened"
            raise NotFound(f"The file cannot be read: {why}.", source=str(path)) from error
        return cls(str(path), file_format, lambda: path.open("rb"), UNBOUNDED)

    def whole(self, most: int) -> bytes:
        """All of it, for what cannot be read as a stream. Raises `TooLarge` beyond `most` bytes."""
        data = bytearray()
        with self.open() as stream:
            while part := stream.read(_PART):
                data += part
                if len(data) > most:
                    raise TooLarge(
                        f"This file has more than {most:,} bytes.",
                        hint="Split the file into several.",
                        source=self.name,
                    )
        return bytes(data)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file. `rows` begins anew with each call; empty rows are left out.

    `name` is that of a sheet in a workbook; `label` says which cell is meant where a cell is
    not one of a spreadsheet; `faults` are what is wrong with cells whatever they mean.
    """

    source: str
    rows: Callable[[], Iterator[Row]]
    name: str | None = None
    label: Callable[[int, int], str] | None = None
    faults: Sequence[Fault] = ()

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands; both count from one."""
        if self.label is not None:
            return Place(row, column, self.source, self.name, self.label(row, column))
        return Table((), self.source, self.name).place(row, column)
