"""Gazetteers as CSV: what somebody asked of Wikidata or another source, row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from cityweave.errors import SyntaxErrorInData
from cityweave.linking.entry import Entry
from cityweave.linking.gazetteer import Progress
from cityweave.linking.position import Position
from cityweave.linking.target import Target
from cityweave.parsing import read_bytes
from cityweave.parsing.country import country_code
from cityweave.spreadsheets.delimited import read_delimited
from cityweave.spreadsheets.table import Cell, Limits, Table

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "item", "iri", "code"),
    "label": ("label", "itemlabel", "name"),
    "others": ("other_names", "altlabel", "itemaltlabel"),
    "country": ("country", "countrycode"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "long", "longitude"),
    "coordinates": ("coordinates", "coord", "wkt"),
    "population": ("population",),
    "kind": ("kind", "type"),
    "replaced_by": ("replaced_by", "replacedby", "redirect"),
}
"""The columns that are read, by the names that a header can have in any case."""

_LIMITS = Limits(
    max_bytes=1_000_000_000,
    max_rows=5_000_000,
    max_cells=50_000_000,
    max_cell_characters=1_000_000,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A gazetteer in a CSV file with the columns `id`, `label`, `country`, `lat`, `lon` and more.

    `id` is an id of the target or its IRI, `country` an ISO 3166-1 alpha-2 code,
    `coordinates` well-known text (`Point(3.72 51.05)`), `other_names` are between `|` or
    commas, `kind` is the name of a class of ours or a feature of GeoNames, `replaced_by` the id
    of what took the place of one that is not in use any more. All but `id` and `label` may
    be missing. Several rows of one id, as a query gives them, are one entry.
    """

    path: Path
    target: Target
    progress: Progress | None = None

    @property
    def title(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def is_whole(self) -> bool:
        """A list that somebody made may leave things out."""
        return False

    def entries(self, countries: Collection[str] | None = None) -> Iterator[Entry]:
        """All entries, or those of countries and of none, in the order of their first rows.

        Raises `NotFound`, and `SyntaxErrorInData` with line and column.
        """
        table = read_delimited(read_bytes(self.path), _known, source=str(self.path), limits=_LIMITS)
        found: dict[str, Entry] = {}
        for row in _Rows(table, self.target).entries():
            before = found.get(row.id)
            found[row.id] = row if before is None else _both(before, row)
        for one in found.values():
            if countries is None or one.country is None or one.country in countries:
                yield one


class _Rows:
    """The rows of a table below its header."""

    def __init__(self, table: Table, target: Target) -> None:
        self._table = table
        self._target = target

    @cached_property
    def _columns(self) -> Mapping[int, str]:
        header = next(iter(self._table.rows), ())
        columns = {cell.column: name for cell in header if (name := _column(cell.text))}
        missing = {"id", "label"} - set(columns.values())
        if missing:
            raise SyntaxErrorInData(
                f"This gazetteer has no column {' and no column '.join(sorted(missing))}.",
                hint="Its columns are id, label, country, lat, lon, population, kind, other_names "
                "and replaced_by; the first two have to be there.",
                line=1,
                source=self._table.source,
            )
        return columns

    def entries(self) -> Iterator[Entry]:
        """An entry for each row that has an id."""
        columns = self._columns
        for row in self._table.rows[1:]:
            cells = {columns[cell.column]: cell for cell in row if cell.column in columns}
            if "id" in cells:
                yield self._entry({name: cell.text.strip() for name, cell in cells.items()}, cells)

    def _entry(self, texts: Mapping[str, str], cells: Mapping[str, Cell]) -> Entry:
        identifier = self._identifier(texts["id"], cells["id"])
        replaced = texts.get("replaced_by")
        others = texts.get("others", "")
        return Entry(
            id=identifier,
            name=texts.get("label") or identifier,
            others=tuple(filter(None, map(str.strip, others.split("|" if "|" in others else ",")))),
            country=self._country(texts, cells),
            position=self._position(texts, cells),
            population=int(self._number(texts, cells, "population") or 0) or None,
            kind=texts.get("kind") or None,
            replaced_by=self._identifier(replaced, cells["replaced_by"]) if replaced else None,
        )

    def _identifier(self, text: str, cell: Cell) -> str:
        identifier = self._target.id_of(self._target.iri(text))
        if identifier is None:
            raise self._wrong(cell, f"“{text}” is no identifier of {self._target.title}")
        return identifier

    def _country(self, texts: Mapping[str, str], cells: Mapping[str, Cell]) -> str | None:
        text = texts.get("country", "")
        code = country_code(text)
        if text and code is None:
            raise self._wrong(cells["country"], f"“{text}” is no code of a country, such as BE")
        return code

    def _position(self, texts: Mapping[str, str], cells: Mapping[str, Cell]) -> Position | None:
        if written := texts.get("coordinates"):
            position = Position.of_wkt(written)
            if position is None:
                raise self._wrong(cells["coordinates"], f"“{written}” is no point")
            return position
        latitude = self._number(texts, cells, "lat")
        longitude = self._number(texts, cells, "lon")
        if latitude is None or longitude is None:
            return None
        try:
            return Position(latitude, longitude)
        except ValueError as error:
            raise self._wrong(cells["lat"], str(error)) from error

    def _number(
        self, texts: Mapping[str, str], cells: Mapping[str, Cell], name: str
    ) -> float | None:
        if not texts.get(name):
            return None
        try:
            return float(texts[name])
        except ValueError as error:
            raise self._wrong(cells[name], f"“{texts[name]}” is no number") from error

    def _wrong(self, cell: Cell, what: str) -> SyntaxErrorInData:
        return SyntaxErrorInData(
            f"In this gazetteer, {what}.",
            line=cell.row,
            column=cell.column,
            source=self._table.source,
        )


def _column(header: str) -> str | None:
    """The column that a header means."""
    plain = header.strip().lower()
    return next((name for name, known in COLUMNS.items() if plain in known), None)


def _known(headers: Sequence[str]) -> int:
    return len({name for text in headers if (name := _column(text))})


def _both(one: Entry, other: Entry) -> Entry:
    """Two rows about one thing: what the first leaves out comes from the second."""
    names = dict.fromkeys((*one.others, other.name, *other.others))
    return replace(
        one,
        others=tuple(name for name in names if name != one.name),
        country=one.country or other.country,
        position=one.position or other.position,
        population=one.population or other.population,
        kind=one.kind or other.kind,
        replaced_by=one.replaced_by or other.replaced_by,
    )
