"""Writes a result as an XLSX workbook, row by row as it comes (ECMA-376, part 1).

Readers can open no file, and libraries that write workbooks need one, or all rows in memory.
Texts stand in their cells (`inlineStr`, 18.3.1.53), so that nothing has to be known of later rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Protocol
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cityweave.errors import ResultTooLarge
from cityweave.store import spreadsheetml as xml
from cityweave.store.cells import Link, Term, Value, value_of
from cityweave.store.sink import LimitReached

ROWS, COLUMNS = 1_048_576, 16_384
"""What a sheet holds, the head included."""

LINKS = 65_530
"""Cells of a sheet that may lead to an address."""

LONGEST = 32_767
"""Characters of a text, as UTF-16 counts them."""

SIZE = 1 << 30
"""Characters of a sheet after which the next begins: its file in the archive has 2 GiB at most."""

LOOKED_AT = 200
"""Rows whose texts say how wide a column is."""

NARROWEST, WIDEST = 9, 60

_EPOCH = date(1899, 12, 30)
_DAY_SECONDS = 86_400
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 does not have (https://www.w3.org/TR/xml/#charsets), and the carriage return."""
_LINE_END = re.compile("\r\n?")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA = ("=", "+", "-", "@")


Cells = Sequence[Value | None]
"""What stands in a row."""


class Output(Protocol):
    """Where a workbook is written."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes."""
        ...

    def flush(self) -> None:
        """Nothing has to be done."""
        ...


def write(
    names: Sequence[str], rows: Iterable[Sequence[Term | None]], output: Output, most: int | None
) -> None:
    """Write rows under the names of their columns; `most` is how many there may be.

    Raises `LimitReached` for more rows, `ResultTooLarge` for more columns than a sheet has, and
    what the rows and the output raise. The archive then has no end: no program opens it.
    """
    if len(names) > COLUMNS:
        raise ResultTooLarge(
            f"The result has {len(names)} columns, and a sheet of XLSX holds {COLUMNS}.",
            hint="Name fewer variables after SELECT, or take CSV.",
        )
    pipe = _Pipe(output)
    book = _Book(ZipFile(pipe, "w", ZIP_DEFLATED), names, most)
    try:
        book.fill(rows)
    except BaseException:
        pipe.is_shut = True
        raise
    finally:
        book.archive.close()


