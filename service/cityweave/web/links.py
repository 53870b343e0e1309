"""Where an IRI leads: to a page of this deployment, to another site, or nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from cityweave.naming import path_of
from cityweave.vocabulary import PREFIXES
from cityweave.web.documents import DOCUMENT, SHAPE, THING, address, escaped

_LOCAL = (
    "id/",
    "doc/",
    "source/",
    "graph/",
    "datasets",
    "fault",
    "ontology",
    "problem",
    "profile/",
    "shapes",
    "queries/",
    "contributions/",
    "contributor/",
)
_LINES = re.compile(r"L(?P<first>\d+)(?:-L?(?P<last>\d+))?")


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of lines of a source document, as its IRI says it."""

    document: str
    first: int
    last: int
    anchor: str
    """The fragment of the IRI."""


def passage_of(iri: str, base: str) -> Passage | None:
    """The passage that an IRI names, or None when it names something else."""
    document, hash_sign, fragment = iri.partition("#")
    lines = _LINES.fullmatch(fragment)
    if not hash_sign or not lines or not document.startswith(base + "source/"):
        return None
    first = int(lines["first"])
    return Passage(document, first, int(lines["last"] or first), fragment)


def local_path(iri: str, base: str) -> str | None:
    """The path of this deployment that shows an IRI of ours, or None for foreign IRIs.

    A thing leads to the document about it, a passage to its document's page with that passage
    opened, a shape to its own.
    """
    rest = path_of(iri, base)
    if rest is None or not rest.startswith(_LOCAL):
        return None
    if rest.startswith(THING):
        rest = DOCUMENT + rest.removeprefix(THING)
    path, hash_sign, fragment = rest.partition("#")
    if hash_sign and path == "shapes":
        return address("", SHAPE + unquote(fragment))
    found = address("", unquote(path))
    if passage_of(iri, base):
        found += "?lines=" + fragment.removeprefix("L")
    return found + (f"#{escaped(fragment)}" if hash_sign else "")


def address_of(iri: str, base: str, root: str = "") -> str | None:
    """What a link to an IRI points to; None where no link should be (``urn:``, ``javascript:``)."""
    path = local_path(iri, base)
    if path is not None:
        return root + path
    return iri if iri.startswith(("http://", "https://")) else None


def short_name(iri: str, base: str) -> str:
    """What to call an IRI that has no label: its last part, or its prefixed name."""
    if path_of(iri, base) is not None:
        return unquote(re.split(r"[/#]", iri.rstrip("/#"))[-1]) or iri
    for prefix, namespace in PREFIXES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and re.fullmatch(r"[\w.-]+", rest):
            return f"{prefix}:{rest}"
    return iri
