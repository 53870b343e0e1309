"""What the subjects of questions are called in the languages of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cityweave.parsing.fault import Words
from cityweave.parsing.phrasebook import Phrasebook
from cityweave.web.cells import Cell


@cache
def _words() -> Mapping[str, Words]:
    return Phrasebook(Path(__file__).parent / "words" / "tags.toml").phrases["tag"]


def tag_name(tag: str, language: str) -> Cell:
    """A subject in a language; one that has no word there is shown as it is, in English."""
    said = _words().get(tag, {}).get(language)
    if said is not None:
        return Cell(said)
    return Cell(tag.replace("-", " "), language=None if language == "en" else "en")
