"""Rows to statements, each with the cell that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.derivation import with_shortcuts
from cityweave.parsing import Place
from cityweave.parsing.fault import Fault
from cityweave.parsing.locating.places import Located
from cityweave.spreadsheets.folding import slug, tidy
from cityweave.spreadsheets.headers import LABEL, Header, is_comment
from cityweave.spreadsheets.identity import Filled, Identities, Subject
from cityweave.spreadsheets.kind import Column, Form, Kind, Part
from cityweave.spreadsheets.naming import iri, joined, last
from cityweave.spreadsheets.objection import Objection
from cityweave.spreadsheets.table import Cell, Table
from cityweave.spreadsheets.things import Things
from cityweave.spreadsheets.values import Term, terms, unreadable
from cityweave.vocabulary import PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a cell, with the column and the cell."""

    column: Column
    cell: Cell
    term: Term


class Rows:
    """The rows of a table under its header. First `identify`, for all tables; then `statements`."""

    def __init__(self, kind: Kind, table: Table, header: Header, things: Things) -> None:
        self._kind = kind
        self._table = table
        self._things = things
        self._identities = Identities(kind, table, things)
        self._rows = [
            filled
            for row in table.rows
            if row[0].row > header.row and not is_comment(row)
            if (filled := _filled(row, header))
        ]
        self._subjects: list[Subject | Fault] = []
        self.faults: list[Fault] = list(header.faults)

    def identify(self) -> bool:
        """Find what each row is about; whether some of it is new."""
        for row in self._rows:
            number = next(iter(row.values()))[1].row
            self._subjects.append(self._identities.of(row, number))
        return any(isinstance(found, Subject) and found.is_new for found in self._subjects)

    def statements(self) -> Iterator[Located]:
        """The statements of all rows; `faults` is complete at the end."""
        for row, subject in zip(self._rows, self._subjects, strict=True):
            if isinstance(subject, Fault):
                self.faults.append(subject)
                for said in self._said(row, None, except_at=subject.place):
                    del said  # only what is wrong with the other cells is of interest
                continue
            stated = list(self._row(row, subject))
            yield from stated
            yield from _following(stated)

    def _row(self, row: Filled, subject: Subject) -> Iterator[Located]:
        at = self._table.of(subject.cell)
        node = NamedNode(subject.iri)
        said = list(self._said(row, None))
        if subject.is_new and not any(value.column.form is Form.CLASS for value in said):
            yield Quad(node, _TYPE, NamedNode(self._kind.iri)), at, at, at
        for value in said:
            if not self._is_known_name(subject, value):
                yield self._statement(node, value, at)
        for part in self._kind.parts:
            yield from self._nested(part, row, subject)

    def _nested(self, part: Part, row: Filled, subject: Subject) -> Iterator[Located]:
        """A node beside the thing, where the row has a cell for it."""
        cells = [cell for column, cell in row.values() if column.part == part.name]
        if not cells:
            return
        before = len(self.faults)
        said = list(self._said(row, part.name))
        slugs = [_slug(name, said) for name in part.slug]
        if not slugs[0]:
            if len(self.faults) == before:
                self.faults.append(self._incomplete(part, cells[0]))
            return
        anchor = next(value for value in said if value.column.property == part.slug[0])
        at = self._table.of(anchor.cell)
        thing = NamedNode(subject.iri)
        node = NamedNode(iri(part.id, joined([last(subject.iri), *slugs])))
        yield Quad(node, _TYPE, NamedNode(part.iri)), at, at, at
        if part.backward:
            yield Quad(node, NamedNode(part.backward), thing), at, at, at
        if part.forward:
            yield Quad(thing, NamedNode(part.forward), node), at, at, self._table.of(subject.cell)
        for name, fixed in part.fixed:
            yield Quad(node, NamedNode(name), NamedNode(fixed)), at, at, at
        for value in said:
            yield self._statement(node, value, at)

    def _statement(self, node: NamedNode, value: Said, subject_at: Place) -> Located:
        place = self._table.of(value.cell)
        quad = Quad(node, NamedNode(value.column.property), value.term)
        return quad, place, place, subject_at

    def _said(
        self, row: Filled, part: str | None, except_at: Place | None = None
    ) -> Iterator[Said]:
        """The values of a row's cells for the thing or one of its parts; notes what is wrong."""
        for column, cell in row.values():
            if column.part != part or column.form is Form.IDENTIFIER:
                continue
            place = self._table.of(cell)
            if place == except_at:
                continue
            for term in terms(column, cell, self._things):
                if isinstance(term, Objection):
                    self.faults.append(term.at(place, tidy(cell.text)))
                else:
                    yield Said(column, cell, term)

    def _is_known_name(self, subject: Subject, value: Said) -> bool:
        """Whether a name only says which thing is meant: a name that it has already."""
        if value.column.property != LABEL or subject.is_new:
            return False
        found = self._things.resolver.find(value.term.value, self._kind.iri)
        return any(name == subject.iri for name, _ in found)

    def _incomplete(self, part: Part, cell: Cell) -> Fault:
        column = next(c for c in self._kind.of(part.name) if c.property == part.slug[0])
        gaps = {"part": part.titles.get("en", part.name), "header": column.titles["en"]}
        return Objection("missing-value", gaps).at(self._table.of(cell), tidy(cell.text))


def _filled(row: Sequence[Cell], header: Header) -> Filled:
    """The cells of a row that stand under a known header and hold something."""
    return {
        header.columns[cell.column].name: (header.columns[cell.column], cell)
        for cell in row
        if cell.column in header.columns
        if tidy(cell.text) or unreadable(cell)
    }


def _slug(name: str, said: Sequence[Said]) -> str:
    value = next((value for value in said if value.column.property == name), None)
    if value is None:
        return ""
    term = value.term
    return slug(term.value) if isinstance(term, Literal) else slug(last(term.value))


def _following(stated: Sequence[Located]) -> Iterator[Located]:
    """What follows by rule from a row: the plain statements that its nodes stand for."""
    quads = [located[0] for located in stated]
    places: Mapping[object, Located] = {
        quad.object: located
        for quad, located in zip(reversed(quads), reversed(stated), strict=True)
    }
    for quad in with_shortcuts(quads).difference(quads):
        cause = places.get(quad.object, stated[0])
        yield quad, cause[1], cause[1], cause[1]
