"""Names of the domain: misspelt, old, translated, with words around them, and names of several."""

from __future__ import annotations

import pytest

from cityweave.reconciliation.index import Index
from cityweave.reconciliation.matching import Candidate, Query, candidates, pool
from cityweave.reconciliation.spelling import bare, forms, grams, plain
from cityweave.reconciliation.wording import readings
from cityweave.vocabulary import BASE, CW

CITY = CW + "Municipality"


def found(index: Index, text: str, *types: str, limit: int = 5) -> list[tuple[str, Candidate]]:
    query = Query((text,), types, limit=limit)
    return [
        (index.things[one.thing].removeprefix(BASE + "id/"), one)
        for one in candidates(pool(index, query), query, {})
    ]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Wenen", "city/vienna-at"),
        ("Vienne", "city/vienna-at"),
        ("Jegelva", "city/jelgava-lv"),
        ("Roeselaere", "city/roeselare-be"),
        ("Genua", "city/genoa-it"),
        ("Ujbuda", "district/ujbuda-hu"),
        ("Gand", "city/ghent-be"),
        ("city of Ghent", "city/ghent-be"),
        ("Stad Gent", "city/ghent-be"),
        ("Gent Stad", "city/ghent-be"),
        ("GHENT (Belgium)", "city/ghent-be"),
        ("Gent, België", "city/ghent-be"),
        ("Ayuntamiento de Plasencia", "organisation/municipality-of-plasencia-es"),
        ("Municipality of Zadar", "organisation/municipality-of-zadar-hr"),
        ("Vallès Mollet del", "city/mollet-del-valles-es"),
        ("Vilanova Geltru", "city/vilanova-i-la-geltru-es"),
        ("Bielskobiala", "city/bielsko-biala-pl"),
        ("timisoara", "city/timisoara-ro"),
        ("Rzeszov", "city/rzeszow-pl"),
        ("Kobenhavn", "city/copenhagen-dk"),
        ("Lemberg", "city/lviv-ua"),
        ("Danzig", "city/gdansk-pl"),
        ("BE", "country/be"),
        ("Tsjechië", "country/cz"),
        (BASE + "id/city/ghent-be", "city/ghent-be"),
    ],
)
def test_a_name_finds_its_thing(index: Index, text: str, thing: str) -> None:
    things = [iri for iri, _ in found(index, text)]
    if thing.startswith("organisation/"):  # the place and its administration may be meant
        assert thing in things[:2]
    else:
        assert things[0] == thing


def test_a_type_tells_a_city_from_its_administration(index: Index) -> None:
    (first, city), *_ = found(index, "Municipality of Zadar", CITY)
    assert (first, city.match) == ("city/zadar-hr", True)
    (first, body), *_ = found(index, "Zadar", CW + "Organisation")
    assert first == "organisation/municipality-of-zadar-hr"
    assert body.score > 80


def test_an_ambiguous_name_returns_all_and_matches_none(index: Index) -> None:
    (one, first), (other, second), *_ = found(index, "Municipality of Zadar")
    assert {one, other} == {"city/zadar-hr", "organisation/municipality-of-zadar-hr"}
    assert not first.match
    assert not second.match
    assert first.score + second.score <= 100


def test_a_country_in_the_name_decides(index: Index) -> None:
    (_, right), *_ = found(index, "Plasenzia (Spain)", CITY)
    wrong = next(one for iri, one in found(index, "Plasenzia (Italy)", CITY) if "plasencia" in iri)
    assert right.score > wrong.score


@pytest.mark.parametrize(
    "text", ["", " ", "-", "()", "…", "\u0301", "x" * 400, "ß" * 300, "a b " * 90]
)
def test_a_text_that_names_nothing_finds_nothing_certain(index: Index, text: str) -> None:
    assert not any(one.match for _, one in found(index, text))


def test_a_strict_type_leaves_others_out(index: Index) -> None:
    query = Query(("Ghent",), (CITY,), strict=True, limit=50)
    things = [one.thing for one in candidates(pool(index, query), query, {})]
    assert things
    assert all(index.is_a(one, CITY) for one in things)
    both = Query(("Ghent",), (CITY, CW + "Country"), strict=True, every_type=True)
    assert candidates(pool(index, both), both, {}) == []


def test_subclasses_count(index: Index) -> None:
    (_, place), *_ = found(index, "Ghent", CW + "Place")
    assert place.type_fits


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bielsko-Biała", "bielsko biala"),
        ("L'Hospitalet", "l hospitalet"),
        ("  KÖLN ", "koln"),
        ("Αθήνα", "αθηνα"),
        ("!?", ""),
    ],
)
def test_plain_names(text: str, name: str) -> None:
    assert plain(text) == name


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("city of ghent", "ghent"),
        ("the city of london", "london"),
        ("ville de paris", "paris"),
        ("oslo kommune", "oslo"),
        ("stad", "stad"),
        ("new york city council", "new york"),
        ("citadel", "citadel"),
        ("stadhagen", "stadhagen"),
    ],
)
def test_what_only_says_that_it_is_a_city(name: str, rest: str) -> None:
    assert bare(name) == rest


def test_forms_are_different() -> None:
    assert set(forms("vilanova i la geltru")) == {
        "vilanova i la geltru",
        "geltru i la vilanova",
        "geltru vilanova",
    }
    assert set(forms("ghent")) == {"ghent"}


def test_a_name_shares_a_piece_with_its_garbled_forms() -> None:
    for name in ("lier", "rome", "ghent"):
        for place in range(1, len(name)):
            swapped = name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]
            replaced = name[:place] + "x" + name[place + 1 :]
            assert grams(name) & grams(swapped)
            assert grams(name) & grams(replaced)


@pytest.mark.parametrize(
    ("text", "codeless"),
    [
        ("9000 Gent", "gent"),
        ("Gent 9000", "gent"),
        ("B-9000 Gent", "gent"),
        ("Horizon 2020", None),
        ("Sector 6", None),
        ("9000", None),
    ],
)
def test_a_postal_code_is_left_aside_and_a_year_is_not(text: str, codeless: str | None) -> None:
    others = [one.name for one in readings(text, {})][1:]
    assert others == ([codeless] if codeless else [])


def test_readings_are_few_and_the_nearest_comes_first() -> None:
    found = readings("Stad Gent (België)", {"belgie": 7})
    assert found[0].name == "stad gent belgie"
    assert {(one.name, one.country) for one in found} >= {("gent", 7), ("stad gent", 7)}
    assert len(readings("a b c d e f g h, i (j)", {})) <= 4
