"""What is said of links, in four languages, kept in `words.toml` beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from cityweave.parsing.fault import Words

_WORDS: Mapping[str, Mapping[str, Words]] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text("utf-8")
)


def phrase(group: str, name: str, /, **values: object) -> Words:
    """A phrase by language, with its gaps filled. Raises `KeyError` for one that there is not."""
    return {tag: text.format(**values) for tag, text in _WORDS[group][name].items()}


def phrases() -> Mapping[str, Mapping[str, Words]]:
    """All of them, with their gaps."""
    return _WORDS
