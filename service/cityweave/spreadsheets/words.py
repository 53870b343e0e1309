"""What templates and faults say, in four languages, kept in `words.toml` beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from cityweave.parsing.fault import Words

_WORDS: Mapping[str, Mapping[str, Words]] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text("utf-8")
)


def phrase(key: str, **values: object) -> Words:
    """A phrase, such as `column.required`, by language, with its gaps filled.

    Raises `KeyError` for a phrase that there is not.
    """
    group, _, name = key.partition(".")
    return {tag: text.format(**values) for tag, text in _WORDS[group][name].items()}


def has_phrase(key: str) -> bool:
    """Whether there is such a phrase."""
    group, _, name = key.partition(".")
    return name in _WORDS[group]


def phrases() -> Mapping[str, Mapping[str, Words]]:
    """All of them, with their gaps."""
    return _WORDS
