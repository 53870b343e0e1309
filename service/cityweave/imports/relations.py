"""What something has to do with things of the graph: places, programmes, funds, themes.

What the graph does not have is counted and told once: nothing is made for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import NamedNode

from cityweave.imports.ledger import Ledger
from cityweave.imports.lookup import FUND, PROGRAMME, THEME, Lookup
from cityweave.imports.record import Record
from cityweave.parsing import Place
from cityweave.spreadsheets.naming import iri, joined, last
from cityweave.spreadsheets.resolving import Named
from cityweave.spreadsheets.things import ambiguous

SEVERAL = re.compile(r"\s*[;|]\s*")


class Relations:
    """States relations to what names mean; of a name that several things have, that it does."""

    def __init__(self, ledger: Ledger, lookup: Lookup) -> None:
        self._ledger = ledger
        self._lookup = lookup

    def one(self, name: str, found: Sequence[Named], at: Place) -> NamedNode | None:
        """The one thing that has a name; None where there is none, or there are several."""
        if len(found) == 1:
            return NamedNode(found[0][0])
        if found:
            self._ledger.wrong(ambiguous(name, found), at, name)
        else:
            self._ledger.count("not-found", at, name)
        return None

    def programme(self, project: NamedNode, record: Record) -> None:
        """The programme that something runs in."""
        name = record.text("programme")
        if name:
            at = record.place("programme")
            found = self.one(name, self._lookup.named(name, PROGRAMME), at)
            if found is not None:
                self._ledger.say(project, "cw:partOfProgramme", found, at)

    def fund(self, project: NamedNode, record: Record) -> None:
        """The fund that pays for something, by a node of its own."""
        name = record.text("fund")
        if not name:
            return
        at = record.place("fund")
        fund = self.one(name, self._lookup.named(name, FUND), at)
        if fund is not None:
            node = NamedNode(iri("funding", joined([last(project.value), last(fund.value)])))
            self._ledger.make(node, "cw:Funding", at)
            self._ledger.say(node, "cw:funds", project, at)
            self._ledger.say(node, "cw:fromFund", fund, at)

    def places(self, project: NamedNode, record: Record) -> None:
        """Municipalities, or else the country, in which something is done."""
        country = self._country(record)
        cities = [
            city
            for name in filter(None, SEVERAL.split(record.text("place")))
            if (city := self.one(name, self._lookup.cities(name, country), record.place("place")))
        ]
        for city in cities:
            self._ledger.say(project, "cw:activeIn", city, record.place("place"))
        if country is not None and not cities:
            at = record.place("country")
            self._ledger.say(project, "cw:activeIn", NamedNode(country), at)

    def seat(self, organisation: NamedNode, record: Record) -> None:
        """The municipality, or else the country, in which an organisation has its seat."""
        country, name = self._country(record), record.text("city")
        if name and (country is not None or not record.text("country")):
            at = record.place("city")
            city = self.one(name, self._lookup.cities(name, country), at)
            if city is not None:
                self._ledger.say(organisation, "cw:basedIn", city, at)
                return
        if country is not None:
            self._ledger.say(
                organisation, "cw:basedIn", NamedNode(country), record.place("country")
            )

    def themes(self, thing: NamedNode, record: Record) -> None:
        """The themes of something that are ours, too."""
        at = record.place("theme")
        for name in filter(None, SEVERAL.split(record.text("theme"))):
            theme = self.one(name, self._lookup.named(name, THEME), at)
            if theme is not None:
                self._ledger.say(thing, "cw:theme", theme, at)

    def _country(self, record: Record) -> str | None:
        name = record.text("country")
        country = self._lookup.country(name)
        if name and country is None:
            self._ledger.count("not-found", record.place("country"), name)
        return country
