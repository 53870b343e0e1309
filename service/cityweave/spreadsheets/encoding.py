"""The bytes of a text file as text; what is not UTF-8 or UTF-16 is told, with its place."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from cityweave.errors import SyntaxErrorInData

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OFFICE = (
    (b"PK\x03\x04", "a zip archive or an office document such as .xlsx or .ods"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or an encrypted office document"),
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_PAGES = (b"<!doctype html", b"<html")
_PAGE_HEAD = max(map(len, _PAGES))
_SAVE = "Save the table as CSV UTF-8."
WESTERN = "Windows-1252"

for _name in ("cp1252", *(name for _, name in _MARKS)):  # now, since reading opens no file
    codecs.lookup(_name)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and where the first of it stands that had to be read as Windows-1252."""

    text: str
    guessed_at: int | None = None


def encoding_of(head: bytes, source: str | None = None) -> str:
    """The encoding of a text by its beginning: UTF-8 where nothing tells another.

    A byte order mark decides, then zero bytes (UTF-16). Raises `SyntaxErrorInData` for what is
    no text, or a page of the web.
    """
    for mark, name in _OFFICE:
        if head.startswith(mark):
            raise _no_table(name, source)
    if head.lstrip()[:_PAGE_HEAD].lower().startswith(_PAGES):
        raise _no_table("a page of the web, perhaps one that asks to log in", source)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    encoding = encoding or _by_zeros(head[:400]) or "utf-8"
    if encoding == "utf-8" and head.count(b"\x00") > len(head) // 10:
        raise _no_table("a binary file", source)
    return encoding


def decode(data: bytes, source: str | None = None) -> Decoded:
    """The text of a CSV or TSV file.

    What is not in the encoding that `encoding_of` tells, and is not UTF-8, is read as
    Windows-1252, as spreadsheets write it in Western Europe, and the first character that
    depends on that is told. Raises `SyntaxErrorInData` for what is no text at all.
    """
    encoding = encoding_of(data, source)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise SyntaxErrorInData(
                f"This text is not in {encoding.upper()}, as its beginning says: "
                f"byte {error.start + 1} does not fit.",
                hint=_SAVE,
                source=source,
            ) from error
        if b"\x00" in data:
            raise _no_table("a binary file", source) from error
        before = len(data[: error.start].decode("utf-8").removeprefix("\ufeff"))
        return Decoded(_western(data), before)
    text = text.removeprefix("\ufeff")
    if text.count("\x00") > len(text) // 10:
        raise _no_table("a binary file", source)
    return Decoded(text)


def _no_table(looks: str, source: str | None) -> SyntaxErrorInData:
    return SyntaxErrorInData(
        f"This is not CSV: it looks like {looks}.",
        hint=f"Name the right format, or download it again. {_SAVE}",
        source=source,
    )


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head) or min(even, odd) * 3 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _western(data: bytes) -> str:
    """Windows-1252 with the five bytes that it does not use as the controls that they are."""
    text = data.decode("cp1252", "surrogateescape")
    return "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in text)
