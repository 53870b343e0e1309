"""What the words of an export mean in the graph: found by links and names, never guessed."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from cityweave.spreadsheets.declarations import expand
from cityweave.spreadsheets.kind import Column, Form
from cityweave.spreadsheets.naming import is_address
from cityweave.spreadsheets.resolving import Named
from cityweave.spreadsheets.things import Things

COUNTRY, MUNICIPALITY, ORGANISATION, PROJECT, INITIATIVE, PROGRAMME, FUND, THEME = (
    expand("cw:" + name)
    for name in ("Country", "Municipality", "Organisation", "Project", "Initiative", "Programme",
                 "Fund", "Theme")
)  # fmt: skip
_COUNTRY = expand("cw:country")
_SEATS = (expand("cw:basedIn"), expand("cw:administers"))
_COUNTRIES = Column("country", {}, {}, "", Form.THING, classes=(COUNTRY,))


class Lookup:
    """Finds countries, cities, organisations and other things of the graph, and of the file."""

    def __init__(self, things: Things) -> None:
        self.things = things
        self._countries: dict[str, frozenset[str]] = {}

    def country(self, text: str) -> str | None:
        """The country of a name, a code or an address elsewhere; None where none is known."""
        if not text:
            return None
        if is_address(text):
            return next(iter(self.linked(text, COUNTRY)), None)
        found = self.things.thing(text, _COUNTRIES)
        return found.value if isinstance(found, NamedNode) else None

    def linked(self, address: str, class_iri: str) -> list[str]:
        """What is of a class and linked to an address elsewhere."""
        found = self.things.resolver.linked(address)
        return [one for one in found if self.things.is_a(one, class_iri)]

    def named(self, name: str, class_iri: str) -> tuple[Named, ...]:
        """Everything of a class that has a name."""
        return self.things.find(name, (class_iri,)) if name else ()

    def cities(self, name: str, country: str | None) -> tuple[Named, ...]:
        """The municipalities of that name, in a country if one is given."""
        found = self.things.resolver.find(name, MUNICIPALITY) if name else ()
        return self._within(found, country) if found else ()

    def organisations(self, name: str, country: str | None) -> tuple[Named, ...]:
        """The organisations of that name which nothing says to be in another country."""
        return self._within(self.named(name, ORGANISATION), country)

    def countries(self, iri: str) -> frozenset[str]:
        """The countries in which a place or the seat of an organisation lies."""
        if iri not in self._countries:
            values = self.things.resolver.values
            seats = [seat for name in _SEATS for seat in values(iri, name)]
            found = {country for one in (iri, *seats) for country in values(one, _COUNTRY)}
            found |= {seat for seat in seats if self.things.is_a(seat, COUNTRY)}
            self._countries[iri] = frozenset(found)
        return self._countries[iri]

    def _within(self, found: Iterable[Named], country: str | None) -> tuple[Named, ...]:
        if country is None:
            return tuple(found)
        return tuple(
            (iri, label)
            for iri, label in found
            if not self.countries(iri) or country in self.countries(iri)
        )
