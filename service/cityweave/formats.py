"""Formats: media types, file suffixes and content negotiation, without any input or output.

Media types come from the specifications of the formats
(https://www.w3.org/TR/sparql11-results-json/ and its sisters, https://www.w3.org/TR/turtle/
and its sisters); negotiation follows RFC 9110, 12.5.1
(https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Literal

from cityweave.errors import NotAcceptable, UnknownFormat

Kind = Literal["bindings", "boolean", "graph"]
"""What a query yields: rows (SELECT), a yes or no (ASK), triples (CONSTRUCT, DESCRIBE)."""

TABLES: frozenset[Kind] = frozenset({"bindings", "boolean"})
GRAPHS: frozenset[Kind] = frozenset({"graph"})


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """A format that results can be given in.

    `media_type` is the registered one; `aliases` are others that clients ask for
    it by. `name` is what `?format=` and `--format` take, and the file suffix. What is a
    file (`is_file`) is opened by programs that go by its name, and is nothing to read.
    """

    name: str
    title: str
    media_type: str
    kinds: frozenset[Kind]
    aliases: tuple[str, ...] = ()
    is_text: bool = False
    is_file: bool = False

    @property
    def content_type(self) -> str:
        """The `Content-Type` header; text formats name their character set."""
        return f"{self.media_type}; charset=utf-8" if self.is_text else self.media_type


@dataclass(frozen=True, slots=True)
class RdfFormat:
    """A format that RDF can be read from and written to."""

    name: str
    title: str
    media_type: str
    suffixes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    holds_graphs: bool = False
    is_text: bool = False


RDF_FORMATS: tuple[RdfFormat, ...] = (
    RdfFormat("ttl", "Turtle", "text/turtle", (".ttl",), ("application/x-turtle",), is_text=True),
    RdfFormat("nt", "N-Triples", "application/n-triples", (".nt",)),
    RdfFormat("rdf", "RDF/XML", "application/rdf+xml", (".rdf", ".owl", ".xml"), ("text/xml",)),
    RdfFormat(
        "jsonld",
        "JSON-LD",
        "application/ld+json",
        (".jsonld", ".json"),
        ("application/json",),
        holds_graphs=True,
    ),
    RdfFormat("trig", "TriG", "application/trig", (".trig",), holds_graphs=True),
    RdfFormat("nq", "N-Quads", "application/n-quads", (".nq",), holds_graphs=True),
)

RESULT_FORMATS: tuple[ResultFormat, ...] = (
    ResultFormat("json", "JSON", "application/sparql-results+json", TABLES, ("application/json",)),
    ResultFormat(
        "xml", "XML", "application/sparql-results+xml", TABLES, ("application/xml", "text/xml")
    ),
    ResultFormat("csv", "CSV", "text/csv", TABLES, is_text=True),
    ResultFormat("tsv", "TSV", "text/tab-separated-values", TABLES, is_text=True),
    ResultFormat("xlsx", "XLSX", XLSX, TABLES, is_file=True),
    *(
        ResultFormat(one.name, one.title, one.media_type, GRAPHS, one.aliases, one.is_text)
        for one in RDF_FORMATS
    ),
)


def by_name(name: str, kind: Kind | None = None) -> ResultFormat:
    """The result format of that name; with `kind`, one that can hold such a result.

    `json` and `xml` also work for graphs, as JSON-LD and RDF/XML. Raises
    `NotAcceptable` for a name that there is not, and for one that cannot hold the kind.
    """
    wanted = name.strip().lower().removeprefix(".")
    if kind == "graph":
        wanted = {"json": "jsonld", "xml": "rdf"}.get(wanted, wanted)
    for one in RESULT_FORMATS:
        if one.name == wanted:
            if kind is not None and kind not in one.kinds:
                raise NotAcceptable(
                    f"A result of this query cannot be given as {one.title}.",
                    hint=f"Choose one of {', '.join(names(kind))}.",
                )
            return one
    choice = names(kind) if kind else tuple(one.name for one in RESULT_FORMATS)
    raise NotAcceptable(
        f"There is no result format “{name}”.", hint=f"Choose one of {', '.join(choice)}."
    )


def names(kind: Kind) -> tuple[str, ...]:
    """The names of the formats that can hold a result of that kind, the preferred one first."""
    return tuple(one.name for one in RESULT_FORMATS if kind in one.kinds)


def rdf_by_name(name: str) -> RdfFormat:
    """The RDF format of that name (`ttl`, `nt`, `rdf`, `jsonld`, `trig`, `nq`).

    Raises `NotAcceptable`.
    """
    for one in RDF_FORMATS:
        if one.name == name.strip().lower().removeprefix("."):
            return one
    raise NotAcceptable(f"There is no RDF format “{name}”.", hint=_RDF_CHOICE)


def rdf_by_media_type(content_type: str) -> RdfFormat:
    """The RDF format of a `Content-Type` header, parameters ignored. Raises `UnknownFormat`."""
    wanted = content_type.partition(";")[0].strip().lower()
    for one in RDF_FORMATS:
        if wanted == one.media_type or wanted in one.aliases:
            return one
    raise UnknownFormat(
        f"“{wanted or 'no media type'}” is not a format of RDF that can be read here.",
        hint="Send one of " + ", ".join(one.media_type for one in RDF_FORMATS) + ".",
    )


def rdf_by_suffix(path: PurePath | str) -> RdfFormat:
    """The RDF format that a file's name tells. Raises `UnknownFormat`, never guesses."""
    suffix = PurePath(path).suffix.lower()
    for one in RDF_FORMATS:
        if suffix in one.suffixes:
            return one
    shown = f"The suffix “{suffix}”" if suffix else "A name without suffix"
    raise UnknownFormat(
        f"{shown} does not tell a format of RDF.", hint=_RDF_CHOICE, source=str(path)
    )


