"""The columns of a gazetteer in a table: which are there, and what to write where one is not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rapidfuzz import fuzz, process

from cityweave.errors import SyntaxErrorInData
from cityweave.spreadsheets.headers import header_below
from cityweave.spreadsheets.objection import shortened
from cityweave.spreadsheets.table import Cell, Table

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

NEEDED = ("id", "label")
_ALL = (
    "Its columns are id, label, country, lat, lon, population, kind, other_names and replaced_by; "
    "the first two have to be there."
)
_LIKE = 70.0


def known(headers: Sequence[str]) -> int:
    """How many of these are headers of columns that are read."""
    return len({name for text in headers if (name := _column(text))})


def columns(table: Table) -> Mapping[int, str]:
    """The column that each number of a column means, by the first row of a table.

    Raises `SyntaxErrorInData` where a column that is needed is not there, with those that are and
    what is like it, or where one stands twice.
    """
    if not table.rows:
        raise SyntaxErrorInData("This gazetteer is empty.", hint=_ALL, source=table.source)
    header = table.rows[0]
    _no_twins(table, header)
    found = {cell.column: name for cell in header if (name := _column(cell.text))}
    missing = [name for name in NEEDED if name not in found.values()]
    if missing:
        raise _lacking(table, header, missing, found)
    return found


def _column(header: str) -> str | None:
    """The column that a header means."""
    plain = _plain(header)
    return next((name for name, names in COLUMNS.items() if plain in names), None)


def _plain(header: str) -> str:
    return header.strip().lower().removeprefix("?")


def _no_twins(table: Table, header: Sequence[Cell]) -> None:
    before: dict[str, Cell] = {}
    for cell in header:
        name = _column(cell.text)
        other = before.setdefault(name, cell) if name else cell
        if other is not cell:
            raise SyntaxErrorInData(
                f"This gazetteer has the column {name} twice, as “{other.text.strip()}” in "
                f"{table.of(other).cell} and “{cell.text.strip()}” in {table.of(cell).cell}.",
                hint="Keep one of the two.",
                line=cell.row,
                column=cell.column,
                source=table.source,
            )


def _lacking(
    table: Table, header: Sequence[Cell], missing: Sequence[str], found: Collection[int]
) -> SyntaxErrorInData:
    texts = ", ".join(shortened(cell.text, 40) for cell in header)
    return SyntaxErrorInData(
        f"This gazetteer has no column {' and no column '.join(missing)}. Columns found: "
        f"{shortened(texts, 200)}.",
        hint=_way_out(table, [cell for cell in header if cell.column not in found], missing),
        line=header[0].row,
        source=table.source,
    )


def _way_out(table: Table, others: Sequence[Cell], missing: Sequence[str]) -> str:
    """What to do: the header is further below, or a column has another name."""
    rows = ((row[0].row, [cell.text for cell in row]) for row in table.rows)
    below = header_below(rows, known)
    if below is not None:
        return f"The header seems to stand in row {below}: delete the rows above it."
    meant = [
        f"“{near[0]}” by “{shortened(cell.text, 40)}” ({table.of(cell).cell})"
        for name in missing
        for cell in others
        if (near := process.extractOne(
            _plain(cell.text)[:100], COLUMNS[name], scorer=fuzz.ratio, score_cutoff=_LIKE
        ))
    ]  # fmt: skip
    return f"Did you mean {', or '.join(meant)}? {_ALL}" if meant else _ALL
