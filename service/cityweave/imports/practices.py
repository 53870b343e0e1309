"""Rows about practices of cities: an initiative with its city, themes and page."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from cityweave.imports import cells
from cityweave.imports.declaration import PracticeRules, Source
from cityweave.imports.ledger import Ledger
from cityweave.imports.lookup import INITIATIVE, MUNICIPALITY, PROGRAMME, Lookup
from cityweave.imports.mapper import Mapper
from cityweave.imports.record import Record
from cityweave.imports.selection import Selection
from cityweave.spreadsheets.folding import slug
from cityweave.spreadsheets.naming import iri, joined, last
from cityweave.spreadsheets.objection import Objection
from cityweave.spreadsheets.things import Local, ambiguous, short


class Practices(Mapper[PracticeRules]):
    """Each row is an initiative of a city that the graph has."""

    def __init__(
        self,
        source: Source,
        rules: PracticeRules,
        lookup: Lookup,
        ledger: Ledger,
        selection: Selection,
    ) -> None:
        super().__init__(source, rules, lookup, ledger, selection)
        self._taken = 0

    def take(self, record: Record, layout: str) -> None:
        """State what a row says."""
        del layout
        names = [record.text(field) for field in ("city", "country", "title")]
        if not self._selection.wants(names) or self._taken == self._selection.limit:
            return
        city = self._city(record)
        initiative = self._initiative(record, city) if city is not None else None
        if city is None or initiative is None:
            return
        self._taken += 1
        self._ledger.say(initiative, "cw:activeIn", city, record.place("city"))
        for programme, _ in self._lookup.named(self._rules.programme, PROGRAMME)[:1]:
            at = record.place("title")
            self._ledger.say(initiative, "cw:partOfProgramme", NamedNode(programme), at)
        self._relations.themes(initiative, record)
        self._facts.website(initiative, record)

    def _city(self, record: Record) -> NamedNode | None:
        """The one city of a row."""
        at, name = record.place("city"), record.text("city")
        if not name:
            self._ledger.wrong(Objection("row-without-name"), at, record.text("title"))
            return None
        country = self._lookup.country(record.text("country"))
        if country is None and record.text("country"):
            written = record.text("country")
            wrong = Objection("unknown-label", {"value": written})
            self._ledger.wrong(wrong, record.place("country"), written)
            return None
        found = self._lookup.cities(name, country)
        if len(found) == 1:
            return NamedNode(found[0][0])
        nearest = self._lookup.things.nearest(name, (MUNICIPALITY,)) if not found else None
        unknown = Objection("unknown-label", {"value": name}, nearest)
        self._ledger.wrong(ambiguous(name, found) if found else unknown, at, name)
        return None

    def _initiative(self, record: Record, city: NamedNode) -> NamedNode | None:
        at, title = record.place("title"), cells.text(record, "title")
        if isinstance(title, Objection) or not title:
            wrong = title if isinstance(title, Objection) else Objection("row-without-name")
            self._ledger.wrong(wrong, at, record.text("title"))
            return None
        found = self._lookup.named(title, INITIATIVE)
        fresh = iri("initiative", joined([slug(title), last(city.value)]))
        if len(found) == 1:
            return NamedNode(found[0][0])
        if found:
            self._ledger.wrong(ambiguous(title, found), at, title)
            return None
        taken = self._lookup.things.label(fresh)
        if taken is not None or not slug(title):
            gaps = {"identifier": short(fresh), "label": taken, "value": title}
            code = "identifier-taken" if slug(title) else "name-without-identifier"
            self._ledger.wrong(Objection(code, gaps), at, title)
            return None
        initiative = NamedNode(fresh)
        self._lookup.things.add(Local(fresh, INITIATIVE, record.row, {"en": title}))
        self._ledger.make(initiative, "cw:Initiative", at)
        self._ledger.say(initiative, "rdfs:label", Literal(title, language="en"), at)
        return initiative
