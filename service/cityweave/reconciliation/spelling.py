"""Names as they are compared: without case, accents and signs, and without words like “city of”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cityweave.spreadsheets.folding import fold

PLAIN, SORTED, ESSENTIAL = range(3)
"""Forms of a name: as it is, with its words sorted, and without the small ones beside that."""

_SIGNS = re.compile(r"[\W_]+")
_OF = (
    r"(?:of(?: the)?|van(?: de)?|von|d|d(?:e|u)(?: (?:la|los|las))?|del|dels|des|di|da|do|dos|das)"
)
_TITLE = (
    r"(?:the )?(?:metropolitan )?"
    r"(?:city|town|municipality|commune|borough|city council|council"
    r"|ayuntamiento|ajuntament|ciudad|municipio|concello"
    r"|ville|mairie|municipalite|comune|citta|cidade|camara municipal)"
)
"""What stands before the name of a city, or of who governs it, with “of” between."""
_NEXT_TO = (
    r"(?:stad|gemeente|stadsbestuur|gemeentebestuur"
    r"|landeshauptstadt|hansestadt|stadt|gemeinde"
    r"|gmina|miasto|urzad miasta|mesto|statutarni mesto|obec|obcina|mestna obcina"
    r"|grad|opcina|obshtina|municipiul|orasul|dimos)"
)
"""What stands before it with or without “of”."""
_BEHIND = (
    r"(?:city council|city hall|city|town|municipality|council|commune"
    r"|stad|gemeente|stadt|kommune|kommun|stads|kaupunki|linn|linnavalitsus"
    r"|novads|miestas|savivaldybe|varos|onkormanyzata)"
)
_BEFORE = re.compile(rf"(?:{_TITLE} {_OF}|{_NEXT_TO}(?: {_OF})?) ")
_AFTER = re.compile(rf" {_BEHIND}")
_ALONE = frozenset(
    "city town municipality commune borough council capital ciudad municipio ayuntamiento"
    " ville mairie municipalite stad gemeente stadsbestuur gemeentebestuur hoofdstad".split()
)
"""What says the same beside a name, in the languages of the graph; in others it may be a name."""
_SMALL = frozenset(
    "a aan am an and bei ben d da das de del della den der des di do dos du e el en het i im in l"
    " la las le les lo los of op s sous sur t the u van vom von y z zu zur".split()
)
"""Words that people leave out of names, or mistake for one another."""


def plain(text: str) -> str:
    """A name as words of letters and digits with single spaces between; may be empty."""
    folded = fold(text)
    return folded if folded.isalnum() else _SIGNS.sub(" ", folded).strip()


def bare(name: str) -> str:
    """A plain name without what says that it is a city's or a municipality's, where it does."""
    if " " not in name:
        return name
    for found in (_BEFORE.match(name), _trailing(name)):
        if found is not None:
            rest = name[found.end() :] if found.start() == 0 else name[: found.start()]
            if rest.strip():
                return rest.strip()
    return name


def is_title(name: str) -> bool:
    """Whether a plain text is no name, but only says that something is a city or governs one."""
    return name in _ALONE


def _trailing(name: str) -> re.Match[str] | None:
    """The words at the end that say so."""
    for found in _AFTER.finditer(name):
        if found.end() == len(name):
            return found
    return None


def ordered(name: str) -> str:
    """A plain name with its words in the order of the alphabet."""
    return " ".join(sorted(name.split()))


def essential(name: str) -> str:
    """A plain name without its small words, sorted; what it was where nothing is left."""
    words = [one for one in name.split() if one not in _SMALL]
    return " ".join(sorted(words)) or name


def forms(name: str) -> Mapping[str, int]:
    """The different forms of a plain name, each with what it is."""
    if " " not in name:
        return {name: PLAIN}
    return {essential(name): ESSENTIAL, ordered(name): SORTED, name: PLAIN}


def grams(name: str) -> set[str]:
    """Pieces that a plain name shares with others that are like it, whatever the order of words.

    Three letters each, the first of a word also by itself and with the second; and the sorted
    letters of a short word, which it shares with that word when two letters change places.
    """
    found: set[str] = set()
    for word in name.split(" "):
        padded = f"  {word} "
        found.update([padded[one : one + 3] for one in range(len(word) + 1)])
        if len(word) <= _SHORT:
            found.add("".join(("#", *sorted(word))))
    return found


_SHORT = 9
