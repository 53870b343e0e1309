"""How a text is written: what is in it that nobody can see, or that looks like something else."""

from __future__ import annotations

import re
import unicodedata

from cityweave.spreadsheets.objection import Objection, write
from cityweave.spreadsheets.words import phrase

_FORMULA = re.compile(r"=|[@+\-]\s*[A-Za-z_.]+\(|[@+\-].*\|.*!")
_ERRORS = frozenset(
    """#N/A #VALUE! #REF! #DIV/0! #NUM! #NAME? #NULL! #SPILL! #CALC! #BLOCKED! #FIELD!
    #GETTING_DATA""".split()
)
_MISREAD = re.compile(r"[ÂÃÄÅÆÐÑâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТХаеорсухіјѕІЈЅԁһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανιρυΧ",
    "ABEKMHOPCTXaeopcyxijsIJSdhlABEZHIKMNOPTYXoavipuX",
)
_HARMLESS = frozenset("\r\n\t")


def objection(text: str) -> Objection | None:
    """What speaks against a text of any column; None for one that is fine."""
    if text.isascii() and text.isprintable():
        return _plain(text)
    for letter in text:
        if letter in _HARMLESS:
            continue
        if letter == "\ufffd":
            return Objection("lost-character", fix=phrase("fix.type-again"))
        if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            name = unicodedata.name(letter, f"U+{ord(letter):04X}")
            bare = "".join(c for c in text if unicodedata.category(c)[0] != "C" or c in _HARMLESS)
            return Objection("control-character", {"name": name}, write(bare) if bare else None)
    return _plain(text) or _misread(text) or _mixed(text)


def _plain(text: str) -> Objection | None:
    if text in _ERRORS:
        return Objection("spreadsheet-error", {"value": text}, phrase("fix.store-value"))
    if _FORMULA.match(text):
        return Objection("formula", {"value": text}, phrase("fix.store-value"))
    return None


def _misread(text: str) -> Objection | None:
    """UTF-8 that was taken for Windows-1252: “MÃ¡laga”."""
    if not _MISREAD.search(text):
        return None
    for encoding in ("cp1252", "latin-1"):
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return Objection("mojibake", {"value": text}, write(meant))
    return None


def _mixed(text: str) -> Objection | None:
    """Words that mix alphabets which look alike: a Cyrillic “а” in “Madrid”."""
    for word in _WORD.findall(text):
        scripts = sorted({_script(letter) for letter in word if letter.isalpha()})
        if len(scripts) > 1 and {"Latin", "Cyrillic", "Greek", "Armenian"} >= set(scripts):
            latin = text.translate(_LOOKALIKES)
            is_latin = all(_script(letter) == "Latin" for letter in latin if letter.isalpha())
            fix = write(latin) if is_latin else None
            return Objection("mixed-script", {"word": word, "scripts": ", ".join(scripts)}, fix)
    return None


def _script(letter: str) -> str:
    """The alphabet of a letter, by its name in Unicode; modifiers and the like are Latin."""
    if letter.isascii():
        return "Latin"
    script = unicodedata.name(letter, "").partition(" ")[0].capitalize()
    return (
        script
        if script in ("Cyrillic", "Greek", "Armenian")
        else "Latin"
        if (script in ("Latin", "Modifier", "Feminine", "Masculine", "Micro", "Superscript"))
        else "Other"
    )
