"""Dumps of GeoNames: `allCountries`, `cities500`, those of a country, as text or zipped.

The columns are those of https://download.geonames.org/export/dump/readme.txt: 19, between
tabs, without a header, in UTF-8.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cityweave.errors import NotFound, SyntaxErrorInData
from cityweave.linking.entry import Entry
from cityweave.linking.gazetteer import Progress
from cityweave.linking.package import is_name
from cityweave.linking.position import Position

COLUMNS = 19
WHOLE = "allCountries"
_OFTEN = 100_000


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
        with _opened(self._path) as (file, size):
            read = 0
            for number, raw in enumerate(file, start=1):
                read += len(raw)
                if self._progress is not None and number % _OFTEN == 0:
                    self._progress(read, size)
                if not raw.strip():
                    continue
                entry = self._entry(raw, number, countries)
                if entry is not None:
                    yield entry

    def _entry(self, raw: bytes, number: int, countries: Collection[str] | None) -> Entry | None:
        """The entry of a line; None for one of another country, which costs less to tell."""
        try:
            cells = _cells(raw)
            if countries is not None and cells[8] and cells[8] not in countries:
                return None
            feature = ".".join(filter(None, cells[6:8]))
            return Entry(
                id=str(int(cells[0])),
                name=cells[1],
                others=tuple(filter(is_name, filter(None, cells[3].split(",")))),
                country=cells[8] or None,
                position=Position(float(cells[4]), float(cells[5])),
                population=int(cells[14] or 0) or None,
                kind=feature or None,
            )
        except ValueError as error:
            raise SyntaxErrorInData(
                f"This line is no row of a dump of GeoNames: {error}.",
                hint="Take the file as https://download.geonames.org/export/dump/ has it.",
                line=number,
                source=str(self._path),
            ) from error


def _cells(raw: bytes) -> list[str]:
    """The columns of a line. Raises `ValueError` for another number of them."""
    cells = raw.decode("utf-8").rstrip("\r\n").split("\t")
    if len(cells) != COLUMNS:
        raise ValueError(f"it has {len(cells)} columns, not {COLUMNS}")
    return cells


def is_dump(path: Path) -> bool:
    """Whether a file is a dump, by its first line. Raises `NotFound`."""
    with _opened(path) as (file, _):
        first = file.readline()
    cells = first.split(b"\t")
    return len(cells) == COLUMNS and cells[0].isdigit()


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The lines of a file, or of the one that a zip archive of GeoNames has, and its size."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as file:
                yield file, path.stat().st_size
            return
        with zipfile.ZipFile(path) as archive:
            inside = next((one for one in archive.infolist() if one.filename == _text(path)), None)
            if inside is None:
                raise NotFound(f"There is no {_text(path)} in this archive.", source=str(path))
            with archive.open(inside) as packed:
                yield packed, inside.file_size
    except (OSError, zipfile.BadZipFile) as error:
        raise NotFound(f"The file cannot be read: {error}.", source=str(path)) from error


def _text(path: Path) -> str:
    return f"{path.stem}.txt"
