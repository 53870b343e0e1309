"""Points in well-known text (OGC 06-103r4, 7), as `geo:asWKT` and Wikidata have them."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = r"-?[0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]{1,2})?"
_POINT = re.compile(
    rf"\s*(?:<([^>]*)>)?\s*POINT\s*Z?\s*\(\s*({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER})?\s*\)\s*",
    re.IGNORECASE,
)
_LONGITUDE_FIRST = ("/CRS84", "/entity/Q2")  # the usual one, and Wikidata's Earth
_LATITUDE_FIRST = "/EPSG/0/4326"


def point(text: str) -> tuple[Decimal, Decimal] | None:
    """Longitude and latitude in degrees; None for no point, and for one of another system.

    Longitude stands first, unless the text names EPSG 4326
    (https://docs.ogc.org/is/22-047r1/22-047r1.html, 8.5.2). Another system may be that of
    another globe: Wikidata has positions on the Moon.
    """
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    system = found[1] or ""
    first, second = Decimal(found[2]), Decimal(found[3])
    if system.endswith(_LATITUDE_FIRST):
        return second, first
    if not system or system.endswith(_LONGITUDE_FIRST):
        return first, second
    return None
