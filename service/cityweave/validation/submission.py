"""What somebody sends in to be judged, and what is read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import cast

from pyoxigraph import BlankNode, NamedNode, Quad

from cityweave import imports
from cityweave.errors import UnknownFormat, ValidationTooLarge
from cityweave.formats import RDF_FORMATS, rdf_by_name
from cityweave.parsing import Place, Reading, Term
from cityweave.parsing.fault import Fault
from cityweave.parsing.locating import Places, locate
from cityweave.spreadsheets import Resolver
from cityweave.spreadsheets import read as read_sheet
from cityweave.spreadsheets.reading import Suffix

TABLES = ("csv", "tsv", "xlsx")
"""Suffixes of spreadsheets, which are formats like the names of those of RDF."""

ARCHIVE = "zip"
"""An archive of tables, which only an import reads."""

FORMATS = (*(one.name for one in RDF_FORMATS), *TABLES, ARCHIVE)
"""What a submission can be in."""

_HINT = (
    "Formats are "
    + ", ".join(f"{one.name} ({one.title})" for one in RDF_FORMATS)
    + ", csv, tsv and xlsx; and what an import of some kind reads."
)


@dataclass(frozen=True, slots=True)
class Submission:
    """A document to judge: its bytes, the name that findings call it by, and its format.

    `base` resolves relative IRIs of RDF, `kind` is the template of a table where its
    header does not tell, or the import (`geonames`, `cordis`, …) whose export a document is.
    """

    data: bytes
    name: str
    format: str
    base: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """What was read of a submission; `locate` finds out where the statements stand."""

    quads: tuple[Quad, ...]
    faults: tuple[Fault, ...]
    locate: Callable[[], Places]


def format_of(name: str, kind: str | None = None) -> str:
    """The format that the name of a file tells, which may be one of an import.

    Raises `UnknownFormat`.
    """
    if kind is not None and kind in imports.SOURCES:
        return imports.format_of(name, imports.SOURCES[kind])
    suffix = PurePath(name).suffix.lower()
    if suffix.removeprefix(".") in (*TABLES, ARCHIVE):
        return suffix.removeprefix(".")
    for one in RDF_FORMATS:
        if suffix in one.suffixes:
            return one.name
    shown = f"The suffix “{suffix}”" if suffix else "A name without suffix"
    raise UnknownFormat(
        f"{shown} does not tell a format that can be validated.", hint=_HINT, source=name
    )


def read(
    submission: Submission,
    resolver: Resolver,
    most: int | None = None,
    content_dir: Path | None = None,
    *,
    base: str,
) -> Input:
    """Read a document; its blank nodes are no other document's.

    Names in tables and exports are looked up by `resolver`; `content_dir` has the content that
    templates are made from, `base` is that of the deployment. Raises `SyntaxErrorInData` with
    line and column, `UnknownFormat`, and `ValidationTooLarge` for more than `most` statements.
    """
    export = imports.SOURCES.get(submission.kind or "")
    if export is not None:
        return _export(submission, export, resolver, most, content_dir, base)
    if submission.format in TABLES:
        return _table(submission, resolver, most, content_dir, base)
    if submission.format not in FORMATS:
        raise UnknownFormat(
            f"There is no format “{submission.format}”.", hint=_HINT, source=submission.name
        )
    if submission.format == ARCHIVE:
        raise UnknownFormat(
            "An archive is read only where it is said whose export it is.",
            hint=f"Say it as the kind: {', '.join(imports.SOURCES)}. Or unpack it.",
            source=submission.name,
        )
    rdf_format = rdf_by_name(submission.format)
    reading = Reading(
        submission.data,
        rdf_format,
        base=submission.base,
        source=submission.name,
        rename_blank_nodes=True,
    )
    quads = tuple(bounded(reading, most))

    def find() -> Places:
        return locate(
            submission.data,
            rdf_format,
            base=submission.base,
            source=submission.name,
            quads=quads,
        )

    return Input(quads, (), find)


def _table(
    submission: Submission,
    resolver: Resolver,
    most: int | None,
    content_dir: Path | None,
    base: str,
) -> Input:
    sheet = read_sheet(
        submission.data,
        cast(Suffix, submission.format),
        source=submission.name,
        resolve=resolver,
        kind=submission.kind,
        content_dir=content_dir,
        base=base,
    )
    return Input(tuple(bounded(sheet.quads, most)), sheet.faults, lambda: sheet.places)


def _export(
    submission: Submission,
    source: imports.Source,
    resolver: Resolver,
    most: int | None,
    content_dir: Path | None,
    base: str,
) -> Input:
    file = imports.File.of(submission.data, submission.name, submission.format)
    return imported([file], source, resolver, most=most, content_dir=content_dir, base=base)


def imported(
    files: Sequence[imports.File],
    source: imports.Source,
    resolver: Resolver,
    *,
    base: str,
    most: int | None = None,
    content_dir: Path | None = None,
    selection: imports.Selection | None = None,
    date: str | None = None,
    progress: imports.Progress | None = None,
) -> Input:
    """Read exports together. Parameters and errors as of `imports.read`, and of `read`."""
    found = imports.read(
        files,
        source,
        resolver,
        selection=selection,
        date=date,
        content_dir=content_dir,
        progress=progress,
        base=base,
    )
    return Input(tuple(bounded(found.quads, most)), found.faults, lambda: found.places)


def bounded(quads: Iterable[Quad], most: int | None) -> Iterator[Quad]:
    """The same quads. Raises `ValidationTooLarge` when there are more than `most`."""
    for number, quad in enumerate(quads):
        if number == most:
            raise ValidationTooLarge(
                f"There are more than {most} statements, the limit of max_validation_statements.",
                hint="Send fewer at a time; `cityweave validate` has no such limit.",
            )
        yield quad


class Everywhere:
    """The places of several inputs, which are looked for when the first is asked for."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self._found: list[Places] | None = None

    def _places(self) -> list[Places]:
        if self._found is None:
            self._found = [one.locate() for one in self._inputs]
        return self._found

    def of(self, subject: Term, predicate: NamedNode, value: Term) -> Place | None:
        """Where the object of a statement stands."""
        return _first(one.of(subject, predicate, value) for one in self._places())

    def property(self, subject: Term, predicate: NamedNode) -> Place | None:
        """Where the predicate of a thing stands for the first time."""
        return _first(one.property(subject, predicate) for one in self._places())

    def about(self, subject: Term) -> Place | None:
        """Where a thing is the subject for the first time."""
        return _first(one.about(subject) for one in self._places())

    def graph(self, name: NamedNode | BlankNode) -> Place | None:
        """Where the name of a graph stands for the first time."""
        return _first(one.graph(name) for one in self._places())


def _first(places: Iterable[Place | None]) -> Place | None:
    return next((one for one in places if one is not None), None)
