"""Gazetteers as CSV: what somebody asked of Wikidata or another source, row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cityweave.errors import SyntaxErrorInData
from cityweave.linking.columns import columns, known
from cityweave.linking.entry import Entry
from cityweave.linking.gazetteer import Progress
from cityweave.linking.position import Position
from cityweave.linking.target import Target
from cityweave.parsing import read_bytes
from cityweave.parsing.country import country_code
from cityweave.spreadsheets.delimited import read_delimited
from cityweave.spreadsheets.objection import shortened
from cityweave.spreadsheets.records import LONGEST
from cityweave.spreadsheets.table import Cell, Limits, Table
from cityweave.spreadsheets.values import unreadable

_LIMITS = Limits(
    max_bytes=1_000_000_000,
    max_rows=5_000_000,
    max_cells=50_000_000,
    max_cell_characters=LONGEST,
    max_unpacked_bytes=1_000_000_000,
)
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Listing:
    """A gazetteer in a CSV file or a workbook: `id`, `label`, `country`, `lat`, `lon` and more.

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
        found: dict[str, Entry] = {}
        for row in _Rows(_table(read_bytes(self.path), str(self.path)), self.target).entries():
            before = found.get(row.id)
            found[row.id] = row if before is None else _both(before, row)
        for one in found.values():
            if countries is None or one.country is None or one.country in countries:
                yield one


def _table(data: bytes, source: str) -> Table:
    """The table of a CSV, or the first sheet of a workbook that has columns of a gazetteer."""
    if not data.startswith(_ZIP):
        return read_delimited(data, known, source=source, limits=_LIMITS)
    # openpyxl takes along numpy, where there is one: only for those who have a workbook
    from cityweave.spreadsheets.workbook import read_workbook  # noqa: PLC0415

    tables = read_workbook(data, source=source, limits=_LIMITS).tables or (Table((), source),)
    return max(tables, key=lambda one: known([cell.text for row in one.rows[:1] for cell in row]))


class _Rows:
    """The rows of a table below its header."""

    def __init__(self, table: Table, target: Target) -> None:
        self._table = table
        self._target = target

    def entries(self) -> Iterator[Entry]:
        """An entry for each row that has an id."""
        named = columns(self._table)
        last = self._table.rows[0][-1].column
        for row in self._table.rows[1:]:
            if row[-1].column > last:
                raise self._wrong(
                    row[-1], f"“{shortened(row[-1].text, 40)}” has no header above it"
                )
            cells = {named[cell.column]: cell for cell in row if cell.column in named}
            for cell in cells.values():
                self._check(cell)
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

    def _check(self, cell: Cell) -> None:
        """Refuse what is no text: a formula without its value, an error of a spreadsheet, NUL."""
        objection = unreadable(cell) if cell.is_error or cell.formula or "\0" in cell.text else None
        if objection is not None:
            raise self._wrong(cell, objection.at(None).words["en"])

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
            f"In this gazetteer, cell {self._table.of(cell).cell}: {what.rstrip('.')}.",
            hint="Correct the cell, or leave it empty; a text with the separator in it stands "
            "between quotation marks.",
            line=cell.row,
            column=cell.column,
            source=self._table.source,
        )


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
