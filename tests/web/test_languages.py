import json
import re
from pathlib import Path
from string import Formatter

import pytest

import cityweave.web
from cityweave.vocabulary import LANGUAGES
from cityweave.web.languages import NAMES, choose, number, words


@pytest.mark.parametrize(
    ("asked", "accept", "language"),
    [
        (None, None, "en"),
        (None, "", "en"),
        ("nl", "fr", "nl"),
        ("de", "fr", "fr"),
        (None, "nl-BE", "nl"),
        (None, "de, es;q=0.5, fr;q=0.7", "fr"),
        (None, "fr;q=0", "en"),
        (None, "fr;q=x, es;q=0.1", "es"),
        (None, "*", "en"),
        (None, "en-GB,en;q=0.9,nl;q=0.8", "en"),
    ],
)
def test_the_language_of_a_page(asked: str | None, accept: str | None, language: str) -> None:
    assert choose(asked, accept) == language


def test_every_language_has_every_word() -> None:
    english = words("en")
    for language in LANGUAGES:
        own = words(language)
        assert own.keys() == english.keys()
        for key, text in own.items():
            assert text.strip()
            assert _fields(text) == _fields(english[key]), key
    assert set(NAMES) == set(LANGUAGES)


def _fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_word_is_used() -> None:
    package = Path(cityweave.web.__file__).parent
    sources = [*package.glob("*.py"), *package.glob("templates/*.html")]
    text = "".join(path.read_text("utf-8") for path in sources)
    families = tuple(re.findall(r"""words\[(?:'|f")(\w+_)(?:' ~|\{)""", text))
    unused = [
        key
        for key in words("en")
        if f"words.{key}" not in text and f'"{key}"' not in text and not key.startswith(families)
    ]
    assert unused == []


def test_the_words_are_plain_json() -> None:
    folder = Path(cityweave.web.__file__).with_name("words")
    assert {path.stem for path in folder.glob("*.json")} == set(LANGUAGES)
    assert all(json.loads(path.read_text("utf-8")) for path in folder.glob("*.json"))


def test_numbers_as_the_language_writes_them() -> None:
    assert number(1234567, "en") == "1,234,567"
    assert number(1234567, "nl") == "1.234.567"
    assert number(999, "fr") == "999"
