"""What is suggested for one thing: a link, or candidates among which somebody must choose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cityweave.linking.evidence import CERTAIN, THRESHOLD, Evidence, reason
from cityweave.linking.target import Target
from cityweave.linking.thing import Thing


class Outcome(StrEnum):
    """How it stands with the link of a thing."""

    PROPOSED = "proposed"
    AMBIGUOUS = "ambiguous"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing without a link to the target, and the candidates for one, the best first.

    `predicate` is the IRI of the property that would link it. Only the first candidate of a
    proposed one is proposed; the others are there to be seen.
    """

    thing: Thing
    target: Target
    predicate: str
    outcome: Outcome
    candidates: tuple[Evidence, ...] = ()

    @property
    def proposed(self) -> Evidence | None:
        """The candidate that is proposed; None where somebody must decide."""
        return self.candidates[0] if self.outcome is Outcome.PROPOSED else None

    @property
    def why(self) -> str:
        """One sentence: why this link, or why none."""
        best = self.candidates[0] if self.candidates else None
        if best is None:
            return "Nothing of that name and kind is known there in that country."
        if self.outcome is Outcome.AMBIGUOUS:
            return reason(best, self.target, self.rivals)
        return reason(best, self.target)

    @property
    def rivals(self) -> int:
        """How many other candidates fit as well as the first."""
        return sum(not is_better(self.candidates[0], one) for one in self.candidates[1:])


APART = 10
"""By how much a candidate must be better than the next one to be proposed."""


def is_better(one: Evidence, other: Evidence) -> bool:
    """Whether a candidate is so much better that the other need not be thought of.

    With and without what the size says: a city that is widely called so is a rival of a hamlet
    that bears the name, and the hamlet one of the city.
    """
    return min(one.rank - other.rank, one.score - other.score) >= APART


def confidence(score: int) -> str:
    """The name of the confidence that a score stands for, as the graph has it."""
    if score >= CERTAIN:
        return "certain"
    return "probable" if score >= THRESHOLD else "possible"
