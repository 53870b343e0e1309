"""CSV and TSV, as spreadsheets of all countries write it, as a table."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from cityweave.parsing.fault import Fault
from cityweave.spreadsheets.encoding import WESTERN, Decoded, decode
from cityweave.spreadsheets.records import records, separation
from cityweave.spreadsheets.table import LIMITS, Cell, Limits, Table, counted
from cityweave.spreadsheets.words import phrase


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
    separated = separation(decoded.text, fits, preferred)
    lines = io.StringIO(decoded.text[separated.skipped :], newline="")
    first_lines: list[int] = []
    before = 1 if separated.skipped else 0
    found = _rows(lines, separated.separator, source, limits, first_lines, before)
    rows = tuple(counted(found, limits, source))
    table = Table(rows, source)
    guessed = decoded.guessed_at
    if guessed is None:
        return table
    return Table(rows, source, faults=(_encoding_fault(table, first_lines, decoded, guessed),))


def _rows(
    lines: io.StringIO,
    separator: str,
    source: str | None,
    limits: Limits,
    first_lines: list[int],
    before: int,
) -> Iterator[list[Cell]]:
    """The cells of each row; notes in `first_lines` at which line each began."""
    for record in records(lines, separator, source, strict=True, before=before):
        first_lines.append(record.line)
        values = record.values
        if len(values) > limits.max_columns and any(islice(values, limits.max_columns, None)):
            what = f"Row {record.row} has too many columns"
            raise limits.refuse("max_columns", what, source)
        yield [
            Cell(record.row, column, value)
            for column, value in enumerate(values, 1)
            if value and not value.isspace()
        ]


def _encoding_fault(table: Table, first_lines: list[int], decoded: Decoded, at: int) -> Fault:
    """Points at the first cell of which the guess of an encoding is part."""
    lines = decoded.text[: max(at, 0)].replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    row = bisect_right(first_lines, lines)
    cells = [cell for cells in table.rows for cell in cells if cell.row == row]
    cell = next((cell for cell in cells if not cell.text.isascii()), Cell(max(row, 1), 1, ""))
    return Fault(
        "wrong-encoding",
        table.of(cell),
        phrase("fault.wrong-encoding", encoding=WESTERN),
        value=cell.text,
        fix=phrase("fix.save-as-utf8"),
    )
