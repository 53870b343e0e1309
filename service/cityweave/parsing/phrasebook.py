"""Phrases in four languages, kept in a TOML file beside the package that says them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from cityweave.parsing.fault import Words


class Phrasebook:
    """Read once, when a package is imported: who says a phrase may open no file then."""

    def __init__(self, path: Path) -> None:
        self.phrases: Mapping[str, Mapping[str, Words]] = tomllib.loads(path.read_text("utf-8"))

    def phrase(self, key: str, **values: object) -> Words:
        """A phrase, such as `column.required`, by language, with its gaps filled.

        Raises `KeyError` for a phrase that there is not.
        """
        group, _, name = key.partition(".")
        return {tag: text.format(**values) for tag, text in self.phrases[group][name].items()}

    def has(self, key: str) -> bool:
        """Whether there is such a phrase."""
        group, _, name = key.partition(".")
        return name in self.phrases[group]
