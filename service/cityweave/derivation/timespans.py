"""Time spans: from the slug of an IRI to its EDTF form and to bounds that compare.

A time span is a value: its IRI ends in its EDTF form (Extended Date/Time Format,
ISO 8601-2:2019, https://www.loc.gov/standards/datetime/), written so that it can
stand in an IRI: `_` for the slash of an interval, `_or_` between alternatives,
`-approx` for `~`, and times of day without the colon. Precision is kept as it is;
`cw:earliest` and `cw:latest` are bounds for comparison and claim nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import SyntaxErrorInData
from cityweave.vocabulary import BASE, CW, PREFIXES

PREFIX = BASE + "id/timespan/"
GRAPH = NamedNode(BASE + "graph/timespans")
_XSD = PREFIXES["xsd"]
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_OPEN = ".."
_SLUG = re.compile(r"[0-9T.:_a-z-]+")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):?(\d\d)")
_SHAPES = (
    (re.compile(r"-?\d{4}"), "gYear"),
    (re.compile(r"\d{4}-(0\d|1[0-2])"), "gYearMonth"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "date"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d"), "dateTime"),
)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A span of time as precise as its source.

    `edtf` is its EDTF form; `start` and `end` are EDTF dates (empty when open);
    `earliest` and `latest` are the calendar days that bound it, None when open.
    """

    edtf: str
    start: str
    end: str
    earliest: date | None
    latest: date | None

    @classmethod
    def from_slug(cls, slug: str) -> TimeSpan:
        """Read the slug of a time span's IRI.

        Raises `SyntaxErrorInData` when it is not in a form of EDTF.
        """
        if "_or_" in slug:
            parts = [_date(part) for part in slug.split("_or_")]
            bounds = [_bounds(part, slug) for part in parts]
            return cls(
                f"[{','.join(parts)}]",
                "",
                "",
                min(low for low, _ in bounds),
                max(high for _, high in bounds),
            )
        start, _, end = slug.partition("_")
        first, last = _date(start), _date(end) if end else _date(start)
        earliest = None if first == _OPEN else _bounds(first, slug)[0]
        latest = None if last == _OPEN else _bounds(last, slug)[1]
        edtf = f"{first}/{last}" if end else first
        return cls(edtf, _closed(first), _closed(last), earliest, latest)


def describe_timespans(quads: Iterable[Quad]) -> set[Quad]:
    """A description, in a graph of their own, of every time span that the quads name.

    Raises `SyntaxErrorInData` for an IRI that is not in a form of EDTF.
    """
    named = {
        quad.object.value
        for quad in quads
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(PREFIX)
    }
    return {quad for iri in named for quad in _describe(iri)}


def _describe(iri: str) -> Iterable[Quad]:
    span, subject = TimeSpan.from_slug(iri.removeprefix(PREFIX)), NamedNode(iri)

    def say(name: str, value: Literal) -> Quad:
        return Quad(subject, NamedNode(CW + name), value, GRAPH)

    yield Quad(subject, _TYPE, NamedNode(CW + "TimeSpan"), GRAPH)
    yield say("edtf", Literal(span.edtf))
    for name, text in (("startDate", span.start), ("endDate", span.end)):
        literal = _literal(text)
        if literal is not None:
            yield say(name, literal)
    for name, day in (("earliest", span.earliest), ("latest", span.latest)):
        if day is not None:
            yield say(name, Literal(day.isoformat(), datatype=NamedNode(_XSD + "date")))


def _literal(text: str) -> Literal | None:
    """An EDTF date as the XSD literal of its precision; None for seasons and open ends."""
    plain = text.rstrip("~?%")
    for shape, datatype in _SHAPES:
        if shape.fullmatch(plain):
            value = plain + ":00" if datatype == "dateTime" else plain
            return Literal(value, datatype=NamedNode(_XSD + datatype))
    return None


def _date(part: str) -> str:
    if moment := _MOMENT.fullmatch(part):
        return f"{moment[1]}T{moment[2]}:{moment[3]}"
    return part.replace("-approx", "~").replace("-uncertain", "?")


def _closed(text: str) -> str:
    return "" if text == _OPEN else text


def _bounds(text: str, slug: str) -> tuple[date, date]:
    # its grammar takes 0.1 s to make, for which a server need not wait
    from edtf import parse_edtf  # noqa: PLC0415
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        parsed = parse_edtf(text.partition("T")[0] if _SLUG.fullmatch(slug) else "")
        low, high = parsed.lower_strict(), parsed.upper_strict()
        return date(*low[:3]), date(*high[:3])
    except (EDTFParseException, ValueError, TypeError, AttributeError) as error:
        raise SyntaxErrorInData(
            f"The time span “{slug}” is not in a form of EDTF.",
            hint="Write it like 2025, 2025-06, 2025-06_2025-09, 2016-21 (spring) or 2021_..",
        ) from error
