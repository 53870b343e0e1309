"""Names that are alike: which of many is nearest to one that is in none of them."""

from __future__ import annotations

import re
import unicodedata

ALIKE = 80
"""How alike two names must be, from 0 to 100, that one can be meant by the other."""

_APART = re.compile(r"[\W_]+")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def folded(name: str) -> str:
    """A name without case, accents and signs, its words in the order that they have."""
    name = _HUMPS.sub(" ", name)
    if not name.isascii():
        apart = unicodedata.normalize("NFKD", name.casefold())
        name = "".join(one for one in apart if not unicodedata.combining(one))
    return _APART.sub(" ", name.lower()).strip()
