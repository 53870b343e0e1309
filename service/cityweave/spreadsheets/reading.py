"""CSV, TSV and XLSX to statements, with the cell of each and all that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal as OneOf

from pyoxigraph import Quad

from cityweave.errors import BadParameter, SyntaxErrorInData
from cityweave.parsing.fault import Fault
from cityweave.parsing.locating.places import Located, Places
from cityweave.spreadsheets.delimited import read_delimited
from cityweave.spreadsheets.deriving import derived
from cityweave.spreadsheets.folding import fold, tidy
from cityweave.spreadsheets.headers import Header, Headings, header_below, is_comment
from cityweave.spreadsheets.kind import Kind
from cityweave.spreadsheets.objection import Objection, shortened
from cityweave.spreadsheets.resolving import Resolver
from cityweave.spreadsheets.rows import Rows
from cityweave.spreadsheets.schema import content, kind, kinds
from cityweave.spreadsheets.table import LIMITS, Limits, Table, Workbook
from cityweave.spreadsheets.things import Things
from cityweave.spreadsheets.translation import Translation
from cityweave.spreadsheets.words import phrase
from cityweave.vocabulary import BASE

Suffix = OneOf["csv", "tsv", "xlsx"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a spreadsheet says. `quads` stand in the default graph, in the order of the file.

    `places` has the cell of each; `kind` is the kind of the first table that was read.
    """

    quads: tuple[Quad, ...]
    places: Places
    faults: tuple[Fault, ...]
    kind: str


def read(
    data: bytes,
    suffix: Suffix,
    *,
    source: str | None,
    resolve: Resolver,
    kind: str | None = None,
    limits: Limits = LIMITS,
    content_dir: Path | None = None,
    base: str = BASE,
) -> Sheet:
    """Read a filled-in template.

    Names in cells are looked up with `resolve` and among the other rows. Without `kind`
    the headers tell what each table is about. What is wrong with single cells is in
    `faults`; a cell with a fault states nothing. Opens no file, provided that `kinds` was
    called before (with `content_dir`, as in `cityweave.resources`) and, for XLSX, that
    `cityweave.spreadsheets.workbook` is imported. `base` is that of the deployment: what
    is said, and what `resolve` knows, has the names that it has there.

    Raises `SyntaxErrorInData` for what is no such file, `TooLarge` where one of the
    `limits` is passed, `NotFound` for an unknown kind, and `BadParameter` where the kind
    cannot be told.
    """
    known = _chosen(kind, content_dir)
    if not known:
        raise BadParameter(
            "No kind of thing has a template here, so that no table can be understood.",
            hint="Send RDF.",
            source=source,
        )
    headings = {found.name: Headings(found) for found in known}
    book = _tables(data, suffix, tuple(headings.values()), source, limits)
    translation = Translation(base)
    things = Things(translation.resolver(resolve), content(content_dir))
    faults = list(book.faults)
    read_rows: list[Rows] = []
    names: list[str] = []
    for table in map(translation.table, book.tables):
        told = _kind_of(table, known, headings)
        header = headings[told.name].header(table) if told else None
        if told is None or header is None:
            faults += _unread(table)
            continue
        faults += table.faults
        faults += _without_names(header, read_rows, Rows(told, table, header, things))
        names.append(told.name)
    if not names:
        raise _nothing(book, known, source, partial(_fits, tuple(headings.values())))
    faults += _rowless(book.tables)
    located: list[Located] = []
    for rows in read_rows:
        located += rows.statements()
        faults += rows.faults
    located += derived(located, things)
    located = translation.located(located)
    faults = sorted(map(translation.fault, faults), key=_order)
    quads = tuple(dict.fromkeys(found[0] for found in located))
    return Sheet(quads, Places(located), tuple(faults), names[0])


def _chosen(name: str | None, content_dir: Path | None) -> tuple[Kind, ...]:
    return (kind(name, content_dir),) if name else kinds(content_dir)


