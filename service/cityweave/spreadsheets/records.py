"""The records of delimited text, one after the other, and the cell at which one cannot be read.

RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), with the separator that the header shows: a
spreadsheet writes `;` where the comma is the decimal sign. All that reads CSV reads it here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from cityweave.errors import CityweaveError, SyntaxErrorInData, TooLarge
from cityweave.spreadsheets.table import letters

SEPARATORS = (",", ";", "\t", "|")
LONGEST = 1_000_000
"""Characters of a cell that is read at all; tables of strangers have a lower limit."""

csv.field_size_limit(LONGEST)  # of the process: `csv` has no other
_SAID = re.compile(r'sep=([^"\r\n\0])\r?\n', re.IGNORECASE)
_HEAD = 100_000
_QUOTING = (
    "Put a cell that has quotation marks, separators or line ends between quotation marks, and "
    "double those within it."
)


@dataclass(frozen=True, slots=True)
class Separation:
    """The separator of a text, and how many characters before its header only say which."""

    separator: str
    skipped: int = 0


def separation(text: str, fits: Callable[[Sequence[str]], int], preferred: str) -> Separation:
    """How a text, of which the beginning is enough, is separated.

    Some spreadsheets say it in a line before the header. Else it is the separator under which
    most of the header is known (`fits` says how many of some texts are), then that which splits
    it most.
    """
    said = _SAID.match(text)
    if said:
        return Separation(said[1], said.end())

    def merit(separator: str) -> tuple[int, int, bool]:
        reader = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=separator)
        try:
            headers = next((row for row in reader if row and any(map(str.strip, row))), [])
        except csv.Error:
            return 0, 0, False
        return fits(headers), len(headers), separator == preferred

    return Separation(max(SEPARATORS, key=merit))


@dataclass(frozen=True, slots=True)
class Delimited:
    """A record: the number of its row as a spreadsheet shows it, its first line, its values."""

    row: int
    line: int
    values: list[str]


class _State(Enum):
    START = auto()
    PLAIN = auto()
    QUOTED = auto()
    CLOSED = auto()


def records(
    lines: Iterable[str], separator: str, source: str | None, *, strict: bool, before: int = 0
) -> Iterator[Delimited]:
    """The records of the lines of a text, which keep their line ends.

    A quoted line end does not begin a row. `strict`: nothing may follow a closing quotation
    mark; exports of some programs have marks within texts. `before` lines come before the first.
    Raises `SyntaxErrorInData` and `TooLarge` with the cell.
    """
    kept: list[str] = []
    ended = False

    def keeping() -> Iterator[str]:
        nonlocal ended
        for line in lines:
            kept.append(line)
            yield line
        ended = True

    reader = csv.reader(keeping(), delimiter=separator, strict=strict)
    row, line = 0, before + 1
    while True:
        try:
            values = next(reader, None)
        except csv.Error as error:
            raise _broken("".join(kept), separator, row + 1, line, source, str(error)) from error
        if values is None:
            return
        row += 1
        if ended:  # it is asked for another line only within quotation marks
            raise _broken("".join(kept), separator, row, line, source)
        kept.clear()
        yield Delimited(row, line, values)
        line = before + reader.line_num + 1


def _last(text: str, separator: str) -> tuple[int, _State]:
    """The column at which a record ends or cannot be read, and in which state that is."""
    column, state, size = 1, _State.START, 0
    for letter in text:
        size += 1
        if letter == '"' and state in (_State.START, _State.CLOSED):
            state = _State.QUOTED
        elif letter == '"' and state is _State.QUOTED:
            state = _State.CLOSED
        elif letter == separator and state is not _State.QUOTED:
            column, state, size = column + 1, _State.START, 0
        elif state is _State.CLOSED and letter not in "\r\n":
            break
        elif state is not _State.QUOTED:
            state = _State.PLAIN
        if size > LONGEST:
            break
    return column, state


def _broken(
    text: str, separator: str, row: int, line: int, source: str | None, said: str = ""
) -> CityweaveError:
    """What to say of a record that cannot be read; `said` is what `csv` says of it."""
    column, state = _last(text, separator)
    cell = f"{letters(column)}{row}"
    if "limit" in said:
        return TooLarge(
            f"The cell {cell} has more than {LONGEST:,} characters.",
            hint="Shorten it. A quotation mark that is never closed makes one cell of all that "
            "follows: close it.",
            source=source,
        )
    why = {
        _State.QUOTED: f"the cell {cell} begins with a quotation mark that is never closed",
        _State.CLOSED: f"in the cell {cell}, something follows the closing quotation mark",
    }.get(state, f"the cell {cell} has a line end that is none")
    return SyntaxErrorInData(
        f"Row {row} cannot be read: {why}.", hint=_QUOTING, line=line, column=column, source=source
    )
