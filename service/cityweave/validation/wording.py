"""The sentences of findings in four languages, as `words/*.toml` has them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from cityweave.parsing.fault import Words
from cityweave.validation.report import in_language
from cityweave.vocabulary import LANGUAGES

FOLDER = Path(__file__).with_name("words")


_PHRASES: Mapping[str, Mapping[str, Words]] = MappingProxyType(
    {
        path.stem: MappingProxyType(tomllib.loads(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.toml"))
    }
)
"""Read on import: where findings are made, no file may be opened."""


def phrases(concern: str) -> Mapping[str, Words]:
    """The phrases of one file, by name."""
    return _PHRASES[concern]


def phrase(concern: str, key: str, **values: Words | str | int) -> Words:
    """A phrase in the four languages, filled in with values that may have languages, too."""
    template = phrases(concern)[key]
    return {
        language: template[language].format(
            **{
                name: in_language(value, language) if isinstance(value, Mapping) else value
                for name, value in values.items()
            }
        )
        for language in LANGUAGES
    }


def joined(parts: Iterable[Words | str], separator: Words | str) -> Words:
    """Texts one after the other, in each language."""
    parts = tuple(parts)
    return {
        language: _text(separator, language).join(_text(one, language) for one in parts)
        for language in LANGUAGES
    }


def everywhere(text: str) -> Words:
    """A text that is the same in all languages."""
    return dict.fromkeys(LANGUAGES, text)


def _text(words: Words | str, language: str) -> str:
    return words if isinstance(words, str) else in_language(words, language)