def _tables(
    data: bytes,
    suffix: Suffix,
    headings: Sequence[Headings],
    source: str | None,
    limits: Limits,
) -> Workbook:
    if suffix == "xlsx":
        # openpyxl takes along numpy, where there is one, and that starts threads: not in a
        # process that is to be forked
        from cityweave.spreadsheets.workbook import read_workbook  # noqa: PLC0415

        return read_workbook(data, source=source, limits=limits)
    preferred = "\t" if suffix == "tsv" else ","
    fits = partial(_fits, headings)
    table = read_delimited(data, fits, source=source, preferred=preferred, limits=limits)
    return Workbook((table,), ())


def _fits(headings: Sequence[Headings], texts: Sequence[str]) -> int:
    """How many headers some texts are, of the kind of which they are most."""
    return max(heading.fits(texts) for heading in headings)


def _kind_of(table: Table, known: Sequence[Kind], headings: Mapping[str, Headings]) -> Kind | None:
    """The kind that most headers of a table belong to; None where there is none.

    Where headers fit several kinds equally, the name of the sheet or file has to tell.
    """
    if len(known) == 1:
        return known[0]
    header = next((row for row in table.rows if not is_comment(row)), ())
    texts = [tidy(cell.text) for cell in header]
    called = fold(f"{table.sheet or ''} {table.source or ''}")

    def merit(kind: Kind) -> tuple[int, bool]:
        names = (kind.name, *kind.titles.values())
        return headings[kind.name].fits(texts), any(fold(name) in called for name in names)

    best, second = sorted(known, key=merit, reverse=True)[:2]
    return best if merit(best) > merit(second) and merit(best)[0] else None


def _without_names(header: Header, read_rows: list[Rows], rows: Rows) -> Iterator[Fault]:
    """Take up a table; one whose rows cannot say what they are about is only told of."""
    if not header.names:
        yield from (*header.faults, *header.missing)
        return
    read_rows.append(rows)
    if rows.identify():
        yield from header.missing


def _unread(table: Table) -> Iterator[Fault]:
    if table.sheet is not None and table.rows:
        fix = phrase("fix.rename-columns")
        objection = Objection("unread-sheet", {"sheet": table.sheet}, fix, "warning")
        yield objection.at(table.of(table.rows[0][0]))


def _rowless(tables: Sequence[Table]) -> Iterator[Fault]:
    """Say so where no table has a row below its header, and nothing can be wrong."""
    told = [[(one, row) for row in one.rows if not is_comment(row)] for one in tables]
    if max(map(len, told), default=0) == 1:
        table, header = next(rows[0] for rows in told if rows)
        yield Objection("no-rows", severity="warning").at(table.of(header[0]))


def _nothing(
    book: Workbook,
    known: Sequence[Kind],
    source: str | None,
    fits: Callable[[Sequence[str]], int],
) -> SyntaxErrorInData | BadParameter:
    tables = book.tables
    if not any(table.rows for table in tables):
        return SyntaxErrorInData(
            "This table is empty.", hint="Fill in one of the templates.", source=source
        )
    names = ", ".join(found.name for found in known)
    table = next(one for one in tables if one.rows)
    told = [row for row in table.rows if not is_comment(row)]
    row = told[0] if told else ()
    texts = ", ".join(filter(None, (tidy(cell.text) for cell in row)))
    below = header_below(((one[0].row, [tidy(cell.text) for cell in one]) for one in told), fits)
    hidden = ", ".join(str(fault.place.sheet) for fault in book.faults if fault.place)
    return BadParameter(
        f"The header “{shortened(texts, 200)}” does not tell what this table is about.",
        hint=f"The header seems to stand in row {below}: delete the rows above it, or begin them "
        "with #."
        if below is not None
        else f"Say of which kind it is ({names}), or use the headers of a template."
        + (f" Hidden sheets are not read: {hidden}." if hidden else ""),
        line=row[0].row if row else None,
        source=source,
    )


def _order(fault: Fault) -> tuple[str, int, int, str]:
    place = fault.place
    return (place.sheet or "", place.line, place.column, fault.code) if place else ("", 0, 0, "")
