"""Files of a kind of import to statements, each with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from cityweave.errors import BadParameter, SyntaxErrorInData
from cityweave.formats import RDF_FORMATS
from cityweave.imports import graphs, tables
from cityweave.imports.archive import sheets
from cityweave.imports.dataset import dataset_of, described, followed
from cityweave.imports.declaration import Layout, PlaceRules, PracticeRules, ProjectRules, Source
from cityweave.imports.file import File, Sheet
from cityweave.imports.ledger import Ledger
from cityweave.imports.lookup import Lookup
from cityweave.imports.mapper import Mapper
from cityweave.imports.places import Places as PlaceRows
from cityweave.imports.practices import Practices
from cityweave.imports.projects import Projects
from cityweave.imports.record import Record
from cityweave.imports.selection import Selection
from cityweave.parsing.fault import Fault
from cityweave.parsing.locating.places import Places
from cityweave.spreadsheets.calendar import day
from cityweave.spreadsheets.deriving import derived
from cityweave.spreadsheets.naming import iri
from cityweave.spreadsheets.objection import Objection, shortened
from cityweave.spreadsheets.resolving import Resolver
from cityweave.spreadsheets.schema import content
from cityweave.spreadsheets.things import Things
from cityweave.spreadsheets.translation import Translation
from cityweave.vocabulary import BASE, PREFIXES

Progress = Callable[[str, int], None]
"""Called with the name of a file and the number of rows that were read of it."""

_RDF = frozenset(one.name for one in RDF_FORMATS)
_STEP = 10_000
_DATE = PREFIXES["xsd"] + "date"
_Rows = Callable[[], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What files say in terms of the graph. `quads` stand in the default graph."""

    quads: tuple[Quad, ...]
    places: Places
    faults: tuple[Fault, ...]


def read(
    files: Sequence[File],
    source: Source,
    resolver: Resolver,
    *,
    selection: Selection | None = None,
    date: str | None = None,
    content_dir: Path | None = None,
    progress: Progress | None = None,
    base: str = BASE,
) -> Imported:
    """Read the files of an import together.

    Names are looked up with `resolver`; `selection` is what is wanted of them, `date` the day of
    the export in ISO 8601. What is wrong with single cells is in `faults`; a cell with a fault
    states nothing. Rows are read as a stream; only what is stated is kept. `base` is that of the
    deployment, by which things are named.

    Raises `SyntaxErrorInData` for what is no such export, with the columns that were found and
    those that are expected, `TooLarge` where a limit of a file is passed, and `BadParameter`.
    """
    if date is not None and isinstance(day(date, date, (_DATE,)), Objection):
        raise BadParameter(f"“{date}” is no day.", hint="Write it as 2026-01-31.", source="date")
    chosen = selection or Selection()
    ledger = Ledger(dataset_of(source, files, date), date)
    translation = Translation(base)
    things = Things(translation.resolver(resolver), content(content_dir))
    lookup = Lookup(things)
    rows = _tables(files, source, ledger, progress)
    mapper = _mapper(source, lookup, ledger, chosen)
    if mapper.looks_ahead and not chosen.is_everything:
        for _, records in rows:
            for record in records():
                mapper.look(record)
    for layout, records in rows:
        for record in records():
            mapper.take(record, layout.name)
    mapper.finish()
    located = ledger.located
    if located:
        located += described(source, ledger, files, located[0][1])
        located += followed(located)
        located += derived(located, things)
    located = translation.located(located)
    faults = map(translation.fault, (*ledger.faults(), *_unmet(chosen, files)))
    quads = tuple(dict.fromkeys(one[0] for one in located))
    return Imported(quads, Places(located), tuple(faults))


def _mapper(
    source: Source, lookup: Lookup, ledger: Ledger, selection: Selection
) -> Mapper[PlaceRules] | Mapper[ProjectRules] | Mapper[PracticeRules]:
    rules = source.rules
    if isinstance(rules, PlaceRules):
        return PlaceRows(source, rules, lookup, ledger, selection)
    if isinstance(rules, ProjectRules):
        return Projects(source, rules, lookup, ledger, selection)
    return Practices(source, rules, lookup, ledger, selection)


