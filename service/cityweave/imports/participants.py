"""Those who take part in projects: found in the graph, or made where their type is known."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from cityweave.imports import cells
from cityweave.imports.declaration import ProjectRules
from cityweave.imports.ledger import Ledger
from cityweave.imports.lookup import ORGANISATION, Lookup
from cityweave.imports.record import Record
from cityweave.imports.relations import Relations
from cityweave.spreadsheets.folding import fold, slug
from cityweave.spreadsheets.naming import iri, joined, last
from cityweave.spreadsheets.objection import Objection, write
from cityweave.spreadsheets.things import Local, ambiguous, short
from cityweave.vocabulary import CW


class Participants:
    """States who takes part in a project, and in which role."""

    def __init__(
        self, rules: ProjectRules, lookup: Lookup, ledger: Ledger, relations: Relations
    ) -> None:
        self._rules = rules
        self._lookup = lookup
        self._ledger = ledger
        self._relations = relations

    def take(self, project: NamedNode, record: Record) -> None:
        """State that the organisation of a row takes part in a project, if its role is known."""
        role = self._role(record)
        organisation = self._organisation(record) if role is not None else None
        if role is None or organisation is None:
            return
        at = record.place(*(field for field, _ in self._rules.names))
        slugs = [last(project.value), last(organisation.value)]
        node = NamedNode(iri("project-participation", joined(slugs)))
        self._ledger.make(node, "cw:ProjectParticipation", at)
        self._ledger.say(node, "cw:involvedIn", project, record.place("project", "acronym"))
        self._ledger.say(node, "cw:member", organisation, at)
        there = record.place("role") if record.text("role") else at
        self._ledger.say(node, "cw:role", NamedNode(iri("role", role)), there)

    def _role(self, record: Record) -> str | None:
        """The slug of our code for a role; an unknown or a missing one is objected to."""
        written = record.text("role")
        if not written and self._rules.role is not None:
            return self._rules.role
        role = self._rules.roles.get(fold(written))
        if role is None:
            known = write(" / ".join(self._rules.roles))
            wrong = Objection("not-a-code", {"value": written}, known)
            self._ledger.wrong(wrong, record.place("role"), written)
        return role

    def _organisation(self, record: Record) -> NamedNode | None:
        """The organisation of a row: one of the graph, one of the rows before, or a new one."""
        field, tag = next((field, tag) for field, tag in self._rules.names if record.text(field))
        at = record.place(field)
        name = cells.text(record, field)
        if isinstance(name, Objection):
            self._ledger.wrong(name, at, record.text(field))
            return None
        country = self._lookup.country(record.text("country"))
        found = {
            iri_: label
            for other, _ in self._rules.names
            for iri_, label in self._lookup.organisations(record.text(other), country)
        }
        if len(found) == 1:
            return NamedNode(next(iter(found)))
        if found:
            self._ledger.wrong(ambiguous(name, found.items()), at, name)
            return None
        kind = self._type(record)
        if kind is None:
            self._ledger.count("not-made", at, name)
            return None
        return self._made(record, name, tag, kind, country)

    def _type(self, record: Record) -> str | None:
        """The slug of our code for the type of an organisation."""
        types = (self._rules.types.get(fold(one)) for one in record.text("type").split("|"))
        return next(filter(None, types), None)

    def _made(
        self, record: Record, name: str, tag: str, kind: str, country: str | None
    ) -> NamedNode | None:
        at = record.place(*(field for field, _ in self._rules.names))
        bare = slug(name) or slug(record.text("organisation"))
        fresh = iri("organisation", joined([bare, last(country or "")]))
        taken = self._lookup.things.label(fresh)
        if not bare or taken is not None:
            gaps = {"identifier": short(fresh), "label": taken, "value": name}
            code = "identifier-taken" if bare else "name-without-identifier"
            self._ledger.wrong(Objection(code, gaps), at, name)
            return None
        organisation = NamedNode(fresh)
        keys = {CW + "basedIn": country} if country else {}
        self._lookup.things.add(Local(fresh, ORGANISATION, record.row, {tag: name}, keys))
        self._ledger.make(organisation, "cw:Organisation", at)
        self._ledger.say(organisation, "rdfs:label", Literal(name, language=tag), at)
        there = record.place("type")
        concept = NamedNode(iri("organisation-type", kind))
        self._ledger.say(organisation, "cw:organisationType", concept, there)
        number = record.text("organisation")
        if number:
            there = record.place("organisation")
            self._ledger.say(organisation, "dcterms:identifier", Literal(number), there)
        self._relations.seat(organisation, record)
        return organisation
