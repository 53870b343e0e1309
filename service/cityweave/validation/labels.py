"""What terms and paths are called, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.naming import compact
from cityweave.parsing import Index, Term
from cityweave.parsing.fault import Words
from cityweave.validation import ownership
from cityweave.validation.paths import Alternative, Inverse, Path, Repeated
from cityweave.validation.paths import Sequence as Steps
from cityweave.validation.wording import everywhere, joined, phrase, phrases
from cityweave.vocabulary import BASE

LONGEST = 80
"""Characters of a value that stand in a sentence."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")
_REPEATED = {"*": "any", "+": "some", "?": "maybe"}


class Known(Protocol):
    """What the graph knows of names."""

    def labels(self, term: Term) -> Words | None:
        """What a term is called, by language; None when it has no name."""

    def nearest(self, text: str, classes: Sequence[str] = ()) -> tuple[str, str] | None:
        """The thing whose name is nearest: its term in N-Triples and its name.

        `classes` are IRIs: the thing is of one of them, when there are any.
        """


class Labels:
    """The names of terms and paths in words; each term is asked for once.

    `base` is that of the deployment, by which IRIs are shortened.
    """

    def __init__(self, known: Known, shapes: Index, base: str = BASE) -> None:
        self._base = base
        self._known = known
        self._shapes = shapes
        self._labels: dict[Term, Words | None] = {}

    def label(self, term: Term) -> Words | None:
        """What a thing is called in the graph; of a text, nothing."""
        if not isinstance(term, NamedNode | BlankNode):
            return None
        if term not in self._labels:
            self._labels[term] = self._known.labels(term)
        return self._labels[term]

    def of(self, term: Term) -> Words:
        """The label of a thing, else its IRI in short; a text as it is, not too long."""
        found = self.label(term)
        if found:
            return {language: shortened(text) for language, text in found.items()}
        if isinstance(term, Literal):
            return everywhere(shortened(" ".join(term.value.split())))
        return everywhere(
            shortened(compact(term.value, self._base) if isinstance(term, NamedNode) else str(term))
        )

    def property(self, predicate: NamedNode, shape: Term | None = None) -> Words:
        """A property: by the graph, by the name of the shape about it, or by its IRI."""
        found = self.label(predicate) or (
            ownership.by_language(self._shapes, shape, ownership.NAME) if shape else None
        )
        return found or everywhere(_HUMP.sub(" ", local_name(predicate.value)).lower())

    def path(self, path: Path, shape: Term | None = None) -> Words:
        """A property path in words, as “member → country”."""
        match path:
            case NamedNode():
                return self.property(path, shape)
            case Inverse():
                return phrase("paths", "inverse", path=self._inner(path.path))
            case Steps():
                return joined((self._inner(one) for one in path.paths), phrases("paths")["then"])
            case Alternative():
                return joined((self._inner(one) for one in path.paths), phrases("paths")["or"])
            case Repeated():
                return phrase("paths", _REPEATED[path.sign], path=self._inner(path.path))

    def _inner(self, path: Path) -> Words:
        words = self.path(path)
        return joined(["(", words, ")"], "") if isinstance(path, Alternative | Steps) else words


def local_name(iri: str) -> str:
    """What follows the last `#`, `/` or `:` of an IRI."""
    iri = iri.rstrip("#/:")
    return iri[max(iri.rfind(mark) for mark in "#/:") + 1 :]


def shortened(text: str, most: int = LONGEST) -> str:
    """A text of at most so many characters: what is too much is left out in the middle."""
    if len(text) <= most:
        return text
    tail = (most - 1) // 3
    return f"{text[: most - 1 - tail]}…{text[-tail:]}"
