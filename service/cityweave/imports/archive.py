"""The tables of a file: of a workbook, of an archive, of results in JSON, or the one of a CSV."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from io import BufferedReader, RawIOBase
from pathlib import PurePath
from typing import TYPE_CHECKING

from cityweave.errors import SyntaxErrorInData
from cityweave.imports import delimited, results
from cityweave.imports.file import File, Row, Sheet
from cityweave.parsing.fault import Fault
from cityweave.spreadsheets.archive import BROKEN
from cityweave.spreadsheets.table import Table
from cityweave.spreadsheets.values import unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_MEMBERS = {".csv": "csv", ".txt": "tsv", ".tsv": "tsv", ".json": "jsonld", ".srj": "jsonld"}
_ZIP = b"PK\x03\x04"
Fits = Callable[[Sequence[str]], int]


def sheets(file: File, fits: Fits, *, is_headless: bool) -> list[Sheet]:
    """The tables of a file. What it is, its beginning tells, too: a name may lie.

    Raises `SyntaxErrorInData` for what cannot be read as that, and `TooLarge`.
    """
    with file.open() as stream:
        head = stream.read(len(_ZIP))
    is_archive = head == _ZIP
    if (is_archive and _is_workbook(file)) or (file.format == "xlsx" and not is_archive):
        return _workbook(file)
    if is_archive or file.format == "zip":
        return [
            sheet
            for member in _members(file)
            for sheet in sheets(member, fits, is_headless=is_headless)
        ]
    if file.format == "jsonld" or head.lstrip()[:1] in (b"{", b"["):
        return [results.sheet(file)]
    return [delimited.sheet(file, fits, is_headless=is_headless)]


class _Member(RawIOBase):
    """A member of an archive as a stream. Python reads no more of it than the directory says.

    Who closes it closes the archive, too.
    """

    def __init__(self, file: File, name: str) -> None:
        self._closing = ExitStack()
        with ExitStack() as opening:
            archive = opening.enter_context(_opened(file))
            try:
                self._inner = opening.enter_context(archive.open(name))
            except BROKEN as error:
                raise _broken(file) from error
            self._closing = opening.pop_all()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill a buffer as far as there is something."""
        view = memoryview(buffer).cast("B")
        data = self._inner.read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the archive and its file."""
        self._closing.close()
        super().close()


def _is_workbook(file: File) -> bool:
    with _opened(file) as archive:
        return any(name.lower() == "xl/workbook.xml" for name in archive.namelist())


def _members(file: File) -> Iterator[File]:
    """The texts of an archive, one by one; what is no table by its name is left alone."""
    with _opened(file) as archive:
        members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > file.limits.max_unpacked_bytes:
        what = f"This archive unpacks to {unpacked:,} bytes"
        raise file.limits.refuse("max_unpacked_bytes", what, file.name)
    found = [
        member
        for member in members
        if PurePath(member.filename).suffix.lower() in _MEMBERS
        and not PurePath(member.filename).name.lower().startswith(("readme", ".", "_"))
        and not member.flag_bits & 1
    ]
    if not found:
        raise SyntaxErrorInData(
            "This archive holds no table: no file in it ends in .csv, .txt, .tsv or .json.",
            hint="Unpack it, and import the file that is meant.",
            source=file.name,
        )
    for member in found:
        name = member.filename
        yield File(
            f"{file.name}/{name}",
            _MEMBERS[PurePath(name).suffix.lower()],
            partial(_member, file, name),
            file.limits,
        )


def _member(file: File, name: str) -> BufferedReader:
    return BufferedReader(_Member(file, name))


@contextmanager
def _opened(file: File) -> Iterator[zipfile.ZipFile]:
    with file.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except BROKEN as error:
            raise _broken(file) from error
        with archive:
            yield archive


def _broken(file: File) -> SyntaxErrorInData:
    return SyntaxErrorInData(
        "This archive is damaged, or is no zip.", hint="Download it again.", source=file.name
    )


def _workbook(file: File) -> list[Sheet]:
    # openpyxl takes along numpy, where there is one, and that starts threads: not in a
    # process that is to be forked
    from cityweave.spreadsheets.workbook import read_workbook  # noqa: PLC0415

    data = file.whole(file.limits.max_bytes)
    book = read_workbook(data, source=file.name, limits=file.limits)
    return [
        Sheet(
            file.name,
            partial(_rows, table),
            table.sheet,
            faults=(*(() if number else book.faults), *table.faults, *_unread(table)),
        )
        for number, table in enumerate(book.tables)
    ]


def _unread(table: Table) -> Iterator[Fault]:
    """The cells of which no value is kept: they are read as if they were empty."""
    for cell in (cell for row in table.rows for cell in row if cell.formula or cell.is_error):
        objection = unreadable(cell)
        if objection is not None:
            yield replace(objection.at(table.of(cell)), severity="warning")


def _rows(table: Table) -> Iterator[Row]:
    for row in table.rows:
        cells = {cell.column: cell.value for cell in row if not cell.is_error}
        yield row[0].row, [cells.get(number) for number in range(1, row[-1].column + 1)]
