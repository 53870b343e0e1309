"""What problems are called, and what to do about them, in the languages of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cityweave.parsing.fault import Words
from cityweave.parsing.phrasebook import Phrasebook


@cache
def problem_words() -> Mapping[str, Mapping[str, Words]]:
    """The sections ``title`` (English is with the errors themselves) and ``remedy``, by code."""
    return Phrasebook(Path(__file__).parent / "words" / "problems.toml").phrases


def translated_title(code: str, language: str) -> str | None:
    """What a problem is called in a language other than English, where that is known."""
    return problem_words()["title"].get(code, {}).get(language)
