"""Names as people type them: folded for comparison, and made into the slugs of IRIs."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t", "ĸ": "k", "’": "'", "‘": "'", "ʼ": "'", "`": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "“": '"', "”": '"', "„": '"',
    }
)  # fmt: skip
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
LONGEST_SLUG = 80


def tidy(text: str) -> str:
    """A text without spaces around it, and with plain single spaces within its lines."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def fold(text: str) -> str:
    """A name without regard to case, diacritics, and kinds of spaces, dashes and quotes."""
    if text.isascii():
        return " ".join(text.lower().split())
    small = unicodedata.normalize("NFKD", text).casefold()
    marked = unicodedata.normalize("NFKD", small).translate(_LETTERS)
    bare = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return " ".join(bare.split())


def slug(text: str) -> str:
    """The last part of an IRI for a name, such as `bielsko-biala`; empty if nothing is left."""
    bare = fold(text).replace("'", "")
    whole = _NO_SLUG.sub("-", bare).strip("-")
    if any(letter.isalpha() and not letter.isascii() for letter in bare):
        return ""
    if len(whole) <= LONGEST_SLUG:
        return whole
    return whole[: LONGEST_SLUG + 1].rpartition("-")[0] or whole[:LONGEST_SLUG]
