"""What is said of an import, in four languages, kept in `words.toml` beside this module."""

from __future__ import annotations

from pathlib import Path

from cityweave.parsing.phrasebook import Phrasebook

BOOK = Phrasebook(Path(__file__).parent / "words.toml")
phrase = BOOK.phrase
