"""Which thing a row is about: one that exists, one of the rows before, or a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cityweave.parsing.fault import Fault
from cityweave.spreadsheets.folding import slug, tidy
from cityweave.spreadsheets.headers import LABEL
from cityweave.spreadsheets.kind import Column, Form, Kind
from cityweave.spreadsheets.naming import SLUG, iri, joined, last, written
from cityweave.spreadsheets.objection import Objection
from cityweave.spreadsheets.table import Cell, Table
from cityweave.spreadsheets.things import Local, Things, ambiguous, short
from cityweave.spreadsheets.values import terms, unreadable
from cityweave.spreadsheets.words import phrase

Filled = Mapping[str, tuple[Column, Cell]]
"""The cells of a row that are not empty, by the name of their column."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about, and the cell that says so. `is_new`: the graph does not have it."""

    iri: str
    cell: Cell
    is_new: bool


class Identities:
    """Finds the things that the rows of a table are about, row by row."""

    def __init__(self, kind: Kind, table: Table, things: Things) -> None:
        self._kind = kind
        self._table = table
        self._things = things

    def of(self, row: Filled, number: int) -> Subject | Fault:
        """The thing of a row, or why there is none."""
        given = next(((c, cell) for c, cell in row.values() if c.form is Form.IDENTIFIER), None)
        if given:
            return self._given(given[0], given[1], row, number)
        named = [(c, cell) for c, cell in row.values() if c.property == LABEL and not c.part]
        if not named:
            cell = next(iter(row.values()))[1]
            wrong = Objection("row-without-name", fix=phrase("fix.add-name"))
            return wrong.at(self._table.of(cell), tidy(cell.text))
        return self._named(named, row, number)

    def _given(self, column: Column, cell: Cell, row: Filled, number: int) -> Subject | Fault:
        """By an identifier; what is known by it has to be of the kind."""
        text, kind = tidy(cell.text), self._kind
        wrong = unreadable(cell)
        if wrong:
            return wrong.at(self._table.of(cell), text)
        if not kind.creates:
            found = self._things.thing(text, column)
            if isinstance(found, NamedNode):
                return Subject(found.value, cell, is_new=False)
            return found.at(self._table.of(cell), text)
        candidates = list(dict.fromkeys(written(text, (kind.id,))))
        known = [name for name in candidates if self._things.label(name) is not None]
        right = [name for name in known if self._things.is_a(name, kind.iri)]
        if right:
            return Subject(right[0], cell, is_new=self._things.local(right[0]) is not None)
        if known:
            gaps = {"value": text, "classes": kind.titles.get("en", kind.name)}
            return Objection("wrong-kind", gaps).at(self._table.of(cell), text)
        ours = iri(kind.id, "")
        fresh = next(
            (c for c in candidates if c.startswith(ours) and SLUG.fullmatch(last(c))), None
        )
        if fresh is None:
            fix = phrase("fix.plain-identifier")
            return Objection("malformed-identifier", {"value": text}, fix).at(
                self._table.of(cell), text
            )
        self._bring(fresh, row, number)
        return Subject(fresh, cell, is_new=True)

    def _named(
        self, named: Sequence[tuple[Column, Cell]], row: Filled, number: int
    ) -> Subject | Fault:
        """By a name; where several things have it, by what tells them from one another."""
        cell = named[0][1]
        names: dict[str, str] = {}
        for column, labelled in named:
            wrong = unreadable(labelled)
            if wrong:
                return wrong.at(self._table.of(labelled), tidy(labelled.text))
            names[column.language or ""] = tidy(labelled.text)
        keys = self._keys(row)
        if isinstance(keys, Fault):
            return keys
        found: dict[str, str] = {}
        for name in names.values():
            found.update(self._things.find(name, (self._kind.iri,)))
        fitting = {iri: label for iri, label in found.items() if self._fits(iri, keys)}
        if len(fitting) == 1:
            chosen = next(iter(fitting))
            return Subject(chosen, cell, is_new=self._things.local(chosen) is not None)
        if fitting:
            wrong = ambiguous(next(iter(names.values())), fitting.items())
            return wrong.at(self._table.of(cell), tidy(cell.text))
        return self._new(cell, names, keys, row, number)

    def _new(
        self,
        cell: Cell,
        names: Mapping[str, str],
        keys: Mapping[str, str],
        row: Filled,
        number: int,
    ) -> Subject | Fault:
        """A new thing, unless its IRI is that of something else."""
        text = names.get("en", next(iter(names.values())))
        place = self._table.of(cell)
        slugs = [
            slug(text) if name == LABEL else last(keys.get(name, "")) for name in self._kind.slug
        ]
        if not slug(text):
            wrong = Objection(
                "name-without-identifier", {"value": text}, phrase("fix.plain-identifier")
            )
            return wrong.at(place, text)
        fresh = iri(self._kind.id, joined(slugs))
        local = self._things.local(fresh)
        if local is not None:
            gaps = {"other": local.row, "identifier": short(fresh)}
            return Objection("same-identifier", gaps, self._own(fresh)).at(place, text)
        taken = self._things.label(fresh)
        if taken is not None:
            gaps = {"identifier": short(fresh), "label": taken}
            return Objection("identifier-taken", gaps, self._own(fresh)).at(place, text)
        self._bring(fresh, row, number)
        return Subject(fresh, cell, is_new=True)

    def _own(self, taken: str) -> Mapping[str, str]:
        free = next(
            name
            for number in range(2, 10_000)
            if self._things.label(name := f"{taken}-{number}") is None
        )
        return phrase("fix.give-identifier", fix=last(free), same=last(taken))

    def _bring(self, fresh: str, row: Filled, number: int) -> None:
        names = {
            c.language or "": tidy(cell.text)
            for c, cell in row.values()
            if c.property == LABEL and not c.part and not unreadable(cell)
        }
        keys = self._keys(row)
        known = {} if isinstance(keys, Fault) else keys
        self._things.add(Local(fresh, self._kind.iri, number, names, known))

    def _keys(self, row: Filled) -> Mapping[str, str] | Fault:
        """The things that tell those of a name apart, such as the country of a city.

        Where one cannot be read, nobody can tell which thing is meant.
        """
        keys: dict[str, str] = {}
        for column, cell in row.values():
            if column.property in self._kind.slug and column.form is Form.THING and not column.part:
                for term in terms(column, cell, self._things):
                    if isinstance(term, Objection):
                        return term.at(self._table.of(cell), tidy(cell.text))
                    keys.setdefault(column.property, term.value)
        return keys

    def _fits(self, iri: str, keys: Mapping[str, str]) -> bool:
        """Whether nothing that the row says of these keys speaks against a thing."""
        local = self._things.local(iri)
        for name, value in keys.items():
            known = self._things.resolver.values(iri, name)
            if local and name in local.keys:
                known = (*known, local.keys[name])
            if known and value not in known:
                return False
        return True
