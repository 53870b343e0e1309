"""Rows about projects and those who take part: each with its links, figures, times and roles."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from cityweave.imports import cells
from cityweave.imports.declaration import ProjectRules, Source
from cityweave.imports.ledger import Ledger
from cityweave.imports.lookup import PROJECT, Lookup
from cityweave.imports.mapper import Mapper
from cityweave.imports.participants import Participants
from cityweave.imports.record import Record
from cityweave.imports.selection import Selection
from cityweave.imports.words import phrase
from cityweave.spreadsheets.folding import slug
from cityweave.spreadsheets.naming import iri, joined
from cityweave.spreadsheets.objection import Objection
from cityweave.spreadsheets.things import Local, ambiguous, short

_PROJECTS = "projects"
_BASIS = "The number that its source gives it in its own row."


class Projects(Mapper[ProjectRules]):
    """Projects first, then who takes part in them."""

    looks_ahead = True

    def __init__(
        self,
        source: Source,
        rules: ProjectRules,
        lookup: Lookup,
        ledger: Ledger,
        selection: Selection,
    ) -> None:
        super().__init__(source, rules, lookup, ledger, selection)
        self._participants = Participants(rules, lookup, ledger, self._relations)
        self._key = re.compile(rules.key)
        self._wanted: set[str] = set()
        self._known: dict[str, NamedNode | None] = {}

    def look(self, record: Record) -> None:
        """Note the project of a row whose city, country or name is wanted."""
        fields = ("city", "place", "country", "name", "project", "acronym", "title")
        names = [record.text(field) for field in fields]
        names += [part.strip() for part in re.split(r"[;|,]", record.text("place"))]
        if self._selection.wants(names):
            self._wanted.add(self._key_of(record))

    def take(self, record: Record, layout: str) -> None:
        """State what a row says."""
        key = self._key_of(record)
        if not self._selection.is_everything and key not in self._wanted:
            return
        if layout == _PROJECTS:
            if key not in self._known:
                if len(self._known) == self._selection.limit:
                    return
                self._known[key] = self._project(record, key)
            project = self._known[key]
        else:
            project = self._of(record, key)
        if project is not None and record.first("name", "name2"):
            self._participants.take(project, record)

    def _key_of(self, record: Record) -> str:
        """What tells a project from the others of its source."""
        return joined(
            (self._number(record) or record.text(name)) if name == "project" else record.text(name)
            for name in self._rules.slug
        )

    def _number(self, record: Record) -> str:
        found = self._key.fullmatch(record.text("project"))
        return found[1] if found else ""

    def _of(self, record: Record, key: str) -> NamedNode | None:
        """The project that a row of an organisation names."""
        if key in self._known:
            return self._known[key]
        linked = self._linked(self._number(record))
        if len(linked) == 1:
            return NamedNode(linked[0])
        if self._selection.limit is None or len(self._known) < self._selection.limit:
            field = record.first("project", "acronym") or "project"
            fix = phrase("fix.import-together")
            value = record.text(field)
            self._ledger.fault("unknown-project", record.place(field), value, fix)
        return None

    def _linked(self, number: str) -> list[str]:
        addresses = [link.format(number) for link in self._rules.links] if number else []
        return [one for address in addresses for one in self._lookup.linked(address, PROJECT)]

    def _project(self, record: Record, key: str) -> NamedNode | None:
        """A project, with all that its row says of it."""
        number = self._number(record)
        if self._rules.links and not number:
            value, whose = record.text("project"), self._source.dataset.title
            self._ledger.fault("malformed-number", record.place("project"), value, source=whose)
            return None
        titled = next(
            ((field, tag) for field, tag in self._rules.titles if record.text(field)), None
        )
        if titled is None:
            missing = Objection("row-without-name", fix=None)
            self._ledger.wrong(missing, record.place(self._rules.titles[0][0]), key)
            return None
        title = cells.text(record, titled[0])
        if isinstance(title, Objection):
            self._ledger.wrong(title, record.place(titled[0]), record.text(titled[0]))
            return None
        project = self._identified(record, titled, title, number)
        if project is not None:
            self._describe(project, record, number)
        return project

    def _identified(
        self, record: Record, titled: tuple[str, str], title: str, number: str
    ) -> NamedNode | None:
        """The project of the graph that a row is about, or a new one."""
        at = record.place(titled[0])
        linked = self._linked(number)
        found = [(one, "") for one in linked] or self._lookup.named(title, PROJECT)
        if len(found) == 1:
            return NamedNode(found[0][0])
        if found:
            self._ledger.wrong(ambiguous(title, found), at, title)
            return None
        slugs = [slug(record.text(name)) for name in self._rules.slug if name != "project"]
        slugs.append(slug(number))
        lead = [self._rules.prefix] if self._rules.links else []
        fresh = iri("project", joined([*lead, *slugs]))
        taken = self._lookup.things.label(fresh)
        if taken is not None:
            gaps = {"identifier": short(fresh), "label": taken}
            self._ledger.wrong(Objection("identifier-taken", gaps), at, title)
            return None
        project = NamedNode(fresh)
        acronym = record.text("acronym")
        for iri_, label in self._lookup.named(acronym, PROJECT):
            address = self._rules.links[0].format(number) if self._rules.links else title
            fix = phrase("fix.link-first", identifier=short(iri_), value=address)
            self._ledger.fault(
                "like-named",
                record.place("acronym"),
                acronym,
                fix,
                "warning",
                label=label,
                identifier=short(iri_),
            )
        self._lookup.things.add(Local(fresh, PROJECT, record.row, {titled[1]: title}))
        self._ledger.make(project, "cw:Project", at)
        self._ledger.say(project, "rdfs:label", Literal(title, language=titled[1]), at)
        if acronym and acronym != title:
            there = record.place("acronym")
            self._ledger.say(project, "skos:altLabel", Literal(acronym, language="und"), there)
        return project

    def _describe(self, project: NamedNode, record: Record, number: str) -> None:
        at = record.place("project")
        for link in self._rules.links:
            self._links.link(project, link.format(number), at, "certain", _BASIS)
        if number and not self._rules.links:
            self._ledger.say(project, "dcterms:identifier", Literal(number), at)
        self._facts.duration(project, record)
        euros = record.text("currency").upper() in ("", "EUR", "EURO", "€")
        for field, measure in self._rules.figures.items():
            if record.text(field) and (euros or field != "total"):
                self._facts.amounts(project, record, field, measure)
        self._facts.website(project, record)
        self._relations.programme(project, record)
        self._relations.fund(project, record)
        self._relations.places(project, record)
