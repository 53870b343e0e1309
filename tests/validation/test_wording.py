"""The words: all four languages have each of them, with the same things to fill in."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from cityweave.validation import wording
from cityweave.validation.wording import FOLDER, everywhere, joined, phrase, phrases
from cityweave.vocabulary import LANGUAGES

CONCERNS = sorted(path.stem for path in FOLDER.glob("*.toml"))
ALL = [(concern, key) for concern in CONCERNS for key in phrases(concern)]
SOURCES = "\n".join(path.read_text("utf-8") for path in Path(wording.__file__).parent.rglob("*.py"))
COMPOSED = re.compile(
    r"(min|max)_count(_none|_one)?|qualified_(min|max)|(violation|warning|info)s?"
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_words() -> None:
    assert len(CONCERNS) == 7
    assert len(ALL) > 100


@pytest.mark.parametrize(("concern", "key"), ALL)
def test_each_phrase_is_there_in_four_languages(concern: str, key: str) -> None:
    words = phrases(concern)[key]
    assert tuple(words) == LANGUAGES
    assert len({frozenset(placeholders(text)) for text in words.values()}) == 1
    for language, text in words.items():
        assert text.strip(), "an empty text"
        assert not re.search(r"\bliteral|\bIRI\b|HTTP \d", text, re.IGNORECASE), text
        endings = {one.rstrip()[-1:] in ".?" for one in words.values()}
        assert len(endings) == 1, f"some of {key} is a sentence and some is not"
        if language == "fr":
            assert not re.search(r"[^\s]:(\s|$)", text), "French has a space before a colon"
            assert "“" not in text
        if language == "es":
            assert ("?" in text) == ("¿" in text)


@pytest.mark.parametrize(("concern", "key"), ALL)
def test_each_phrase_is_used(concern: str, key: str) -> None:
    is_named = f'"{key}"' in SOURCES or f"'{key}'" in SOURCES
    assert is_named or COMPOSED.fullmatch(key) or concern == "datatypes"


def test_phrases_are_filled_in_by_language() -> None:
    said = phrase("fixes", "meant", name={"en": "city", "nl": "stad"})
    assert said == {
        "en": "Did you mean “city”?",
        "es": "¿Quiso decir «city»?",
        "fr": "Vouliez-vous dire « city » ?",
        "nl": "Bedoelt u “stad”?",
    }


def test_what_is_filled_in_is_no_template() -> None:
    assert phrase("fixes", "write", text="{text.__class__}")["en"] == "Write “{text.__class__}”."


def test_texts_are_joined_by_language() -> None:
    assert joined([everywhere("a"), {"en": "b", "fr": "c"}], phrases("paths")["or"]) == {
        "en": "a or b", "es": "a o b", "fr": "a ou c", "nl": "a of b",
    }  # fmt: skip
