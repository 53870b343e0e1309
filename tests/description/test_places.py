"""Cities as GeoJSON: one feature each, in CRS84, whatever the bytes come in."""

from __future__ import annotations

import json

import pytest

from cityweave.description.places import QUERY, Features, geometry_of
from cityweave.formats import by_name
from cityweave.store import EmbeddedStore, QueryRequest
from cityweave.vocabulary import BASE

CITY = BASE + "id/city/"


@pytest.mark.parametrize("size", [1, 50, 100_000])
def test_cities_with_coordinates_are_features(small: EmbeddedStore, size: int) -> None:
    body = small.query(QueryRequest(QUERY), by_name("tsv"))
    features = Features()
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    found = json.loads(b"".join(map(features.part, parts)) + features.end())
    assert found["type"] == "FeatureCollection"
    alder, cedar = found["features"]  # the coordinates of Birch cannot be read
    assert alder == {
        "type": "Feature",
        "id": CITY + "alder",
        "geometry": {"type": "Point", "coordinates": [5.5, 51.25]},
        "properties": {
            "iri": CITY + "alder",
            "name": "Alder",
            "names": {"en": "Alder", "nl": "Els; stad"},
            "country": "NL",
            "countryIri": f"{BASE}id/country/nl",
        },
    }
    assert cedar["geometry"]["coordinates"] == [9, 48.5]
    assert (cedar["properties"]["name"], cedar["properties"]["country"]) == (
        'Cedar "quoted", town',
        None,
    )


def test_without_coordinates_the_collection_is_empty() -> None:
    features = Features()
    body = EmbeddedStore().query(QueryRequest(QUERY), by_name("tsv"))
    assert json.loads(features.part(body) + features.end())["features"] == []


@pytest.mark.parametrize(
    ("text", "kind", "coordinates"),
    [
        ("POINT(5.5 51)", "Point", [5.5, 51]),
        (" point ( -5.5 51 ) ", "Point", [-5.5, 51]),
        ("POINT Z (5 51 3)", "Point", [5, 51, 3]),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(5 51)", "Point", [5, 51]),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(51 5)", "Point", [5, 51]),
        ("MULTIPOINT((1 2),(3 4))", "MultiPoint", [[1, 2], [3, 4]]),
        ("MULTIPOINT(1 2, 3 4)", "MultiPoint", [[1, 2], [3, 4]]),
        ("LINESTRING(1 2, 3 4)", "LineString", [[1, 2], [3, 4]]),
        ("POLYGON((0 0, 1 0, 1 1, 0 0))", "Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]]),
        (
            "MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))",
            "MultiPolygon",
            [[[[0, 0], [1, 0], [1, 1], [0, 0]]]],
        ),
    ],
)
def test_well_known_text_becomes_a_geometry(text: str, kind: str, coordinates: object) -> None:
    assert geometry_of(text) == {"type": kind, "coordinates": coordinates}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nowhere",
        "POINT EMPTY",
        "POINT(1 2",
        "POINT(1-2 3)",
        "POINT(1e999 2)",
        "POINT(1 2), POINT(3 4)",
        "<http://www.opengis.net/def/crs/EPSG/0/31370> POINT(1 2)",
        "POINT((1 2)",
    ],
)
def test_what_cannot_be_read_is_no_geometry(text: str) -> None:
    assert geometry_of(text) is None
