"""From how far a name is off to how likely the thing is the one that was meant.

Each thing that a name may mean gets evidence, which falls with every letter that differs; that
nothing in the graph is meant has evidence, too, less of it the longer the name is. Their shares of
the whole are the probabilities, so that two things that fit equally well get half each. The
constants were fitted on names that were garbled at random; tests hold the shares to what they
promise on names garbled anew (docs/reconciliation.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

MATCH = 95.0
"""The score from which a thing is taken for the one that was meant."""

LEAST = 1.0
"""The score below which a thing is not worth being shown: none such was meant in any test."""

PER_EDIT = 6.0
"""What one letter too many, too few, wrong or swapped costs."""

UNKNOWN, PER_LETTER, LETTERS = -1.0, 1.2, 12
"""Evidence for something that is not in the graph: at no letter, less for each, for so many."""

EVEN = 0.0
"""The margin of a thing that is as likely as that nothing in the graph is meant."""

SURE = math.log(MATCH / (100 - MATCH))
"""The margin of a thing that is a match, where nothing else is likely."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What speaks for or against a thing beside the distance of its name."""

    other_name: float = -1.0
    bare_name: float = -4.0
    place: float = 1.0
    type_differs: float = -8.0
    property_fits: float = 2.0
    property_differs: float = -7.0


WEIGHTS = Weights()


LIKELY = SURE - WEIGHTS.property_fits
"""The margin of a thing that is no match, nor with a country or another property that agrees."""


def unknown(letters: int) -> float:
    """The evidence that a name of so many letters means nothing in the graph."""
    return UNKNOWN - PER_LETTER * min(letters, LETTERS)


def shares(margins: Mapping[int, float]) -> dict[int, float]:
    """The probability of each thing, from 0 to 1; what is left of 1 is that none is meant.

    A margin is the evidence for a thing less that for nothing in the graph.
    """
    highest = max((*margins.values(), EVEN))
    weights = {thing: math.exp(found - highest) for thing, found in margins.items()}
    whole = sum(weights.values()) + math.exp(EVEN - highest)
    return {thing: weight / whole for thing, weight in weights.items()}
