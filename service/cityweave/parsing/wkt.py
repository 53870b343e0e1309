"""Well-known text (OGC 06-103r4, 7), as `geo:asWKT` and Wikidata have it.

Points, lines, polygons, and several of them. Which number is the longitude depends on the system
that the text names: it stands first, unless that is EPSG 4326
(https://docs.ogc.org/is/22-047r1/22-047r1.html, 8.5.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import TypeAlias

Coordinates: TypeAlias = "tuple[Decimal | Coordinates, ...]"
"""A position in degrees, longitude first, or positions within one another as GeoJSON has them.

No number is too large for a float.
"""

_TEXT = re.compile(
    r"\s*+(?:<([^>]*)>\s*+)?((?:MULTI)?(?:POINT|LINESTRING|POLYGON))\s*+(?:Z\s*+)?(\(.*\))\s*",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]{1,2})?"
_TOKEN = re.compile(rf"\s*(?:([(),])|({_NUMBER})(?=[\s(),]))\s*", re.IGNORECASE)
_KINDS = {
    "POINT": ("Point", 0),
    "MULTIPOINT": ("MultiPoint", 1),
    "LINESTRING": ("LineString", 1),
    "MULTILINESTRING": ("MultiLineString", 2),
    "POLYGON": ("Polygon", 2),
    "MULTIPOLYGON": ("MultiPolygon", 3),
}
"""The names of GeoJSON, and how deep positions stand within one another."""
_LONGITUDE_FIRST = ("/CRS84", "/entity/Q2")  # the usual one, and Wikidata's Earth
_LATITUDE_FIRST = "/EPSG/0/4326"
_MOST = 4
"""Numbers of a position: with a height, and a measure."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """What a text describes; `kind` is the name that GeoJSON has for it (RFC 7946, 1.4)."""

    kind: str
    coordinates: Coordinates


def geometry(text: str) -> Geometry | None:
    """The geometry of a text; None for what cannot be read, and for another system.

    Another system may be that of another globe: Wikidata has positions on the Moon.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    system = found[1] or ""
    is_turned = system.endswith(_LATITUDE_FIRST)
    if system and not is_turned and not system.endswith(_LONGITUDE_FIRST):
        return None
    kind, depth = _KINDS[found[2].upper()]
    try:
        read = _Reader(_tokens(found[3]), is_turned=is_turned)
        return Geometry(kind, read.whole(depth, is_loose=kind == "MultiPoint"))
    except ValueError:
        return None


def point(text: str) -> tuple[Decimal, Decimal] | None:
    """Longitude and latitude in degrees; None for what is no point that `geometry` can read."""
    found = geometry(text)
    if found is not None and found.kind == "Point":
        match found.coordinates:
            case (Decimal() as longitude, Decimal() as latitude, *_):
                return longitude, latitude
    return None


def _tokens(text: str) -> list[str]:
    """Brackets, commas and numbers. Raises `ValueError` for anything else."""
    found, end = [], 0
    while end < len(text):
        token = _TOKEN.match(text, end)
        if token is None:
            raise ValueError(text)
        found.append(token[1] or token[2])
        end = token.end()
    return found


class _Reader:
    """Reads the tokens of one text. Raises `ValueError` where they do not fit."""

    def __init__(self, tokens: Sequence[str], *, is_turned: bool) -> None:
        self._tokens = [*tokens[::-1]]
        self._is_turned = is_turned

    def whole(self, depth: int, *, is_loose: bool) -> Coordinates:
        """All of it. `is_loose`: positions may stand in brackets of their own, or not."""
        found = self._within(depth, is_loose=is_loose)
        if self._tokens:
            raise ValueError(self._tokens)
        return found

    def _within(self, depth: int, *, is_loose: bool = False) -> Coordinates:
        """What stands in brackets: a position, or positions at a depth."""
        if depth == 0:
            return self._bracketed(self._position)
        return self._bracketed(lambda: self._several(depth, is_loose=is_loose))

    def _several(self, depth: int, *, is_loose: bool) -> Coordinates:
        found = [self._one(depth, is_loose=is_loose)]
        while self._tokens and self._tokens[-1] == ",":
            self._tokens.pop()
            found.append(self._one(depth, is_loose=is_loose))
        return tuple(found)

    def _one(self, depth: int, *, is_loose: bool) -> Coordinates:
        if depth > 1 or (is_loose and self._tokens and self._tokens[-1] == "("):
            return self._within(depth - 1)
        return self._position()

    def _bracketed(self, inner: Callable[[], Coordinates]) -> Coordinates:
        self._take("(")
        found = inner()
        self._take(")")
        return found

    def _take(self, token: str) -> None:
        if not self._tokens or self._tokens.pop() != token:
            raise ValueError(token)

    def _position(self) -> Coordinates:
        numbers: list[Decimal] = []
        while self._tokens and self._tokens[-1] not in "(),":
            numbers.append(Decimal(self._tokens.pop()))
        if not 2 <= len(numbers) <= _MOST or not all(isfinite(float(one)) for one in numbers):
            raise ValueError(numbers)
        if self._is_turned:
            numbers[:2] = numbers[1::-1]
        return tuple(numbers)
