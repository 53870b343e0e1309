"""The zip archive that an XLSX file is, looked at before anything in it is parsed.

Sizes in the directory are binding: Python reads no more of a member than they say.
(https://ecma-international.org/publications-and-standards/standards/ecma-376/, part 2)
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from defusedxml.common import EntitiesForbidden

from cityweave.errors import SyntaxErrorInData
from cityweave.spreadsheets.table import Limits

for _name in ("cp437", "cp1252", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
    codecs.lookup(_name)  # a process that may open no file cannot load them when it needs them

_MAX_MEMBERS = 5_000
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})[0-9]+"[^>]*?(/?)>')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+)"')
_WORKBOOK = "xl/workbook.xml"
BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the reading of a file that is broken or made to break things can raise."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Of the XML of a sheet: its last column that has a value, and its merged ranges."""

    last_column: int
    merged: tuple[str, ...]


def checked(data: bytes, limits: Limits, source: str | None) -> zipfile.ZipFile:
    """The archive of an XLSX file that is not too large to be read.

    Raises `SyntaxErrorInData` for what is no XLSX, and `TooLarge` for what is too large
    as it is or when it is unpacked.
    """
    if len(data) > limits.max_bytes:
        raise limits.refuse("max_bytes", f"This file has {len(data):,} bytes", source)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except BROKEN as error:
        raise _no_workbook(data, source) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.max_unpacked_bytes or len(members) > _MAX_MEMBERS:
        what = f"This file unpacks to {unpacked:,} bytes in {len(members):,} parts"
        raise limits.refuse("max_unpacked_bytes", what, source)
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members) or len(names) < len(members):
        raise _broken("it is encrypted, or has a part twice", source)
    if _WORKBOOK not in {name.lower() for name in names}:
        raise _no_workbook(data, source)
    return archive


def layout(archive: zipfile.ZipFile, path: str) -> Layout:
    """A look at the XML of a sheet that costs little, however many columns it claims."""
    xml = archive.read(path)
    columns = {letters for letters, empty in _CELL.findall(xml) if not empty}
    merged = tuple(found.decode() for found in _MERGED.findall(xml))
    return Layout(max(map(_number, columns), default=0), merged)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _no_workbook(data: bytes, source: str | None) -> SyntaxErrorInData:
    looks = next(
        (
            name
            for holds, name in (
                (data.startswith(b"\xd0\xcf\x11\xe0"), "an .xls file, or one with a password"),
                (b"opendocument.spreadsheet" in data[:200], "an OpenDocument spreadsheet (.ods)"),
                (data.startswith(b"PK"), "a zip archive that holds something else or is damaged"),
                (data.startswith(b"%PDF-"), "a PDF"),
                (b"\x00" not in data[:400], "a text, perhaps CSV"),
            )
            if holds
        ),
        "something else",
    )
    return SyntaxErrorInData(
        f"This is not an Excel workbook (.xlsx): it looks like {looks}.",
        hint="Save the file as .xlsx without a password, or as CSV UTF-8.",
        source=source,
    )


def _broken(why: str, source: str | None) -> SyntaxErrorInData:
    return SyntaxErrorInData(
        f"This workbook cannot be read: {why}.",
        hint="Open it in a spreadsheet program and save it again as .xlsx.",
        source=source,
    )


def broken(error: BaseException, source: str | None) -> SyntaxErrorInData:
    """What to say of a workbook whose parts are not as they should be."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, EntitiesForbidden):
            return _broken("it defines XML entities, which no workbook needs", source)
        cause = cause.__cause__ or cause.__context__
    return _broken("it is damaged", source)
