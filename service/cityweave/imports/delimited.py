"""CSV and dumps as streams: one row after the other, however long the file is.

Read with the patience that exports need: CORDIS has quotation marks within texts, and bytes that
are not UTF-8 stay in the text as surrogates (PEP 383), for who takes a cell to see. A dump without
header has tabs, and no quotation marks at all.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from io import TextIOWrapper
from typing import IO

from cityweave.errors import TooLarge
from cityweave.imports.file import File, Row, Sheet
from cityweave.spreadsheets.encoding import encoding_of
from cityweave.spreadsheets.records import Separation, records, separation

_SAMPLE = 65_536
_LONGEST = 10_000_000
"""Characters of a line without a line end within: no export has that."""


def sheet(file: File, fits: Callable[[Sequence[str]], int], *, is_headless: bool) -> Sheet:
    """The table of a CSV, TSV or text file. `fits` says how many headers a row has.

    Raises `SyntaxErrorInData` for what is no text; reading its rows raises it for what is no
    CSV, and `TooLarge`.
    """
    with file.open() as stream:
        head = stream.read(_SAMPLE)
    encoding = encoding_of(head, file.name)
    if is_headless:
        return Sheet(file.name, lambda: _dumped(file, encoding))
    text = getincrementaldecoder(encoding)("replace").decode(head).removeprefix("\ufeff")
    separated = separation(text, fits, "\t" if file.format == "tsv" else ",")
    return Sheet(file.name, lambda: _records(file, encoding, separated))


def _dumped(file: File, encoding: str) -> Iterator[Row]:
    with _text(file, encoding) as lines:
        for number, line in enumerate(_bounded(file, lines), start=1):
            bare = line.rstrip("\r\n")
            if bare and not bare.startswith("#"):
                yield number, bare.split("\t")


def _records(file: File, encoding: str, separated: Separation) -> Iterator[Row]:
    with _text(file, encoding) as text:
        lines = _bounded(file, text)
        before = 1 if separated.skipped and next(lines, None) else 0
        found = records(lines, separated.separator, file.name, strict=False, before=before)
        for record in found:
            if any(record.values):
                yield record.row, record.values


def _text(file: File, encoding: str) -> IO[str]:
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    return TextIOWrapper(file.open(), encoding, errors=errors, newline="")


def _bounded(file: File, lines: IO[str]) -> Iterator[str]:
    """The lines. Raises `TooLarge` where one is endless, or all are longer than they may be."""
    size = 0
    while line := lines.readline(_LONGEST):
        size += len(line)
        if len(line) >= _LONGEST:
            raise TooLarge(
                f"A line of this file has more than {_LONGEST:,} characters.",
                hint="Make sure that it is a text with line ends.",
                source=file.name,
            )
        if size > file.limits.max_unpacked_bytes:
            raise file.limits.refuse("max_unpacked_bytes", "This file is too long", file.name)
        yield line.removeprefix("\ufeff") if size == len(line) else line
