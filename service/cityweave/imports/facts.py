"""Facts about a thing that stand on a node of their own: a point, a figure, the times."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from cityweave.imports import cells
from cityweave.imports.declaration import Source
from cityweave.imports.ledger import Ledger
from cityweave.imports.lookup import Lookup
from cityweave.imports.record import Record
from cityweave.imports.words import phrase
from cityweave.parsing import Place, wkt
from cityweave.spreadsheets import calendar
from cityweave.spreadsheets.declarations import expand
from cityweave.spreadsheets.folding import slug
from cityweave.spreadsheets.naming import iri, joined, last
from cityweave.spreadsheets.objection import Objection

_GEOMETRY = expand("geo:hasGeometry")
_WKT = NamedNode(expand("geo:wktLiteral"))
_FIRST_DAY = "-01-01"


class Facts:
    """States what cells say of a thing, each fact with the dataset that it comes from."""

    def __init__(self, source: Source, ledger: Ledger, lookup: Lookup) -> None:
        self._source = source
        self._ledger = ledger
        self._lookup = lookup

    def point(self, place: NamedNode, records: Sequence[Record]) -> None:
        """Where a place lies (OGC GeoSPARQL 1.1, 8.5), if the graph does not know it yet."""
        if self._lookup.things.resolver.values(place.value, _GEOMETRY):
            return
        found: dict[tuple[Decimal, Decimal], Record] = {}
        for record in records:
            point = self._read_point(record)
            if point is not None:
                found.setdefault(point, record)
        if self._disagree([f"{lon} {lat}" for lon, lat in found], list(found.values()), "point"):
            return
        for (longitude, latitude), record in found.items():
            at = record.place("point", "latitude")
            node = NamedNode(iri("geometry", last(place.value)))
            text = f"POINT({longitude:f} {latitude:f})"
            self._ledger.make(node, "geo:Geometry", at)
            self._ledger.say(node, "geo:asWKT", Literal(text, datatype=_WKT), at)
            self._ledger.say(place, "geo:hasGeometry", node, at)

    def _read_point(self, record: Record) -> tuple[Decimal, Decimal] | None:
        field = record.first("point", "latitude", "longitude")
        if field is None:
            return None
        if field == "point":
            written = record.text("point")
            read = wkt.point(written)
        else:
            written = f"{record.text('latitude')} {record.text('longitude')}"
            latitude, longitude = (
                cells.degrees(record.text(name)) for name in ("latitude", "longitude")
            )
            read = None if longitude is None or latitude is None else (longitude, latitude)
        if read is None:
            self._ledger.fault("not-a-point", record.place(field), written)
            return None
        if abs(read[0]) > 180 or abs(read[1]) > 90:
            self._ledger.fault("coordinates-outside", record.place(field), written)
            return None
        return read

    def inhabitants(self, place: NamedNode, records: Sequence[Record]) -> None:
        """How many live in a place, for each time that is given; zero means unknown."""
        found: dict[str, dict[Literal, Record]] = {}
        for record in records:
            if not record.text("population"):
                continue
            number = cells.whole(record, "population")
            if isinstance(number, Objection):
                self._ledger.wrong(number, record.place("population"), record.text("population"))
            elif int(number.value) > 0:
                found.setdefault(self._when(record), {}).setdefault(number, record)
        for when, numbers in found.items():
            if not when:
                first = next(iter(numbers.values()))
                fix = phrase("fix.give-date")
                at, value = first.place("population"), first.text("population")
                self._ledger.fault("figure-without-time", at, value, fix, "warning")
                continue
            shown = [number.value for number in numbers]
            if self._disagree(shown, list(numbers.values()), "population"):
                continue
            for number, record in numbers.items():
                at = record.place("population")
                node = self._figure(place, "population", "persons", number, at, record, when)
                people = Literal("inhabitants", language="en")
                self._ledger.say(node, "cw:population", people, at)

    def _figure(
        self,
        thing: NamedNode,
        measure: str,
        unit: str,
        number: Literal,
        at: Place,
        record: Record,
        when: str = "",
    ) -> NamedNode:
        """A number of something, and the node that says it: another one for another time."""
        changed = self._changed(record)
        stamp = when or self._ledger.date or (changed.value if changed else "")
        slugs = [last(thing.value), slug(measure), stamp, self._source.name]
        node = NamedNode(iri("quantity", joined(slugs)))
        self._ledger.make(node, "cw:Quantity", at)
        self._ledger.say(node, "cw:aboutSubject", thing, at)
        self._ledger.say(node, "cw:measure", Literal(measure, language="en"), at)
        self._ledger.say(node, "cw:value", number, at)
        self._ledger.say(node, "cw:unit", NamedNode(iri("unit", unit)), at)
        self._ledger.say(thing, "cw:hasQuantity", node, at)
        if when:
            self._ledger.say(node, "cw:referenceTime", NamedNode(iri("timespan", when)), at)
        if changed:
            self._ledger.say(node, "dcterms:modified", changed, record.place("modified"))
        return node

    def amounts(self, thing: NamedNode, record: Record, field: str, measure: str) -> None:
        """An amount of euro."""
        number = cells.amount(record, field)
        if isinstance(number, Objection):
            self._ledger.wrong(number, record.place(field), record.text(field))
        elif number.value not in ("0", ""):
            self._figure(thing, measure, "euro", number, record.place(field), record)

    def website(self, thing: NamedNode, record: Record) -> None:
        """The address of its page."""
        if not record.text("website"):
            return
        address, at = cells.address(record, "website"), record.place("website")
        if isinstance(address, Objection):
            self._ledger.wrong(address, at, record.text("website"))
        else:
            self._ledger.say(thing, "cw:website", address, at)

    def duration(self, thing: NamedNode, record: Record) -> None:
        """When something begins, and from when to when it lasts."""
        days: dict[str, str] = {}
        for field in ("start", "end"):
            if record.text(field):
                day = cells.day(record, field)
                if isinstance(day, Objection):
                    self._ledger.wrong(day, record.place(field), record.text(field))
                    return
                days[field] = day.value
                if field == "start":
                    self._ledger.say(thing, "cw:launchDate", day, record.place(field))
        if days:
            written = f"{days.get('start', '..')}/{days.get('end', '..')}"
            span = calendar.span(written, written)
            if isinstance(span, NamedNode):
                self._ledger.say(thing, "cw:when", span, record.place("end", "start"))

    def _when(self, record: Record) -> str:
        """The time of a figure: its own, or the day of the dataset, or that of the row.

        The first of January is how queries give a mere year.
        """
        if not record.text("when"):
            changed = self._changed(record)
            return self._ledger.date or (changed.value if changed else "")
        day = cells.day(record, "when")
        if isinstance(day, Objection):
            self._ledger.wrong(day, record.place("when"), record.text("when"))
            return ""
        return day.value.removesuffix(_FIRST_DAY)

    def _changed(self, record: Record) -> Literal | None:
        """The day on which the source changed a row, which is noted; what is none is told."""
        if not record.text("modified"):
            return None
        day = cells.day(record, "modified")
        if isinstance(day, Objection):
            written = record.text("modified")
            self._ledger.wrong(day, record.place("modified"), written, "warning")
            return None
        self._ledger.dated(day.value)
        return day

    def _disagree(self, values: Sequence[str], records: Sequence[Record], field: str) -> bool:
        """Whether rows about one thing give several values: then it is told."""
        if len(values) < 2:
            return False
        at = records[1].place(field, "latitude")
        self._ledger.fault("contradiction", at, values[1], severity="warning", other=values[0])
        return True
