"""What clients accept: the ranges of an `Accept` header, and which of some offers they like best.

RFC 9110, 12.5.1 (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_UTF_8 = frozenset({"charset=utf-8", "charset=utf8"})
_QUALITY = re.compile(r"0(?:\.[0-9]*)?|\.[0-9]+|1(?:\.0*)?")  # Java sends “.2”
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SIGNS = re.compile(r'\\.|[",;]')

_NAMED = 2
"""From this fit on, a range names the media type."""


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an `Accept` header: `text/*;q=0.5` is `("text", "*", 0.5)`.

    `parameters` are those of the media type, but for `charset=utf-8`, which is always met.
    """

    type: str
    subtype: str
    quality: float = 1.0
    parameters: frozenset[str] = frozenset()

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for a character set that nothing here is written in."""
        return any(one.startswith("charset=") for one in self.parameters)

    def fit(self, offer: MediaRange) -> int | None:
        """How closely it says what an offer is; None when the offer is not included.

        0 for `*/*`, 1 for `text/*`, 2 where a parameter is not the offer's, 3 for the media type
        alone, 4 with each parameter met. Parameters are wishes here: what has no such form is
        given as it is. Who excludes a form excludes nothing else.
        """
        if self.type not in ("*", offer.type) or self.subtype not in ("*", offer.subtype):
            return None
        if self.subtype == "*":
            return int(self.type != "*")
        if not self.parameters:
            return 3
        if all(_is_met(one, offer.parameters) for one in self.parameters):
            return 4
        return 2 if self.quality > 0 else None


def _is_met(wish: str, parameters: frozenset[str]) -> bool:
    """Whether an offer has a parameter; of several profiles it needs to have one (RFC 6906)."""
    name, _, value = wish.partition("=")
    if name == "profile":
        return any(f"profile={one}" in parameters for one in value.split())
    return wish in parameters


def media_ranges(accept: str | None) -> tuple[MediaRange, ...]:
    """The elements of an `Accept` header, in its order.

    A missing header, or one without elements, accepts everything. An element that is not well
    formed is left out, as if it had not been sent; a quality that is no number
    counts as zero.
    """
    elements = [one for one in _split((accept or "").lower(), ",") if one.strip()]
    if not elements:
        return (MediaRange("*", "*"),)
    return tuple(one for one in map(_media_range, elements) if one is not None)


def _split(text: str, separator: str) -> list[str]:
    """A text in parts, at the separators that are not quoted (RFC 9110, 5.6.4)."""
    if '"' not in text:
        return text.split(separator)
    parts, start, quoted = [], 0, False
    for sign in _SIGNS.finditer(text):
        if sign[0] == '"':
            quoted = not quoted
        elif sign[0] == separator and not quoted:
            parts.append(text[start : sign.start()])
            start = sign.end()
    return [*parts, text[start:]]


def _media_range(element: str) -> MediaRange | None:
    """One element of an `Accept` header, or None for one that is not well formed."""
    media, *rest = (part.strip() for part in _split(element, ";"))
    kind, slash, subtype = media.partition("/")
    if media == "*":  # sent by old Java clients for */*
        kind, slash, subtype = "*", "/", "*"
    well_formed = slash and _TOKEN.fullmatch(kind) and _TOKEN.fullmatch(subtype)
    if not well_formed or (kind == "*" and subtype != "*"):
        return None
    quality, parameters = 1.0, set[str]()
    for part in rest:
        name, _, value = (bit.strip() for bit in part.partition("="))
        if name == "q":
            quality = float(value) if _QUALITY.fullmatch(value) else 0.0
            break  # what follows q are extensions of Accept, not of the media type
        if name:
            parameters.add(f"{name}={value.strip(chr(34))}")
    return MediaRange(kind, subtype, quality, frozenset(parameters - _UTF_8))


@lru_cache(1024)
def best(accept: str | None, offers: tuple[str, ...]) -> str | None:
    """The media type among `offers` that the header likes best, or None when it likes none.

    The range that fits an offer most closely gives its quality. Among equal
    qualities a type that is named beats one met by a wildcard, one with the parameters that were
    wished for beats both, then the order of `offers` decides. A range with a character set that
    there is not counts only where nothing else is liked.
    """
    ranges = media_ranges(accept)
    winner: str | None = None
    highest = (False, 0.0, -1)
    for offer in offers:
        liking = _liking(ranges, _read(offer))
        if liking is not None and liking[1] > 0 and liking > highest:
            winner, highest = offer, liking
    return winner


def _liking(ranges: tuple[MediaRange, ...], offer: MediaRange) -> tuple[bool, float, int] | None:
    """How much an offer is liked: without reserve or not, with which quality, how it is named."""
    for narrow in (False, True):
        fits = [
            (fit, one.quality)
            for one in ranges
            if one.is_narrow is narrow and (fit := one.fit(offer)) is not None
        ]
        if fits:
            fit, quality = max(fits, key=lambda one: one[0])
            return not narrow, quality, _NAMED if fit == 3 else fit
    return None


@lru_cache(256)
def _read(offer: str) -> MediaRange:
    """A media type that is offered. Raises `ValueError` for what is none."""
    found = _media_range(offer.lower())
    if found is None:
        raise ValueError(f"“{offer}” is no media type")
    return found
