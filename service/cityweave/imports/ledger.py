"""What an import says, and what it objects to, while a file is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.imports.words import phrase
from cityweave.parsing import Place
from cityweave.parsing.fault import Fault, Severity, Words
from cityweave.parsing.locating.places import Located
from cityweave.spreadsheets.declarations import expand
from cityweave.spreadsheets.objection import Objection, shortened
from cityweave.vocabulary import PREFIXES

TYPE = NamedNode(PREFIXES["rdf"] + "type")


@cache
def term(name: str) -> NamedNode:
    """The term of a prefixed name, such as `cw:country`."""
    return NamedNode(expand(name))


@dataclass(slots=True)
class _Tally:
    place: Place
    value: str
    severity: Severity
    number: int = 0


class Ledger:
    """Statements and faults, each with its cell. `source` is the dataset that they come from."""

    def __init__(self, source: NamedNode, date: str | None = None) -> None:
        """Take the dataset that all comes from, and its day where that is known."""
        self.source = source
        self.date = date
        self.newest: str | None = None
        self._located: dict[Quad, Located] = {}
        self._faults: dict[tuple[object, ...], Fault] = {}
        self._tallies: dict[str, _Tally] = {}

    @property
    def located(self) -> list[Located]:
        """The statements in the order in which they were made, each once."""
        return list(self._located.values())

    def say(
        self,
        subject: NamedNode,
        predicate: str,
        value: NamedNode | Literal,
        at: Place,
        subject_at: Place | None = None,
    ) -> None:
        """State something; `predicate` is a prefixed name."""
        quad = Quad(subject, term(predicate), value)
        self._located.setdefault(quad, (quad, at, at, subject_at or at))

    def make(self, thing: NamedNode, of: str, at: Place) -> None:
        """State the class of something new, and where it comes from."""
        self.say(thing, "rdf:type", term(of), at)
        self.say(thing, "dcterms:source", self.source, at)

    def dated(self, day: str) -> None:
        """Note on which day the source changed a row: the newest is the day of the dataset."""
        self.newest = max(self.newest or day, day)

    def wrong(
        self, objection: Objection, at: Place, value: str, severity: Severity | None = None
    ) -> None:
        """Object to a cell, as spreadsheets do."""
        fault = objection.at(at, value)
        self._keep(replace(fault, severity=severity or fault.severity))

    def take(self, fault: Fault) -> None:
        """Note what is wrong with a cell whatever it means."""
        self._faults.setdefault((fault.code, fault.place), fault)

    def fault(
        self,
        code: str,
        at: Place,
        value: str | None = None,
        fix: Words | None = None,
        severity: Severity = "violation",
        **gaps: object,
    ) -> None:
        """Object to a cell with a phrase of imports."""
        shown = {name: shortened(str(gap), 300) for name, gap in gaps.items()}
        words = phrase("fault." + code, **({"value": value} | shown))
        self._keep(Fault(code, at, words, value, fix, severity))

    def count(self, code: str, at: Place, value: str, severity: Severity = "info") -> None:
        """Count what is passed over or doubted; it is told once, with the first."""
        self._tallies.setdefault(code, _Tally(at, value, severity)).number += 1

    def faults(self) -> list[Fault]:
        """All that is wrong, and what was passed over; in the order of the file."""
        for code, tally in self._tallies.items():
            self.fault(code, tally.place, tally.value, severity=tally.severity, count=tally.number)
        self._tallies.clear()
        return sorted(self._faults.values(), key=_order)

    def _keep(self, fault: Fault) -> None:
        """Each value is objected to once: an export names the same city in a thousand rows."""
        what = fault.value if fault.value is not None else fault.place
        self._faults.setdefault((fault.code, what), fault)


def _order(fault: Fault) -> tuple[str, str, int, int, str]:
    place = fault.place
    if place is None:
        return ("", "", 0, 0, fault.code)
    return (place.source or "", place.sheet or "", place.line, place.column, fault.code)
