"""The parts of a text that says one name in several ways, or a name and what it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cityweave.reconciliation.spelling import is_title, plain

MOST = 4
"""Parts of a text that is divided, at most: with more it is a list, or an address."""

_SIGNS = re.compile(r"[/\\|;:,=•()\[\]\n]+|(?:\s[-‐‑–—]+|[-‐‑–—]+\s)\s*")
"""What stands between two names of one thing; a dash only with a space beside it."""
_DASH = re.compile(r"(?<=\w)[-‐‑–—](?=\w)")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Division:
    """Texts that each name something, with the countries that stand beside them by number."""

    names: tuple[str, ...]
    countries: tuple[int, ...] = ()


def divided(text: str, countries: Mapping[str, int]) -> Division | None:
    """A text in its parts, where it has several: `Gent (Gand), België`.

    A country beside names is told apart; a part that only says that something is a city, or has
    no letter, is left out. None where there are no parts, or too many.
    """
    if not _SIGNS.search(text) or "://" in text:
        return None
    parts = [part for part in map(str.strip, _SIGNS.split(text)) if _LETTER.search(part)]
    said = [part for part in parts if not is_title(plain(part))]
    names = tuple(part for part in said if plain(part) not in countries)
    if not names:
        return Division(tuple(said)) if 1 < len(said) <= MOST else None
    beside = (countries[plain(part)] for part in said if plain(part) in countries)
    return Division(names, tuple(dict.fromkeys(beside))) if len(parts) <= MOST else None


def dashed(text: str) -> Iterator[Division]:
    """A text divided in two at each dash within it: `Brussel-Bruxelles`."""
    places = list(_DASH.finditer(text))
    if len(places) < MOST:
        for place in places:
            yield Division((text[: place.start()], text[place.end() :]))
