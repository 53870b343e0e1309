"""What templates and faults say, in four languages, kept in `words.toml` beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cityweave.parsing.fault import Words
from cityweave.parsing.phrasebook import Phrasebook

_BOOK = Phrasebook(Path(__file__).parent / "words.toml")
phrase = _BOOK.phrase
has_phrase = _BOOK.has


def phrases() -> Mapping[str, Mapping[str, Words]]:
    """All of them, with their gaps."""
    return _BOOK.phrases
