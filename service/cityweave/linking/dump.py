"""Dumps of GeoNames: `allCountries`, `cities500`, those of a country, as text or zipped."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from io import BufferedReader, FileIO
from pathlib import Path

from cityweave.errors import SyntaxErrorInData
from cityweave.imports.file import File, Sheet
from cityweave.imports.geonames import COLUMNS, tables
from cityweave.linking.entry import Entry
from cityweave.linking.gazetteer import Progress
from cityweave.linking.package import is_name
from cityweave.linking.position import Position
from cityweave.spreadsheets.table import Value

WHOLE = "allCountries"
_OFTEN = 100_000
_ID, _NAME, _OTHERS, _LATITUDE, _LONGITUDE, _CLASS, _CODE, _COUNTRY, _POPULATION = map(
    COLUMNS.index,
    (
        "geonameid", "name", "alternatenames", "latitude", "longitude", "feature class",
        "feature code", "country code", "population",
    ),
)  # fmt: skip


class Dump:
    """A dump of GeoNames. `entries` reads it line by line: 12 million take no memory."""

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self._path = path
        self._progress = progress

    @property
    def title(self) -> str:
        """The name of the file."""
        return self._path.name

    @property
    def is_whole(self) -> bool:
        """Only the dump of all countries has everything."""
        return self._path.stem == WHOLE

    def entries(self, countries: Collection[str] | None = None) -> Iterator[Entry]:
        """All rows, or those of countries. Raises `NotFound`, and `SyntaxErrorInData`."""
        opened: list[FileIO] = []
        file = _file(self._path, opened)
        size = self._path.stat().st_size
        for sheet in tables(file):
            for number, cells in sheet.rows():
                if self._progress is not None and number % _OFTEN == 0:
                    self._progress(opened[-1].tell(), size)
                entry = _entry(sheet, number, cells, countries)
                if entry is not None:
                    yield entry


def is_dump(path: Path) -> bool:
    """Whether a file is a dump, by its first row. Raises `NotFound`, and `SyntaxErrorInData`."""
    rows = (cells for sheet in tables(_file(path, [])) for _, cells in sheet.rows())
    first = next(rows, ())
    return len(first) == len(COLUMNS) and str(first[_ID]).isdigit()


def _file(path: Path, opened: list[FileIO]) -> File:
    """A file that keeps in `opened` what was opened of it, which knows how far it was read."""

    def stream() -> BufferedReader:
        opened.append(FileIO(path))
        return BufferedReader(opened[-1])

    file = File.at(path, "zip" if path.suffix.lower() == ".zip" else "tsv")
    return File(file.name, file.format, stream, file.limits)


def _entry(
    sheet: Sheet, number: int, cells: Sequence[Value | None], countries: Collection[str] | None
) -> Entry | None:
    """The entry of a row; None for one of another country, which costs less to tell."""
    try:
        country = str(_whole(cells)[_COUNTRY])
        if countries is not None and country and country not in countries:
            return None
        others = _text(cells[_OTHERS]).split(",")
        return Entry(
            id=str(int(str(cells[_ID]))),
            name=_text(cells[_NAME]),
            others=tuple(filter(is_name, filter(None, others))),
            country=country or None,
            position=Position(float(str(cells[_LATITUDE])), float(str(cells[_LONGITUDE]))),
            population=int(str(cells[_POPULATION]) or 0) or None,
            kind=".".join(filter(None, map(str, (cells[_CLASS], cells[_CODE])))) or None,
        )
    except ValueError as error:
        raise SyntaxErrorInData(
            f"This line is no row of a dump of GeoNames: {error}.",
            hint="Take the file as https://download.geonames.org/export/dump/ has it.",
            line=number,
            source=sheet.source,
        ) from error


def _whole(cells: Sequence[Value | None]) -> Sequence[Value | None]:
    """The cells of a row. Raises `ValueError` for another number of them."""
    if len(cells) != len(COLUMNS):
        raise ValueError(f"it has {len(cells)} columns, not {len(COLUMNS)}")
    return cells


def _text(cell: Value | None) -> str:
    """A cell as a text. Raises `ValueError` for bytes that are not UTF-8."""
    text = str(cell)
    if not text.isascii() and any("\udc80" <= letter <= "\udcff" for letter in text):
        raise ValueError("it is not in UTF-8")
    return text