_RDF_CHOICE = (
    "Formats are "
    + ", ".join(f"{one.name} ({one.title}: {' '.join(one.suffixes)})" for one in RDF_FORMATS)
    + "."
)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an `Accept` header: `text/*;q=0.5` is `("text", "*", 0.5)`."""

    type: str
    subtype: str
    quality: float
    parameters: tuple[str, ...] = ()

    @property
    def specificity(self) -> int:
        """0 for `*/*`, 1 for `text/*`, 2 for `text/csv`, 3 with parameters."""
        if self.type == "*":
            return 0
        if self.subtype == "*":
            return 1
        return 3 if self.parameters else 2

    def covers(self, media_type: str) -> bool:
        """Whether the range includes that media type; `charset=utf-8` is always met."""
        kind, _, subtype = media_type.partition("/")
        return (
            self.type in ("*", kind)
            and self.subtype in ("*", subtype)
            and all(one == "charset=utf-8" for one in self.parameters)
        )


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_QUALITY = re.compile(r"0(?:\.[0-9]*)?|\.[0-9]+|1(?:\.0*)?")  # Java sends “.2”


def media_ranges(accept: str | None) -> tuple[MediaRange, ...]:
    """The elements of an `Accept` header, in its order.

    A missing or empty header accepts everything. An element that is not well
    formed is left out, as if it had not been sent; a quality that is no number
    counts as zero.
    """
    if accept is None or not accept.strip():
        return (MediaRange("*", "*", 1.0),)
    ranges = (_media_range(element) for element in accept.split(","))
    return tuple(one for one in ranges if one is not None)


def _media_range(element: str) -> MediaRange | None:
    """One element of an `Accept` header, or None for one that is not well formed."""
    media, *rest = (part.strip() for part in element.lower().split(";"))
    kind, slash, subtype = media.partition("/")
    if media == "*":  # sent by old Java clients for */*
        kind, slash, subtype = "*", "/", "*"
    well_formed = slash and _TOKEN.fullmatch(kind) and _TOKEN.fullmatch(subtype)
    if not well_formed or (kind == "*" and subtype != "*"):
        return None
    quality, parameters = 1.0, []
    for part in rest:
        name, _, value = (bit.strip() for bit in part.partition("="))
        if name == "q":
            quality = float(value) if _QUALITY.fullmatch(value) else 0.0
            break  # what follows q are extensions of Accept, not of the media type
        if name:
            parameters.append(f"{name}={value.strip(chr(34))}")
    return MediaRange(kind, subtype, quality, tuple(parameters))


@lru_cache(1024)
def best(accept: str | None, offers: tuple[str, ...]) -> str | None:
    """The media type among `offers` that the header likes best, or None when it likes none.

    The most specific range that covers an offer gives its quality. Among equal
    qualities a type that is named beats one met by a wildcard, then the order of
    `offers` decides.
    """
    ranges = media_ranges(accept)
    winner: str | None = None
    highest = (0.0, -1)
    for offer in offers:
        covering = [one for one in ranges if one.covers(offer)]
        if not covering:
            continue
        decisive = max(covering, key=lambda one: one.specificity)
        rank = (decisive.quality, decisive.specificity)
        if decisive.quality > 0 and rank > highest:
            winner, highest = offer, rank
    return winner


@lru_cache(1024)
def negotiate(accept: str | None, kind: Kind) -> ResultFormat:
    """The result format for an `Accept` header and a kind of result.

    A client that asks by an alias (`application/json`) gets the answer under that
    name. Raises `NotAcceptable` with the media types that there are.
    """
    offers = {one.media_type: one for one in RESULT_FORMATS if kind in one.kinds}
    for one in RESULT_FORMATS:
        if kind in one.kinds:
            for alias in one.aliases:
                offers.setdefault(alias, replace(one, media_type=alias))
    chosen = best(accept, tuple(offers))
    if chosen is None:
        own = [one.media_type for one in RESULT_FORMATS if kind in one.kinds]
        raise NotAcceptable(
            f"No accepted format (“{accept}”) can hold this result.",
            hint="Accept one of " + ", ".join(own) + ".",
        )
    return offers[chosen]
