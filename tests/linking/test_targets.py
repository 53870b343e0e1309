"""How identifiers are written, what kinds fit, and how far apart positions are."""

from __future__ import annotations

import pytest

from cityweave.errors import NotFound
from cityweave.linking import TARGETS, Position, target, target_of
from cityweave.parsing.country import country_code

AREA = "http://data.lblod.info/id/werkingsgebieden/" + "0a" * 32
AUTHORITY = "http://publications.europa.eu/resource/authority/"


@pytest.mark.parametrize(
    ("iri", "name", "identifier"),
    [
        ("https://sws.geonames.org/2797656/", "geonames", "2797656"),
        ("http://www.wikidata.org/entity/Q1296", "wikidata", "Q1296"),
        ("http://data.europa.eu/nuts/code/BE234", "nuts", "BE234"),
        (AUTHORITY + "country/BEL", "eu-countries", "BEL"),
        (AUTHORITY + "corporate-body/HOME", "eu-corporate-bodies", "HOME"),
        ("http://eurovoc.europa.eu/1690", "eurovoc", "1690"),
        ("http://metadata.un.org/sdg/11", "sdg", "11"),
        ("http://data.europa.eu/eli/dir/2024/1346/oj", "eli", "dir/2024/1346/oj"),
        ("http://vocab.belgif.be/auth/refnis2019/44021", "belgian-municipalities", "44021"),
        (AREA, "flemish-areas", "0a" * 32),
    ],
)
def test_a_well_formed_address_is_known_and_made_again(
    iri: str, name: str, identifier: str
) -> None:
    found = target_of(iri)
    assert found is not None
    assert (found.name, found.id_of(iri), found.iri(identifier)) == (name, identifier, iri)
    assert found.iri(iri) == iri
    assert found.mended(iri) == iri


@pytest.mark.parametrize(
    ("iri", "meant"),
    [
        ("http://www.geonames.org/2797656/gent.html", "https://sws.geonames.org/2797656/"),
        ("https://www.geonames.org/2797656", "https://sws.geonames.org/2797656/"),
        ("http://sws.geonames.org/2797656/", "https://sws.geonames.org/2797656/"),
        ("https://www.wikidata.org/wiki/Q1296", "http://www.wikidata.org/entity/Q1296"),
        (
            "https://www.wikidata.org/wiki/Special:EntityData/Q1296.ttl",
            "http://www.wikidata.org/entity/Q1296",
        ),
        ("https://data.europa.eu/nuts/code/be234", "http://data.europa.eu/nuts/code/BE234"),
        ("https://op.europa.eu/resource/authority/country/BEL", AUTHORITY + "country/BEL"),
        ("https://sws.geonames.org/Gent/", None),
        ("http://www.wikidata.org/entity/1296", None),
        ("http://data.europa.eu/nuts/code/BE23456", None),
    ],
)
def test_one_that_is_written_otherwise_is_mended_where_that_can_be_told(
    iri: str, meant: str | None
) -> None:
    found = target_of(iri)
    assert found is not None
    assert (found.id_of(iri), found.mended(iri)) == (None, meant)


@pytest.mark.parametrize(
    "iri", ["http://data.europa.eu/eli/ontology#LegalResource", "https://example.org/2797656/"]
)
def test_what_is_no_link_to_a_target_has_none(iri: str) -> None:
    assert target_of(iri) is None


def test_a_target_that_there_is_not_is_told_with_those_there_are() -> None:
    with pytest.raises(NotFound) as caught:
        target("osm")
    assert caught.value.hint is not None
    assert all(one.name in caught.value.hint for one in TARGETS)


@pytest.mark.parametrize(
    ("name", "kind", "fits"),
    [
        ("Municipality", "P.PPL", True),
        ("Municipality", "P.PPLC", True),
        ("Municipality", "P", True),
        ("Municipality", "P.PPLX", False),
        ("Municipality", "A.ADM2", False),
        ("Municipality", "S.BLDG", False),
        ("District", "P.PPLX", True),
        ("Region", "A.ADM1", True),
        ("Region", "P.PPLA", False),
        ("Country", "A.PCLI", True),
        ("Municipality", "municipality", True),
        ("Municipality", "region", False),
        ("Municipality", "city in Belgium", None),
        ("Municipality", None, None),
    ],
)
def test_kinds_fit_classes(name: str, kind: str | None, fits: bool | None) -> None:
    assert target("geonames").fits(name, kind) is fits


@pytest.mark.parametrize(
    ("text", "code"),
    [("BE", "BE"), ("be", "BE"), ("EL", "GR"), ("UK", "GB"), ("Belgium", None), ("", None)],
)
def test_codes_of_countries(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        ((51.05, 3.71667), (51.05, 3.71667), 0),
        ((51.05, 3.71667), (51.22047, 4.40026), 51.3),  # Ghent and Antwerp
        ((60.16952, 24.93545), (59.43696, 24.75353), 82.1),  # Helsinki and Tallinn
        ((0, 179.9), (0, -179.9), 22.2),
        ((90, 0), (-90, 0), 20_015.1),
    ],
)
def test_distances(one: tuple[float, float], other: tuple[float, float], kilometres: float) -> None:
    assert Position(*one).kilometres_to(Position(*other)) == pytest.approx(kilometres, abs=0.1)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("POINT(3.71667 51.05)", Position(51.05, 3.71667)),
        ("Point(3.71667 51.05)", Position(51.05, 3.71667)),
        (
            "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT (3.71667 51.05)",
            Position(51.05, 3.71667),
        ),
        (
            "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT (51.05 3.71667)",
            Position(51.05, 3.71667),
        ),
        ("POINT(-8.5 -0.5)", Position(-0.5, -8.5)),
        ("POINT(200 51)", None),
        ("POLYGON((0 0, 1 1, 0 1, 0 0))", None),
        ("somewhere", None),
    ],
)
def test_points_in_well_known_text(text: str, position: Position | None) -> None:
    assert Position.of_wkt(text) == position


def test_a_position_is_on_the_globe() -> None:
    with pytest.raises(ValueError, match="no position"):
        Position(91, 0)
