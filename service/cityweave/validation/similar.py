"""Names that are alike: which of many is nearest to one that is in none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from cityweave.spreadsheets.folding import fold
from cityweave.validation.labels import local_name

ALIKE = 80
"""How alike two names must be, from 0 to 100, that one can be meant by the other."""

_APART = re.compile(r"[\W_]+")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def folded(name: str) -> str:
    """A name without case, accents and signs, its words in the order that they have."""
    if not name.islower():
        name = _HUMPS.sub(" ", name)
    return _APART.sub(" ", fold(name)).strip()


class Names:
    """Things, by their IRIs, and their names, folded: their labels, and the ends of their IRIs."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._things: dict[str, tuple[str, str]] = {}
        self._by_length: dict[int, list[str]] = {}
        seen: set[str] = set()
        for iri, label in named:
            self._add(label, iri, label)
            if iri not in seen:
                seen.add(iri)
                self._add(local_name(iri), iri, label)

    def _add(self, name: str, iri: str, label: str) -> None:
        name = folded(name)
        if name and name not in self._things:
            self._things[name] = iri, label
            self._by_length.setdefault(len(name), []).append(name)

    def nearest(self, name: str) -> tuple[str, str] | None:
        """The thing whose name is most alike, if one is alike enough."""
        if name not in self._things:
            fitting = [
                one
                for length in range(*_lengths(len(name)))
                for one in self._by_length.get(length, ())
            ]
            best = process.extractOne(name, fitting, scorer=fuzz.ratio, score_cutoff=ALIKE)
            if best is None:
                return None
            name = best[0]
        iri, label = self._things[name]
        return f"<{iri}>", label


def _lengths(length: int) -> tuple[int, int]:
    """From where to where, the end left out, the lengths of names reach that can be alike.

    A difference of length costs as many insertions, measured by both lengths together.
    """
    least, most = -(-length * ALIKE // (200 - ALIKE)), length * (200 - ALIKE) // ALIKE
    return least, most + 1
