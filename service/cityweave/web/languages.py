"""The language of a page, and the words that pages are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cityweave.vocabulary import LANGUAGES

NAMES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "es": "Español", "fr": "Français", "nl": "Nederlands"}
)
"""Each language by its own name."""

_SEPARATORS = {"en": ",", "es": ".", "fr": "\u202f", "nl": "."}


def choose(asked: str | None, accept_language: str | None) -> str:
    """The language of a page: the one asked for, else the most welcome, else English.

    ``accept_language`` is the header of RFC 9110, 12.5.4; a tag such as ``nl-BE`` counts for its
    language. An unknown language that was asked for counts as not asked.
    """
    if asked in LANGUAGES:
        return asked
    best, highest = LANGUAGES[0], 0.0
    for element in (accept_language or "").split(","):
        tag, _, weight = element.partition(";")
        language = tag.strip().lower().partition("-")[0]
        quality = _quality(weight)
        if language in LANGUAGES and quality > highest:
            best, highest = language, quality
    return best


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(float(value), 1.0) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of the pages in one language; read once from the package."""
    path = Path(__file__).with_name("words") / f"{language}.json"
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return MappingProxyType(found)


def number(value: int, language: str) -> str:
    """A whole number as that language writes it: 12,345 or 12.345."""
    return f"{value:,}".replace(",", _SEPARATORS[language])