class _Pipe:
    """Passes bytes on until it is shut: an archive writes its end whatever has happened."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self.is_shut = False

    def write(self, data: bytes, /) -> int:
        return len(data) if self.is_shut else self._output.write(data)

    def flush(self) -> None:
        self._output.flush()

    def close(self) -> None:
        """Nothing: the output is for whoever made it to close."""


class _Book:
    """The workbook in the making, with what has to be said about it in the end."""

    def __init__(self, archive: ZipFile, names: Sequence[str], most: int | None) -> None:
        self.archive = archive
        self._names = names
        self._letters = [_letters(number) for number in range(len(names))]
        self._left = most
        self._remarks: Counter[str] = Counter()

    def fill(self, rows: Iterable[Sequence[Term | None]]) -> None:
        """Write everything."""
        self._add("[Content_Types].xml", xml.CONTENT_TYPES)
        self._add("_rels/.rels", xml.RELATIONS)
        self._add("xl/styles.xml", xml.STYLES)
        sheets = ["Result"]
        left = self._sheet(len(sheets), self._counted(rows))
        while left is not None:
            sheets.append(f"Result {len(sheets) + 1}")
            left = self._sheet(len(sheets), left)
        notes = list(self._notes(sheets))
        if notes:
            sheets.append("Notes")
            self._letters = ["A"]
            self._names = ["Notes"]
            self._sheet(len(sheets), iter([[one] for one in notes]))
        self._add("xl/workbook.xml", xml.workbook(sheets))
        self._add("xl/_rels/workbook.xml.rels", xml.workbook_relations(len(sheets)))

    def _counted(self, rows: Iterable[Sequence[Term | None]]) -> Iterator[Cells]:
        for number, row in enumerate(rows):
            if self._left is not None and number >= self._left:
                raise LimitReached("rows")
            yield [None if term is None else value_of(term) for term in row]

    def _sheet(self, number: int, rows: Iterator[Cells]) -> Iterator[Cells] | None:
        """Write a sheet; returns the rows that it has no room for, if there are any."""
        first = list(islice(rows, LOOKED_AT))
        rows = chain(first, rows)
        widths = [
            _width(name, [row[index] for row in first]) for index, name in enumerate(self._names)
        ]
        links: list[tuple[str, str]] = []
        left, line, size = None, 1, 0
        with self.archive.open(_info(f"xl/worksheets/sheet{number}.xml"), "w") as part:
            part.write(xml.sheet_start(widths, is_first=number == 1).encode())
            part.write(self._row(1, list(self._names), links, style=xml.HEAD))
            for row in rows:
                if line == ROWS or size > SIZE:
                    left = chain((row,), rows)
                    break
                line += 1
                written = self._row(line, row, links)
                size += len(written)
                part.write(written)
            corner = f"{self._letters[-1]}{line}" if self._letters else ""
            part.write(xml.sheet_end(corner, [place for place, _ in links]).encode())
        if links:
            name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
            self._add(name, xml.link_relations(address for _, address in links))
        return left

    def _row(
        self,
        line: int,
        row: Cells,
        links: list[tuple[str, str]],
        style: int = xml.PLAIN,
    ) -> bytes:
        cells = [
            self._cell(f"{letters}{line}", value, links, style)
            for letters, value in zip(self._letters, row, strict=True)
            if value is not None
        ]
        return f'<row r="{line}">{"".join(cells)}</row>'.encode()

    def _cell(self, place: str, value: Value, links: list[tuple[str, str]], style: int) -> str:
        """A cell by what it holds; a text is never more than a text."""
        match value:
            case bool():
                return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
            case int() | float():
                return f'<c r="{place}"><v>{value!r}</v></c>'
            case datetime():
                since = datetime.combine(value.date(), time())
                part = (value - since).total_seconds() / _DAY_SECONDS
                serial = (value.date() - _EPOCH).days + part
                return f'<c r="{place}" s="{xml.MOMENT}"><v>{serial!r}</v></c>'
            case date():
                return f'<c r="{place}" s="{xml.DAY}"><v>{(value - _EPOCH).days}</v></c>'
            case Link():
                return self._link(place, value.address, links)
        if value.startswith(_FORMULA) and style == xml.PLAIN:
            style = xml.QUOTED
        return _text(place, self._writable(value), style)

    def _link(self, place: str, address: str, links: list[tuple[str, str]]) -> str:
        shown = self._writable(address)
        if shown == address and len(links) < LINKS:
            links.append((place, address))
            return _text(place, shown, xml.LINK)
        self._remarks["links"] += 1
        return _text(place, shown, xml.PLAIN)

    def _writable(self, text: str) -> str:
        """A text without what XML cannot hold, and no longer than a cell may be."""
        text = _LINE_END.sub("\n", text)
        if _UNWRITABLE.search(text):
            self._remarks["signs"] += 1
            text = _UNWRITABLE.sub(_visible, text)
        if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST:
            self._remarks["cut"] += 1
            kept = text.encode("utf-16-le")[: 2 * (LONGEST - 1)]
            text = kept.decode("utf-16-le", "ignore") + "…"
        return text

    def _notes(self, sheets: Sequence[str]) -> Iterator[str]:
        """What somebody has to know who has only this file."""
        if len(sheets) > 1:
            yield (
                f"A sheet holds {ROWS:,} rows and this result has more. It goes on in "
                f"{', '.join(sheets[1:])}."
            )
        if count := self._remarks["cut"]:
            yield (
                f"Texts cut, because a cell holds {LONGEST:,} characters: {count:,}. Each of them "
                "ends with “…”. CSV and JSON have them whole."
            )
        if count := self._remarks["signs"]:
            yield (
                f"Texts with control characters, which XLSX cannot hold: {count:,}. Signs stand "
                "for them, such as “␀”. JSON has the characters themselves."
            )
        if count := self._remarks["links"]:
            yield (
                f"IRIs that are not links, because a sheet may have {LINKS:,} of them: {count:,}."
            )

    def _add(self, name: str, text: str) -> None:
        self.archive.writestr(_info(name), text.encode())


def _text(place: str, text: str, style: int) -> str:
    shown = escape(_ESCAPED.sub("_x005F_", text))
    styled = f' s="{style}"' if style else ""
    kept = f'<is><t xml:space="preserve">{shown}</t></is>'
    return f'<c r="{place}"{styled} t="inlineStr">{kept}</c>'


def _visible(found: re.Match[str]) -> str:
    """A sign for a control character (Unicode has pictures of them), or for what is none."""
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def _letters(number: int) -> str:
    """The name of a column: A for 0, AA for 26."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _width(name: str, column: Iterable[Value | None]) -> int:
    """How wide a column is, in characters; the head has room for the arrow of its filter."""
    longest = max((_length(one) for one in column if one is not None), default=0)
    return max(NARROWEST, min(WIDEST, max(len(name) + 4, longest + 1)))


def _length(value: Value) -> int:
    shown = value.address if isinstance(value, Link) else str(value)
    return max(map(len, shown.split("\n")))


def _info(name: str) -> ZipInfo:
    """A file of the archive, of the same day always: the same result is the same workbook."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    return info
