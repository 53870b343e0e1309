"""The IRIs of things: `…/id/{kind}/{slug}`, made from names or written by people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cityweave.spreadsheets.folding import LONGEST_SLUG
from cityweave.vocabulary import BASE, KINDS

ID = BASE + "id/"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PATH = re.compile(r"([a-z][a-z-]*)[/:]([a-z0-9_.:-]+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def iri(kind: str, slug: str) -> str:
    """The IRI of a thing."""
    return f"{ID}{kind}/{slug}"


def joined(parts: Iterable[str]) -> str:
    """One slug of several, such as `remote-it-brindisi`, cut at a hyphen where it is too long."""
    whole = "-".join(filter(None, parts))
    if len(whole) <= LONGEST_SLUG * 2:
        return whole
    return whole[: LONGEST_SLUG * 2 + 1].rpartition("-")[0] or whole[: LONGEST_SLUG * 2]


def last(iri: str) -> str:
    """The slug of an IRI."""
    return iri.rpartition("/")[2]


def is_address(text: str) -> bool:
    """Whether a text is an IRI that begins with `http` and can stand in RDF."""
    return _ADDRESS.fullmatch(text) is not None


def written(text: str, kinds: Iterable[str] = ()) -> Iterator[str]:
    """The IRIs that a text can be without being a name: an IRI, `kind/slug`, or a slug.

    A bare slug is one of the `kinds` that the column is about. Slugs are told apart from
    names by what there is, so capitals do not matter: `AT` is `country/at`.
    """
    if is_address(text):
        yield text
    text = text.lower()
    path = _PATH.fullmatch(text)
    if path and path[1] in KINDS:
        yield iri(path[1], path[2])
    if SLUG.fullmatch(text):
        for kind in kinds:
            yield iri(kind, text)
