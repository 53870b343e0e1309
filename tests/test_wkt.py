"""Points in well-known text: which number is the longitude, and of which globe they are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cityweave.parsing.wkt import Geometry, geometry, point

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
        ("POINT(-.5 51.)", (Decimal("-0.5"), Decimal(51))),
        ("POINT(. 51)", None),
        ("POINT(" + "9" * 400 + " 3)", None),  # no float holds it
        ("POINT(1..2 3)", None),
        ("POINT(1)", None),
        ("LINESTRING(1 2, 3 4)", None),
    ],
)
def test_a_point_is_read(text: str, expected: tuple[Decimal, Decimal] | None) -> None:
    assert point(text) == expected


def test_positions_are_exact_and_keep_their_heights() -> None:
    text = f"<{CRS}EPSG/0/4326> MultiLineString Z((51.05 3.725 7, 51 -3.70 8), (1. +2 0, 3 4 0))"
    assert geometry(text) == Geometry(
        "MultiLineString",
        (
            (
                (Decimal("3.725"), Decimal("51.05"), Decimal(7)),
                (Decimal("-3.70"), Decimal(51), Decimal(8)),
            ),
            ((Decimal(2), Decimal(1), Decimal(0)), (Decimal(4), Decimal(3), Decimal(0))),
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON(1 2, 3 4)",
        "LINESTRING((1 2), (3 4))",
        "MULTIPOLYGON((0 0, 1 0, 1 1, 0 0))",
        "MULTIPOINT(((1 2)))",
        "POLYGON((0 0, 1 0, 1 1, 0 0)",
        "LINESTRING(1 2, )",
        "LINESTRING(1 2,, 3 4)",
        "POINT(1 2 3 4 5)",
        "POINT(1 2) (3 4)",
        "POINT M (1 2 3)",
        "GEOMETRYCOLLECTION(POINT(1 2))",
        "LINESTRING()",
        "LINESTRING(1 2 3-4)",
        "POLYGON" + "(" * 100_000 + ")" * 100_000,
    ],
)
def test_brackets_commas_and_numbers_stand_where_they_should(text: str) -> None:
    assert geometry(text) is None


@pytest.mark.parametrize(
    "text", [" " * 200_000, "POINT" + " " * 200_000 + "(1 2", "\n" * 200_000 + "<"]
)
def test_spaces_without_end_are_read_once(text: str) -> None:
    """As often as there are of them would take minutes, which the time limit of tests ends."""
    assert geometry(text) is None
