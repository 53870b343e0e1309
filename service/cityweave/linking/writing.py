"""Suggestions as files: a table to review and contribute, Turtle, JSON, and text."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Triple

from cityweave.formats import rdf_by_name
from cityweave.linking.accounts import accounts
from cityweave.linking.evidence import Evidence, reason
from cityweave.linking.suggestion import Outcome, Suggestion, confidence
from cityweave.naming import prefixes_used
from cityweave.parsing import serialize
from cityweave.spreadsheets import Kind, kind
from cityweave.spreadsheets.headers import NOTE
from cityweave.spreadsheets.things import short
from cityweave.validation.rendering.table import safe
from cityweave.vocabulary import CW, PREFIXES

Style = OneOf["csv", "ttl", "json", "text"]
STYLES: tuple[Style, ...] = ("csv", "ttl", "json", "text")

NOTES = (
    "score", "why", "called here", "called there", "country there", "km apart",
    "inhabitants there", "kind there",
)  # fmt: skip
"""The columns of the table that are for the eye: its reader passes over them."""

_RDF = PREFIXES["rdf"]


def write(
    suggestions: Sequence[Suggestion],
    style: Style,
    content_dir: Path | None = None,
    *,
    base: str,
    taken: Callable[[str], bool] = lambda _: False,
) -> bytes:
    """Suggestions in one style, in UTF-8.

    `base` is that of the deployment, whose names Turtle brings in; it brings in none that is
    `taken`. `content_dir` has the content that the template of links is made from, as in
    `cityweave.resources`. Raises `NotFound` where it has none, and a table is wanted.
    """
    match style:
        case "csv":
            return table(suggestions, kind("links", content_dir))
        case "ttl":
            return turtle(suggestions, base, taken)
        case "json":
            document = [_members(one) for one in suggestions]
            return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
        case "text":
            return "".join(map(_paragraph, suggestions)).encode()


def table(suggestions: Sequence[Suggestion], links: Kind) -> bytes:
    """A CSV that the contribution workflow takes as it is (RFC 4180, with a byte order mark).

    What is proposed is a row. What somebody must decide is a row whose first cell begins
    with `#`, one for each candidate: it is not read until the sign is taken away. `links` is
    the kind of the table.
    """
    properties = {one.predicate for one in suggestions}
    columns = [one for one in links.columns if not one.property or one.property in properties]
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([*(one.titles["en"] for one in columns), *(NOTE + one for one in NOTES)])
    for suggestion in suggestions:
        identifier = short(suggestion.thing.iri)
        places = [one.property for one in columns]
        if suggestion.proposed:
            writer.writerow(_row(identifier, suggestion, suggestion.proposed, places))
            continue
        for candidate in suggestion.candidates or (None,):
            writer.writerow(_row(NOTE + identifier, suggestion, candidate, places))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _row(
    identifier: str, suggestion: Suggestion, candidate: Evidence | None, places: Sequence[str]
) -> list[str]:
    cells = {"": identifier}
    why = suggestion.why
    if candidate:
        cells[suggestion.predicate] = suggestion.target.iri(candidate.entry.id)
        why = _why(suggestion, candidate)
    notes = _notes(candidate) if candidate else [""] * (len(NOTES) - 3)
    score = str(candidate.score) if candidate else ""
    told = [score, why, suggestion.thing.name, *notes]
    return [*(cells.get(one, "") for one in places), *map(safe, told)]


def _why(suggestion: Suggestion, candidate: Evidence) -> str:
    is_first = candidate is suggestion.candidates[0]
    return suggestion.why if is_first else reason(candidate, suggestion.target)


def _notes(candidate: Evidence) -> list[str]:
    entry = candidate.entry
    return [
        entry.name,
        entry.country or "",
        "" if candidate.kilometres is None else f"{candidate.kilometres:.1f}",
        str(entry.population or ""),
        entry.kind or "",
    ]


def turtle(suggestions: Sequence[Suggestion], base: str, taken: Callable[[str], bool]) -> bytes:
    """What is proposed as statements, each with an account of how sure it is and why.

    Parameters as of `write`. What somebody must decide stands above them in comments.
    """
    undecided = [one for one in suggestions if not one.proposed]
    comments = "".join(f"# {one.thing.iri}: {_verdict(one)}\n" for one in undecided)
    proposed = [one for one in suggestions if one.proposed]
    triples: list[Triple] = []
    for target in dict.fromkeys(one.target.name for one in proposed):
        found = [one for one in proposed if one.target.name == target]
        named = accounts((one.thing.iri for one in found), target, base, taken)
        for one in found:
            triples += _statements(one, NamedNode(named[one.thing.iri]), base)
    prefixes = prefixes_used(triples, base)
    return comments.encode() + serialize(triples, rdf_by_name("ttl"), prefixes)


def _statements(suggestion: Suggestion, account: NamedNode, base: str) -> Iterator[Triple]:
    found = suggestion.proposed
    if found is None:
        return
    thing = NamedNode(suggestion.thing.iri)
    link = Triple(
        thing,
        NamedNode(suggestion.predicate),
        NamedNode(suggestion.target.iri(found.entry.id)),
    )
    level = NamedNode(f"{base}id/confidence/{confidence(found.score)}")
    yield link
    yield Triple(account, NamedNode(_RDF + "type"), NamedNode(_RDF + "Statement"))
    yield Triple(account, NamedNode(_RDF + "type"), NamedNode(CW + "Link"))
    yield Triple(account, NamedNode(_RDF + "subject"), link.subject)
    yield Triple(account, NamedNode(_RDF + "predicate"), link.predicate)
    yield Triple(account, NamedNode(_RDF + "object"), link.object)
    yield Triple(account, NamedNode(CW + "confidence"), level)
    yield Triple(account, NamedNode(CW + "linkBasis"), Literal(suggestion.why, language="en"))


def _members(suggestion: Suggestion) -> Mapping[str, object]:
    found = suggestion.proposed
    return {
        "thing": suggestion.thing.iri,
        "name": suggestion.thing.name,
        "target": suggestion.target.name,
        "property": suggestion.predicate,
        "outcome": suggestion.outcome,
        "link": suggestion.target.iri(found.entry.id) if found else None,
        "confidence": confidence(found.score) if found else None,
        "reason": suggestion.why,
        "candidates": [
            {
                "iri": suggestion.target.iri(one.entry.id),
                "score": one.score,
                "name": one.name,
                "matched": one.matched,
                "match": one.match,
                "called": one.entry.name,
                "country": one.entry.country,
                "kilometres": None if one.kilometres is None else round(one.kilometres, 1),
                "inhabitants": one.entry.population,
                "kind": one.entry.kind,
                "reason": _why(suggestion, one),
            }
            for one in suggestion.candidates
        ],
    }


def _paragraph(suggestion: Suggestion) -> str:
    head = f"{short(suggestion.thing.iri)}: {suggestion.thing.name}\n"
    if suggestion.proposed:
        found = suggestion.proposed
        iri = suggestion.target.iri(found.entry.id)
        return f"{head}  {iri} ({found.score}) {suggestion.why}\n"
    lines = [f"  {_verdict(suggestion)}"]
    for one in suggestion.candidates:
        iri = suggestion.target.iri(one.entry.id)
        lines.append(f"  ? {iri} ({one.score}) {reason(one, suggestion.target)}")
    return head + "\n".join(lines) + "\n"


def _verdict(suggestion: Suggestion) -> str:
    match suggestion.outcome:
        case Outcome.AMBIGUOUS:
            return f"{suggestion.rivals + 1} candidates fit equally well: choose."
        case Outcome.DOUBTFUL:
            return "There is a candidate, with too little that speaks for it."
        case _:
            return suggestion.why


def summary(suggestions: Iterable[Suggestion]) -> str:
    """How many there are of each outcome, in one line."""
    counted = Counter(one.outcome for one in suggestions)
    return ", ".join(f"{counted[outcome]} {outcome}" for outcome in Outcome)