def _tables(
    files: Sequence[File], source: Source, ledger: Ledger, progress: Progress | None
) -> list[tuple[Layout, _Rows]]:
    """The tables that are understood, in the order of the layouts of the source."""
    found: list[tuple[Layout, _Rows]] = []
    others: list[Sheet] = []
    for file in files:
        if file.format in _RDF and _is_rdf(source, file):
            graph = graphs.Graph(file)
            if not graphs.states(graph, source.layouts):
                raise _no_nodes(source, file)
            found += [(one, partial(graph.rows, one)) for one in source.layouts if one.nodes]
            continue
        is_headless = any(one.is_headless for one in source.layouts)
        for sheet in sheets(file, partial(tables.fits, source), is_headless=is_headless):
            for fault in sheet.faults:
                ledger.take(fault)
            reading = tables.understood(source, sheet, ledger)
            if reading is None:
                others.append(sheet)
                continue
            rows = partial(tables.records, reading, source, ledger)
            found.append((reading.layout, partial(_told, rows, file.name, progress)))
    if not found:
        raise _nothing(source, others, files)
    for sheet in others:
        tables.tell_unread(source, sheet, ledger)
    return sorted(found, key=lambda one: source.layouts.index(one[0]))


def _is_rdf(source: Source, file: File) -> bool:
    """Whether a file is RDF: JSON is, where the source has RDF at all."""
    return any(one.nodes for one in source.layouts) or file.format != "jsonld"


def _told(rows: _Rows, name: str, progress: Progress | None) -> Iterator[Record]:
    for number, record in enumerate(rows(), start=1):
        if progress is not None and number % _STEP == 0:
            progress(name, number)
        yield record


def _nothing(source: Source, others: Sequence[Sheet], files: Sequence[File]) -> SyntaxErrorInData:
    """No table fits: which columns were found, and which each table has to have."""
    title = source.dataset.title
    source_name = others[0].source if others else files[0].name
    headers = [[one for one in tables.first_row(sheet)[1] if one] for sheet in others]
    if not any(headers):
        return SyntaxErrorInData(
            "This file is empty.", hint=f"Export it anew from {title}.", source=source_name
        )
    seen = "; ".join(shortened(", ".join(header) or "none", 300) for header in headers)
    wanted = "; ".join(
        f"{layout.name}: {', '.join(tables.titles_of(layout, layout.needed))}"
        for layout in source.layouts
    )
    hints = [tables.way_out(source, sheet) for sheet in others]
    hints.append(f"At least these columns are needed, per table of {title}: {wanted}.")
    hidden = {f"{one.place.sheet}": None for sheet in others for one in sheet.faults
              if one.place and one.code == "hidden-sheet"}  # fmt: skip
    if hidden:
        hints.append(f"Hidden sheets are not read: {', '.join(hidden)}.")
    return SyntaxErrorInData(
        f"This is no table of {title}. Columns found: {seen}.",
        hint=" ".join(filter(None, hints)),
        line=tables.first_row(others[0])[0],
        source=source_name,
    )


def _no_nodes(source: Source, file: File) -> SyntaxErrorInData:
    nodes = [f"{name} {value}" for layout in source.layouts for name, value in layout.nodes]
    known = "; ".join(nodes)
    return SyntaxErrorInData(
        f"This RDF says nothing that an import of {source.dataset.title} knows.",
        hint=f"Nodes are looked for that have: {known}." if known else "Import a table.",
        source=file.name,
    )


def _unmet(selection: Selection, files: Sequence[File]) -> Iterator[Fault]:
    """What was asked for by name and is not in the files."""
    for name in selection.unmet():
        ledger = Ledger(NamedNode(iri("dataset", "none")))
        ledger.fault("not-selected", Sheet(files[0].name, lambda: iter(())).place(1, 1), name)
        yield from ledger.faults()
