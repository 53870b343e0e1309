"""A contribution as its page, its JSON and its RDF tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cityweave.contributions import Contribution, Difference, State
from cityweave.contributions.contribution import OPEN
from cityweave.contributions.difference import Entity, Line, Value
from cityweave.contributions.duplicates import Duplicate
from cityweave.contributions.provenance import SPDX, triples
from cityweave.formats import RdfFormat
from cityweave.parsing import serialize
from cityweave.validation.rendering.display import clean, said
from cityweave.validation.rendering.page import web_link
from cityweave.vocabulary import PREFIXES
from cityweave.web.page import Page

ENTITIES = 50
"""Things whose changes a page shows; the JSON has all of them."""


def as_rdf(one: Contribution, rdf_format: RdfFormat) -> bytes:
    """Its record as PROV-O (https://www.w3.org/TR/prov-o/)."""
    prefixes = {name: PREFIXES[name] for name in ("prov", "dcterms", "foaf", "sh", "xsd")}
    return serialize(dict.fromkeys(triples(one)), rdf_format, {**prefixes, "spdx": SPDX})


_ESCAPE = re.compile(r'\\([ntr"\\])')
_PLAIN = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A value on a page: its name or itself, the whole of it, the language it is in."""

    text: str
    title: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A statement on a page."""

    kind: str
    predicate: Shown
    value: Shown
    before: Shown | None
    beside: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """What a thing may be already; ``href`` is where a browser can look at it, if anywhere."""

    text: str
    other: str
    by: str
    href: str | None


@dataclass(frozen=True, slots=True)
class ShownEntity:
    """A thing on a page, with what happens to it."""

    subject: Shown
    new: bool
    lines: tuple[ShownLine, ...]
    duplicates: tuple[Twin, ...]


def entities(found: Difference, language: str) -> tuple[ShownEntity, ...]:
    """The first things of a difference, in words."""
    return tuple(_entity(one, language) for one in found.entities[:ENTITIES])


def _entity(one: Entity, language: str) -> ShownEntity:
    return ShownEntity(
        _shown(one.subject, language),
        one.new,
        tuple(_line(line, language) for line in one.lines),
        tuple(_twin(other) for other in one.duplicates),
    )


def _twin(one: Duplicate) -> Twin:
    iri = one.other.strip("<>")
    return Twin(clean(one.text), iri, one.by, web_link(iri))


def _line(one: Line, language: str) -> ShownLine:
    return ShownLine(
        one.kind,
        _shown(one.predicate, language),
        _shown(one.value, language),
        None if one.before is None else _shown(one.before, language),
        tuple(_shown(value, language) for value in one.beside),
    )


def _shown(value: Value, language: str) -> Shown:
    """A name before an IRI; of an IRI without a name, its last part."""
    term = value.term
    if value.words:
        return Shown(said(value.words, language), term.strip("<>"))
    if term.startswith("<"):
        iri = term.strip("<>")
        return Shown(iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri, iri)
    if term.startswith('"'):
        text, _, rest = term.rpartition('"')
        tag = rest[1:] if rest.startswith("@") else None
        return Shown(clean(_unescaped(text[1:])), clean(term), tag)
    return Shown(term, term)


def _unescaped(text: str) -> str:
    """What a literal of N-Triples says."""
    return _ESCAPE.sub(lambda found: _PLAIN.get(found[1], found[1]), text)


def actions(one: Contribution) -> tuple[str, ...]:
    """What can be asked of a contribution in its state."""
    if one.state in OPEN:
        return ("decision", "withdrawal")
    return ("reversal",) if one.state is State.ACCEPTED else ()


def filters(counts: Mapping[State, int], page: Page) -> Iterable[tuple[str, int, str]]:
    """States that there are, how many contributions are in each, and the list of these."""
    for state, count in counts.items():
        if count:
            yield state, count, page.link("/contributions", state=state)
