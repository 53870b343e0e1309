"""CSV and dumps as streams: one row after the other, however long the file is.

RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), read with the patience that exports need;
bytes that are not UTF-8 stay in the text as surrogates (PEP 383), for who takes a cell to see.
CORDIS has quotation marks within texts. A dump without header has tabs, and no quotation
marks at all.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from io import TextIOWrapper
from typing import IO

from cityweave.errors import SyntaxErrorInData, TooLarge
from cityweave.imports.file import File, Row, Sheet
from cityweave.spreadsheets.delimited import SEPARATORS
from cityweave.spreadsheets.encoding import decode

for _name in ("utf-8-sig", "utf-16"):
    codecs.lookup(_name)  # a process that may open no file cannot load them when it needs them

_SAMPLE = 65_536
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST = 10_000_000
"""Characters of a line without a line end within: no export has that."""


def sheet(file: File, fits: Callable[[Sequence[str]], int], *, is_headless: bool) -> Sheet:
    """The table of a CSV, TSV or text file. `fits` says how many headers a row has.

    Raises `SyntaxErrorInData` for what is no text; reading its rows raises it for what is no
    CSV, and `TooLarge`.
    """
    with file.open() as stream:
        head = stream.read(_SAMPLE)
    encoding = "utf-16" if head.startswith(_UTF_16) else "utf-8-sig"
    if encoding == "utf-8-sig":
        decode(head.rpartition(b"\n")[0] or head, file.name)
    if is_headless:
        return Sheet(file.name, lambda: _dumped(file))
    separator = _separator(head.decode(encoding, "replace"), fits, file.format)
    return Sheet(file.name, lambda: _records(file, encoding, separator))


def _separator(head: str, fits: Callable[[Sequence[str]], int], file_format: str) -> str:
    """The separator under which most of the header is known; else that which splits it most."""
    line = next((line for line in head.splitlines() if line.strip()), "")

    def merit(separator: str) -> tuple[int, int, bool]:
        headers = next(csv.reader([line], delimiter=separator), [])
        return fits(headers), len(headers), (separator == "\t") == (file_format == "tsv")

    return max(SEPARATORS, key=merit)


def _dumped(file: File) -> Iterator[Row]:
    with _text(file, "utf-8-sig") as lines:
        for number, line in enumerate(_bounded(file, lines), start=1):
            bare = line.rstrip("\r\n")
            if bare and not bare.startswith("#"):
                yield number, bare.split("\t")


def _records(file: File, encoding: str, separator: str) -> Iterator[Row]:
    with _text(file, encoding) as lines:
        reader = csv.reader(_bounded(file, lines), delimiter=separator)
        number = 0
        while True:
            number += 1
            try:
                record = next(reader, None)
            except csv.Error as error:
                raise SyntaxErrorInData(
                    f"Row {number} cannot be read: {error}.",
                    hint="Download the file again, or save it anew as CSV UTF-8.",
                    line=reader.line_num,
                    source=file.name,
                ) from error
            if record is None:
                return
            if any(record):
                yield number, record


def _text(file: File, encoding: str) -> IO[str]:
    return TextIOWrapper(file.open(), encoding, errors="surrogateescape", newline="")


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
        yield line
