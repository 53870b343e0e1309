"""Rows about municipalities: a link, a point, a figure and further names of one that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from cityweave.imports.declaration import PlaceRules, Source
from cityweave.imports.ledger import Ledger
from cityweave.imports.lookup import MUNICIPALITY, Lookup
from cityweave.imports.mapper import Mapper
from cityweave.imports.record import Record
from cityweave.imports.selection import Selection
from cityweave.imports.words import phrase
from cityweave.spreadsheets.declarations import expand
from cityweave.spreadsheets.folding import fold
from cityweave.spreadsheets.objection import Objection
from cityweave.spreadsheets.resolving import Named
from cityweave.spreadsheets.things import ambiguous, short

_SAME_AS = expand("schema:sameAs")
_BY_LINK, _BY_NAME, _BY_OTHER_NAME = range(3)
_CONFIDENCE = {
    _BY_LINK: ("certain", "Its number is that of a link which the graph has."),
    _BY_NAME: ("probable", "The only row of the file with its name in its country."),
    _BY_OTHER_NAME: (
        "possible",
        "The only row of the file with its name, as another one, in its country.",
    ),
}
_NAMES = re.compile(r"\s*,\s*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that can be a city: its address there, and how it was found (the less the surer)."""

    tier: int
    address: str
    record: Record


class Places(Mapper[PlaceRules]):
    """Gathers the rows that can be each city, and takes them where only one can."""

    def __init__(
        self,
        source: Source,
        rules: PlaceRules,
        lookup: Lookup,
        ledger: Ledger,
        selection: Selection,
    ) -> None:
        super().__init__(source, rules, lookup, ledger, selection)
        self._key = re.compile(rules.key)
        self._candidates: dict[str, list[Candidate]] = {}

    def take(self, record: Record, layout: str) -> None:
        """Look at a row: which city it can be."""
        del layout
        key = self._key.fullmatch(record.text("id"))
        address = self._rules.link.format(key[1]) if key else ""
        tier, found = self._meant(record, address)
        if not found and self._rules.is_gazetteer:
            return
        if not self._selection.wants(self._called(record, key[1] if key else "", found)):
            return
        if not found:
            self._unknown(record)
        elif len(found) > 1:
            name = record.text("name")
            self._ledger.wrong(ambiguous(name, found), record.place("name"), name)
        elif not key:
            value, title = record.text("id"), self._source.dataset.title
            self._ledger.fault("malformed-number", record.place("id"), value, source=title)
        elif other := self._other_link(found[0][0], address, tier):
            self._elsewhere(record, found[0], other)
        else:
            candidate = Candidate(tier, address, record)
            self._candidates.setdefault(found[0][0], []).append(candidate)

    def finish(self) -> None:
        """Take the row of each city that only one row can be."""
        taken = 0
        for city, candidates in self._candidates.items():
            if taken == self._selection.limit:
                break
            best = min(one.tier for one in candidates)
            likely = [one for one in candidates if one.tier == best]
            if len({one.address for one in likely}) > 1:
                self._ambiguous(city, likely)
                continue
            self._city(NamedNode(city), likely)
            taken += 1

    def _meant(self, record: Record, address: str) -> tuple[int, Sequence[Named]]:
        """The cities that a row can be, and how they were found."""
        linked = self._lookup.linked(address, MUNICIPALITY) if address else []
        if linked:
            return _BY_LINK, [(one, self._lookup.things.label(one) or "") for one in linked]
        country = self._country(record)
        if country is None and self._rules.is_gazetteer:
            return _BY_NAME, ()
        for tier, names in (
            (_BY_NAME, (record.text("name"), record.text("ascii"))),
            (_BY_OTHER_NAME, _several(record.text("others"))),
        ):
            found = {
                iri: label for name in names for iri, label in self._lookup.cities(name, country)
            }
            if found:
                return tier, tuple(found.items())
        return _BY_NAME, ()

    def _country(self, record: Record) -> str | None:
        written = (record.text(field) for field in ("countryName", "country"))
        return next(filter(None, map(self._lookup.country, written)), None)

    def _called(self, record: Record, number: str, found: Sequence[Named]) -> Iterator[str]:
        yield from (record.text(field) for field in ("name", "ascii", "country", "countryName"))
        yield number
        for iri, label in found:
            yield label
            yield short(iri)

    def _other_link(self, city: str, address: str, tier: int) -> str | None:
        """Another address of the same source that the graph links the city to."""
        before = self._rules.link.partition("{}")[0]
        links = self._lookup.things.resolver.values(city, _SAME_AS)
        if tier == _BY_LINK or address in links:
            return None
        return next((one for one in links if one.startswith(before)), None)

    def _elsewhere(self, record: Record, city: Named, other: str) -> None:
        """A namesake, since the graph knows which one the city is; a gazetteer has many."""
        if self._rules.is_gazetteer:
            return
        at, label = record.place("id"), f"{city[1]} ({short(city[0])})"
        self._ledger.fault(
            "linked-elsewhere", at, record.text("id"), severity="warning", label=label, other=other
        )

    def _unknown(self, record: Record) -> None:
        field = record.first("name", "id") or "name"
        name = record.text(field)
        nearest = self._lookup.things.nearest(name, (MUNICIPALITY,))
        wrong = Objection("unknown-label", {"value": name}, nearest)
        self._ledger.wrong(wrong, record.place(field), name, "warning")

    def _ambiguous(self, city: str, likely: Sequence[Candidate]) -> None:
        rows: dict[str, Record] = {}
        for one in likely:
            rows.setdefault(one.record.text("id"), one.record)
        shown = ", ".join(f"{number} ({row.place('id').cell})" for number, row in rows.items())
        label = self._lookup.things.label(city) or short(city)
        first = likely[0].record
        self._ledger.fault(
            "ambiguous-rows",
            first.place("id"),
            first.text("id"),
            phrase("fix.choose-by-number", value=first.text("id")),
            label=f"{label} ({short(city)})",
            candidates=shown,
        )

    def _city(self, city: NamedNode, likely: Sequence[Candidate]) -> None:
        records = [one.record for one in likely]
        confidence, basis = _CONFIDENCE[likely[0].tier]
        self._links.link(city, likely[0].address, records[0].place("id"), confidence, basis)
        self._facts.point(city, records)
        self._facts.inhabitants(city, records)
        known = {fold(self._lookup.things.label(city.value) or "")}
        for record in records:
            for name in _several(record.text("others")):
                if fold(name) not in known and _is_name(name):
                    known.add(fold(name))
                    there = record.place("others")
                    self._ledger.say(city, "schema:alternateName", Literal(name), there)


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, _NAMES.split(text)))


def _is_name(text: str) -> bool:
    """Whether a text is a name, and not a code of an airport or the address of a page."""
    return len(text) > 2 and not text.isupper() and "://" not in text
