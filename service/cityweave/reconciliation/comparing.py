"""How far one name is from others, in edits: letters added, left out, replaced or swapped."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cityweave.reconciliation.spelling import (
    ESSENTIAL,
    PLAIN,
    SORTED,
    essential,
    grams,
    ordered,
)

COSTS = {PLAIN: 0.0, SORTED: 0.3, ESSENTIAL: 0.5}
"""What another order of words costs, in edits, and other small words beside that."""

FAR = 4.0
"""What a name is off, at least, that only shares many pieces with the other."""

_NEAREST = 60
_FARTHEST = 10
_ALIKE = 0.4


Distance = tuple[float, float]
"""Edits between two forms of names, and what the form of the first costs beside them."""


def distances(name: str, keys: Sequence[str], shared: Sequence[int]) -> dict[int, Distance]:
    """The keys that are nearest to a name, with their distances.

    `shared` are the numbers of the keys that share pieces with the name.
    """
    texts = [keys[number] for number in shared]
    bound = edits(name)
    found: dict[int, Distance] = {}
    for form, cost in _forms(name).items():
        for _, distance, place in process.extract(
            form, texts, scorer=OSA.distance, score_cutoff=bound, limit=_NEAREST
        ):
            number = shared[place]
            found[number] = min((float(distance), cost), found.get(number, (FAR + bound, cost)))
    return found or _far(name, keys, shared)


def edits(name: str) -> int:
    """How many edits a name can be off and still be looked at: one for two to four letters."""
    return max(1, min(6, (len(name) + 1) // 3))


def _forms(name: str) -> dict[str, float]:
    """A name as it stands, and with its words in order, each with its cost."""
    if " " not in name:
        return {name: COSTS[PLAIN]}
    return {
        essential(name): COSTS[ESSENTIAL],
        ordered(name): COSTS[SORTED],
        name: COSTS[PLAIN],
    }


def _far(name: str, keys: Sequence[str], shared: Sequence[int]) -> dict[int, Distance]:
    """What shares most pieces: not what was meant, but perhaps what is looked for."""
    pieces = grams(name)
    alike = sorted(((_share(pieces, grams(keys[one])), one) for one in shared), reverse=True)
    best = [one for one in alike[:_FARTHEST] if one[0] >= _ALIKE]
    return {number: (FAR + 4 * (1 - share), 0.0) for share, number in best}


def _share(some: AbstractSet[str], others: AbstractSet[str]) -> float:
    """How much of both is in both (Dice's coefficient)."""
    return 2 * len(some & others) / (len(some) + len(others))
