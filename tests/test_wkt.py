"""Points in well-known text: which number is the longitude, and of which globe they are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cityweave.parsing.wkt import point

CRS = "http://www.opengis.net/def/crs/"
HERE = (Decimal("3.725"), Decimal("51.05"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POINT(3.725 51.05)", HERE),
        (" point Z ( 3.725  51.05 12 ) ", HERE),
        (f"<{CRS}OGC/1.3/CRS84> Point(3.725 51.05)", HERE),
        (f"<{CRS}EPSG/0/4326> POINT(51.05 3.725)", HERE),
        ("<http://www.wikidata.org/entity/Q2> Point(3.725 51.05)", HERE),
        ("<http://www.wikidata.org/entity/Q405> Point(3.725 51.05)", None),  # on the Moon
        (f"<{CRS}EPSG/0/31370> POINT(104000 193000)", None),
        ("POINT(1e-3 2E1)", (Decimal("0.001"), Decimal(20))),
        ("POINT(1e99999999999999999999 3)", None),
        ("POINT(1..2 3)", None),
        ("POINT(1)", None),
        ("LINESTRING(1 2, 3 4)", None),
    ],
)
def test_a_point_is_read(text: str, expected: tuple[Decimal, Decimal] | None) -> None:
    assert point(text) == expected
