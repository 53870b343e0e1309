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
)
WESTERN = "Windows-1252"

for _name in ("cp1252", *(name for _, name in _MARKS)):  # now, since reading opens no file
    codecs.lookup(_name)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and where the first of it stands that had to be read as Windows-1252."""

    text: str
    guessed_at: int | None = None


def decode(data: bytes, source: str | None = None) -> Decoded:
    """The text of a CSV or TSV file.

    A byte order mark decides, then zero bytes (UTF-16), then whether it is UTF-8; all
    else is read as Windows-1252, as spreadsheets write it in Western Europe, and the
    first character that depends on that is told. Raises `SyntaxErrorInData` for what
    is no text at all.
    """
    for mark, name in _OFFICE:
        if data.startswith(mark):
            raise SyntaxErrorInData(
                f"This is not CSV: it looks like {name}.",
                hint="Name the right format, or save the table as CSV UTF-8.",
                source=source,
            )
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    encoding = encoding or _by_zeros(data[:400]) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or b"\x00" in data:
            raise SyntaxErrorInData(
                f"This text is not in {encoding.upper()}, as its beginning says: "
                f"byte {error.start + 1} does not fit.",
                hint="Save the file as CSV UTF-8.",
                source=source,
            ) from error
        before = len(data[: error.start].decode("utf-8").removeprefix("\ufeff"))
        return Decoded(_western(data), before)
    text = text.removeprefix("\ufeff")
    if text.count("\x00") > len(text) // 10:
        raise SyntaxErrorInData(
            "This is not CSV: it looks like a binary file.",
            hint="Save the table as CSV UTF-8.",
            source=source,
        )
    return Decoded(text)


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _western(data: bytes) -> str:
    """Windows-1252 with the five bytes that it does not use as the controls that they are."""
    text = data.decode("cp1252", "surrogateescape")
    return "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in text)
