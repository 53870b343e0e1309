"""Formats: media types, file suffixes and content negotiation, without any input or output.

Media types come from the specifications of the formats
(https://www.w3.org/TR/sparql11-results-json/ and its sisters, https://www.w3.org/TR/turtle/
and its sisters); `ranges` reads what clients accept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Literal

from cityweave.errors import NotAcceptable, UnknownFormat
from cityweave.formats.ranges import best

Kind = Literal["bindings", "boolean", "graph"]
"""What a query yields: rows (SELECT), a yes or no (ASK), triples (CONSTRUCT, DESCRIBE)."""

TABLES: frozenset[Kind] = frozenset({"bindings", "boolean"})
GRAPHS: frozenset[Kind] = frozenset({"graph"})

EXPANDED = "http://www.w3.org/ns/json-ld#expanded"
"""The form of JSON-LD that the engine writes: no context, IRIs in full, each value in an array
(https://www.w3.org/TR/json-ld11/#expanded-document-form)."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """A format that results can be given in.

    `media_type` is the registered one; `aliases` are others that clients ask for
    it by. `name` is what `?format=` and `--format` take, and the file suffix. What is a
    file (`is_file`) is opened by programs that go by its name, and is nothing to read.
    `profile` is what results in it conform to beyond the format (RFC 6906); they say so to
    those who ask for it.
    """

    name: str
    title: str
    media_type: str
    kinds: frozenset[Kind]
    aliases: tuple[str, ...] = ()
    is_text: bool = False
    is_file: bool = False
    profile: str = ""

    @property
    def content_type(self) -> str:
        """The `Content-Type` header; text formats name their character set."""
        return f"{self.media_type}; charset=utf-8" if self.is_text else self.media_type

    @property
    def variants(self) -> tuple[ResultFormat, ...]:
        """It under each name that it can be asked by: its own, that with its profile, aliases."""
        called = [f'{self.media_type};profile="{self.profile}"'] if self.profile else []
        return (self, *(replace(self, media_type=one) for one in (*called, *self.aliases)))


@dataclass(frozen=True, slots=True)
class RdfFormat:
    """A format that RDF can be read from and written to; `profile` as in `ResultFormat`."""

    name: str
    title: str
    media_type: str
    suffixes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    holds_graphs: bool = False
    is_text: bool = False
    profile: str = ""

    @property
    def of_results(self) -> ResultFormat:
        """The same as a format of results that are graphs."""
        return ResultFormat(
            self.name,
            self.title,
            self.media_type,
            GRAPHS,
            self.aliases,
            self.is_text,
            profile=self.profile,
        )


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
        profile=EXPANDED,
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
    *(one.of_results for one in RDF_FORMATS),
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


@lru_cache(1024)
def negotiate(accept: str | None, kind: Kind) -> ResultFormat:
    """The result format for an `Accept` header and a kind of result.

    A client that asks by an alias (`application/json`) or for a profile gets the answer under
    that name. Raises `NotAcceptable` with the media types that there are.
    """
    own = [one for one in RESULT_FORMATS if kind in one.kinds]
    return chosen_among(accept, own, "hold this result")


def as_asked(chosen: ResultFormat, accept: str | None) -> ResultFormat:
    """A format that was asked for by its name, under that of its profile if `accept` wishes it."""
    offers = {one.media_type: one for one in chosen.variants if one.media_type not in one.aliases}
    return offers[best(accept, tuple(offers)) or chosen.media_type]


def chosen_among(accept: str | None, formats: Iterable[ResultFormat], what: str) -> ResultFormat:
    """The one of these formats that an `Accept` header likes best, under the name it asks by.

    `what` ends the sentence that none can. Raises `NotAcceptable`.
    """
    own = tuple(formats)
    offers = {one.media_type: one for one in own}
    for one in own:
        for variant in one.variants:
            offers.setdefault(variant.media_type, variant)
    liked = best(accept, tuple(offers))
    if liked is None:
        raise NotAcceptable(
            f"No accepted format (“{accept}”) can {what}.",
            hint="Accept one of " + ", ".join(one.media_type for one in own) + ".",
        )
    return offers[liked]
