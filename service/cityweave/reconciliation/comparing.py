"""How far one name is from others, in edits: letters added, left out, replaced or swapped."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from cityweave.reconciliation.spelling import (
    ESSENTIAL,
    PLAIN,
    SORTED,
    essential,
    ordered,
)

COSTS = {PLAIN: 0.0, SORTED: 0.3, ESSENTIAL: 0.5}
"""What another order of words costs, in edits, and other small words beside that."""

FAR = 4.0
"""What a name is off, at least, that only shares many pieces with the other."""

_NEAREST = 60
_FARTHEST = 10
_ALIKE = 50


Distance = tuple[float, float]
"""Edits between two forms of names, and what the form of the first costs beside them."""


def distances(name: str, keys: Sequence[str], shared: Sequence[int]) -> dict[int, Distance]:
    """The keys that are nearest to a name, with their distances.

    `shared` are the numbers of the keys that share pieces with the name.
    """
    texts = [keys[number] for number in shared]
    bound = edits(name)
    found: dict[int, Distance] = {}
    for form, cost in forms_of(name).items():
        for _, distance, place in process.extract(
            form, texts, scorer=OSA.distance, score_cutoff=bound, limit=_NEAREST
        ):
            number = shared[place]
            found[number] = min((float(distance), cost), found.get(number, (FAR + bound, cost)))
    return found or _far(name, texts, shared)


def edits(name: str) -> int:
    """How many edits a name can be off and still be looked at: one for two to four letters."""
    return max(1, min(6, (len(name) + 1) // 3))


def forms_of(name: str) -> dict[str, float]:
    """A name as it stands, and with its words in order, each with its cost."""
    if " " not in name:
        return {name: COSTS[PLAIN]}
    return {
        essential(name): COSTS[ESSENTIAL],
        ordered(name): COSTS[SORTED],
        name: COSTS[PLAIN],
    }


def _far(name: str, texts: Sequence[str], shared: Sequence[int]) -> dict[int, Distance]:
    """What is alike as a whole: not what was meant, but perhaps what is looked for."""
    return {
        shared[place]: (FAR * (2 - ratio / 100), 0.0)
        for _, ratio, place in process.extract(
            name, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=_FARTHEST
        )
    }
