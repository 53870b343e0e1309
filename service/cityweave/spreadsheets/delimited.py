"""CSV and TSV, as spreadsheets of all countries write it, as a table.

RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), with the separator that the header
shows: a spreadsheet writes `;` where the comma is the decimal sign.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing.fault import Fault
from cityweave.spreadsheets.encoding import WESTERN, Decoded, decode
from cityweave.spreadsheets.table import LIMITS, Cell, Limits, Table, counted
from cityweave.spreadsheets.words import phrase

SEPARATORS = (",", ";", "\t", "|")
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(
    data: bytes,
    fits: Callable[[Sequence[str]], int],
    *,
    source: str | None = None,
    preferred: str = ",",
    limits: Limits = LIMITS,
) -> Table:
    """The table of a CSV or TSV file.

    `fits` says how many of the texts are headers that are known; the separator under
    which most are is the separator. Rows are counted as a spreadsheet shows them: a
    quoted line end does not begin a row. Raises `SyntaxErrorInData` for what is no CSV
    and `TooLarge` where a limit is passed.
    """
    if len(data) > limits.max_bytes:
        raise limits.refuse("max_bytes", f"This file has {len(data):,} bytes", source)
    decoded = decode(data, source)
    text, skipped = decoded.text, 0
    said = _SAID.match(text)
    separator = said[1] if said else _separator(text, fits, preferred)
    if said:
        text, skipped = text[said.end() :], said.end()
    records = _Records(text, separator, source)
    rows = tuple(counted(records.rows(limits), limits, source))
    table = Table(rows, source)
    guessed = decoded.guessed_at
    if guessed is None:
        return table
    return Table(
        rows, source, faults=(_encoding_fault(table, records, decoded, guessed - skipped),)
    )


def _separator(text: str, fits: Callable[[Sequence[str]], int], preferred: str) -> str:
    """The separator under which most of the header is known; else that which splits it most."""

    def merit(separator: str) -> tuple[int, int, bool]:
        reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
        try:
            headers = next((row for row in reader if row and any(map(str.strip, row))), [])
        except csv.Error:
            return 0, 0, False
        return fits(headers), len(headers), separator == preferred

    return max(SEPARATORS, key=merit)


class _Records:
    """The records of a text; remembers at which line of it each began."""

    def __init__(self, text: str, separator: str, source: str | None) -> None:
        self._text = text
        self._separator = separator
        self._source = source
        self.first_lines: list[int] = []

    def rows(self, limits: Limits) -> Iterator[list[Cell]]:
        reader = csv.reader(
            io.StringIO(self._text, newline=""), delimiter=self._separator, strict=True
        )
        number = 0
        while True:
            self.first_lines.append(reader.line_num + 1)
            number += 1
            try:
                record = next(reader, None)
            except csv.Error as error:
                raise self._broken(error, number) from error
            if record is None:
                return
            if len(record) > limits.max_columns and any(islice(record, limits.max_columns, None)):
                raise limits.refuse(
                    "max_columns", f"Row {number} has too many columns", self._source
                )
            yield [
                Cell(number, column, value)
                for column, value in enumerate(record, 1)
                if value and not value.isspace()
            ]

    def _broken(self, error: csv.Error, number: int) -> SyntaxErrorInData:
        return SyntaxErrorInData(
            f"Row {number} cannot be read: {error}.",
            hint="Put a cell that has quotation marks, separators or line ends between "
            "quotation marks, and double those within it.",
            line=self.first_lines[-1],
            source=self._source,
        )


def _encoding_fault(table: Table, records: _Records, decoded: Decoded, at: int) -> Fault:
    """Points at the first cell of which the guess of an encoding is part."""
    lines = decoded.text[: max(at, 0)].replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    row = bisect_right(records.first_lines, lines)
    cells = [cell for cells in table.rows for cell in cells if cell.row == row]
    cell = next((cell for cell in cells if not cell.text.isascii()), Cell(max(row, 1), 1, ""))
    return Fault(
        "wrong-encoding",
        table.of(cell),
        phrase("fault.wrong-encoding", encoding=WESTERN),
        value=cell.text,
        fix=phrase("fix.save-as-utf8"),
    )
