"""What speaks for a link: names, country, distance, inhabitants, kind; and how much it is worth.

A score is out of 100. At most 60 come from the name, 20 from the country, 15 from the
distance and 5 from the number of inhabitants, so that no name alone reaches the
threshold: a thing elsewhere has to lie in the same country, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from cityweave.linking.entry import Entry
from cityweave.linking.target import Target
from cityweave.linking.thing import Thing

THRESHOLD = 80
"""From this score on a link is proposed: name and country agree, and nothing is against it."""

CERTAIN = 90
"""From this score on the position agrees, too."""

FARTHEST = 50.0
"""Kilometres beyond which two things are not the same, unless something else is said."""

SAME_COUNTRY = 20
NEAR, NEARBY = (10.0, 15), (25.0, 5)
ALIKE_IN_SIZE = 5
LARGE, LARGE_COUNTS = 50_000, 10
SMALL, SMALL_COUNTS = 2_000, -10
OTHER_SIZE = -20
UNKNOWN_KIND = -10


class Match(StrEnum):
    """How a name of ours and one of a gazetteer agree; folded, they are the same."""

    CODE = "code"
    LABEL = "label"
    LABEL_OTHER = "label with another name"
    OTHER_LABEL = "another name"
    OTHER_OTHER = "another name with another name"
    ALIKE = "spelt alike"


WORTH = {
    Match.CODE: 60,
    Match.LABEL: 60,
    Match.OTHER_LABEL: 50,
    Match.LABEL_OTHER: 50,
    Match.OTHER_OTHER: 40,
    Match.ALIKE: 30,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for, and against, a thing of ours and an entry being the same.

    `name` is the name of ours and `matched` the one there. `same_country` and `fits` (its
    kind) are None where one of the two is not known, as are `kilometres`. `rank` is the
    score without what only the size of the place says, by which rivals are compared.
    """

    entry: Entry
    match: Match
    name: str
    matched: str
    same_country: bool | None
    kilometres: float | None
    fits: bool | None
    rank: int
    score: int

    @property
    def is_against(self) -> bool:
        """Whether something rules the link out: country, kind, or the distance."""
        return (
            self.same_country is False
            or self.fits is False
            or (self.kilometres is not None and self.kilometres > FARTHEST)
        )


def weigh(
    thing: Thing, kind: str, target: Target, entry: Entry, match: Match, names: tuple[str, str]
) -> Evidence:
    """The evidence of one entry for a thing of the class `kind`; `names` are ours and theirs."""
    same_country = thing.country == entry.country if thing.country and entry.country else None
    kilometres = (
        thing.position.kilometres_to(entry.position) if thing.position and entry.position else None
    )
    found = Evidence(
        entry, match, *names, same_country, kilometres, target.fits(kind, entry.kind), 0, 0
    )
    rank = _rank(found, thing, target)
    return replace(found, rank=rank, score=max(0, min(100, rank + _size(found))))


def _rank(found: Evidence, thing: Thing, target: Target) -> int:
    score = WORTH[found.match]
    if found.same_country:
        score += SAME_COUNTRY
    if found.fits is None and target.mixed:
        score += UNKNOWN_KIND
    if found.kilometres is not None:
        score += next((worth for far, worth in (NEAR, NEARBY) if found.kilometres <= far), 0)
    if thing.population and found.entry.population:
        times = max(thing.population, found.entry.population) / min(
            thing.population, found.entry.population
        )
        score += ALIKE_IN_SIZE if times <= 2 else OTHER_SIZE if times >= 10 else 0
    return score


def _size(found: Evidence) -> int:
    """What the size of a place adds where its position is not known.

    Large ones have names in many languages; a name of a small one is often that of a hamlet
    beside the place that is meant.
    """
    if found.kilometres is not None or not found.entry.position:
        return 0
    people = found.entry.population or 0
    is_by_other_name = found.match in (Match.LABEL_OTHER, Match.OTHER_LABEL, Match.OTHER_OTHER)
    if people >= LARGE and is_by_other_name:
        return LARGE_COUNTS
    return SMALL_COUNTS if people < SMALL else 0


def reason(found: Evidence, target: Target, rivals: int = 0) -> str:
    """One sentence that says why, or why not."""
    entry = found.entry
    parts = [_named(found)]
    if found.same_country:
        parts.append(f"in the same country ({entry.country})")
    elif found.same_country is None:
        parts.append("in a country that is not known of both")
    else:
        parts.append(f"in another country ({entry.country})")
    if found.kilometres is not None:
        parts.append(f"{found.kilometres:.1f} km away")
    if entry.population:
        parts.append(f"{entry.population:,} inhabitants")
    if found.fits is None and target.mixed:
        parts.append("of a kind that is not known")
    if rivals:
        parts.append(f"{rivals} more that {'fits' if rivals == 1 else 'fit'} as well")
    return ", ".join(parts) + "."


def _named(found: Evidence) -> str:
    match found.match:
        case Match.CODE:
            return f"Has the code {found.matched}"
        case Match.LABEL:
            return f"Called “{found.matched}”"
        case Match.LABEL_OTHER:
            return f"Called “{found.entry.name}”, and “{found.matched}” too"
        case Match.OTHER_LABEL:
            return f"Called “{found.matched}”, another name of ours"
        case Match.OTHER_OTHER:
            return f"Called “{found.entry.name}”, and “{found.matched}” too, another name of ours"
        case _:
            return f"Called “{found.matched}”, which is spelt like “{found.name}”"
