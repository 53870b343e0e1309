"""The ways in which a text may name something: as it stands, without “city of” or its country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cityweave.reconciliation.spelling import bare, plain

AS_SAID, SHORTENED, CUT = 0.0, 0.1, 0.4
"""What it costs, in edits, to take away nothing, what is known to add nothing, anything else."""

_CODE = r"(?!(?:19|20)[0-9]{2}\b)[0-9]{4,6}"
_POSTAL = re.compile(rf"^(?:[a-z]{{1,3}} )?{_CODE} (?=[^\W\d])|(?<=[^\W\d]) {_CODE}$")
"""A postal code before or after a plain name, with the sign of its country or without; no year."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A plain name that was meant, what that reading costs, and the country beside it."""

    name: str
    cost: float = AS_SAID
    country: int | None = None


def readings(text: str, countries: Mapping[str, int]) -> tuple[Reading, ...]:
    """The readings of a text, the nearest first; `countries` are plain names and their numbers."""
    found: dict[str, Reading] = {}
    for one in _all(text, countries):
        known = found.get(one.name)
        if one.name and (known is None or one.cost < known.cost):
            found[one.name] = one
    return tuple(sorted(found.values(), key=lambda one: one.cost))


def _all(text: str, countries: Mapping[str, int]) -> Iterator[Reading]:
    for one in _split(text, countries):
        yield one
        stripped = bare(one.name)
        if stripped != one.name:
            yield Reading(stripped, one.cost + SHORTENED, one.country)


def _split(text: str, countries: Mapping[str, int]) -> Iterator[Reading]:
    whole = plain(text)
    yield Reading(whole)
    yield Reading(_POSTAL.sub("", whole), CUT)
    words = whole.split()
    for length in range(1, min(4, len(words))):
        for rest, country in (
            (words[:-length], " ".join(words[-length:])),
            (words[length:], " ".join(words[:length])),
        ):
            if country in countries:
                yield Reading(" ".join(rest), SHORTENED, countries[country])
