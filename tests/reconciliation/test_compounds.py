"""Names of two parts: sure where both lead to one thing, never where one is another place."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from bench.garbling import City, Garbled, compounds, mismatches

from cityweave.formats import rdf_by_name
from cityweave.parsing import parse
from cityweave.reconciliation.dividing import Division, dashed, divided
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.matching import Candidate, Query, candidates, pool
from cityweave.reconciliation.scoring import MATCH
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import BASE, CW
from reconciliation.conftest import index_of

SEED, COUNT = 2027, 200
CITY = CW + "Municipality"
COUNTRIES = {"belgium": 3, "be": 3, "belgie": 3, "france": 8}


def asked(index: Index, text: str, *types: str) -> Sequence[Candidate]:
    query = Query((text,), types)
    return candidates(pool(index, query), query, {})


def things(index: Index, found: Sequence[Candidate]) -> list[str]:
    return [index.things[one.thing].removeprefix(BASE + "id/") for one in found]


@pytest.mark.parametrize("types", [(), (CITY,)], ids=["any type", "cities"])
def test_two_names_of_a_city_are_that_city(
    index: Index, cities: list[City], types: tuple[str, ...]
) -> None:
    sample = compounds(cities, COUNT, SEED)
    assert len({one.text for one in sample}) == COUNT
    found = [(one, asked(index, one.text, *types)) for one in sample]
    right = [one for one, some in found if some and index.things[some[0].thing] == one.iri]
    assert len(right) >= 0.97 * COUNT
    assert sum(bool(some) and some[0].match for _, some in found) >= 0.95 * COUNT
    wrong = [
        (one, some[0])
        for one, some in found
        if some and some[0].score >= MATCH and index.things[some[0].thing] != one.iri
    ]
    assert wrong == []


@pytest.mark.parametrize("types", [(), (CITY,)], ids=["any type", "cities"])
def test_a_city_beside_another_place_is_never_sure(
    index: Index, cities: list[City], types: tuple[str, ...]
) -> None:
    sample = mismatches(cities, COUNT, SEED)
    assert len({one.text for one in sample}) == COUNT
    assert len({one.how for one in sample}) == 3
    found: list[tuple[Garbled, Sequence[Candidate]]] = [
        (one, asked(index, one.text, *types)) for one in sample
    ]
    assert [(one, some[0]) for one, some in found if some and some[0].score >= MATCH] == []


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Mechelen/Malines", "city/mechelen-be"),
        ("Malines | Mechelen", "city/mechelen-be"),
        ("Bruxelles - Brussel", "city/brussels-be"),
        ("Brussel-Bruxelles", "city/brussels-be"),
        ("Gent (Gand)", "city/ghent-be"),
        ("Gand [Gent], Belgium", "city/ghent-be"),
        ("Gent (stad)", "city/ghent-be"),
        ("Stad Mechelen / Ville de Malines", "city/mechelen-be"),
        ("Heerlen, Netherlands", "city/heerlen-nl"),
        ("genk (BE)", "city/genk-be"),
        ("GENK", "city/genk-be"),
        ("Belgium: Ghent", "city/ghent-be"),
        ("Genova/Genoa/Gênes", "city/genoa-it"),
        ("Commune di Genova", "city/genoa-it"),
        ("City of Antwerp", "city/antwerp-be"),
        ("Bielsko / Biała", "city/bielsko-biala-pl"),
        ("Ujbuda (Budapest)", "district/ujbuda-hu"),
    ],
)
def test_parts_that_agree_are_evidence(index: Index, text: str, thing: str) -> None:
    first, *_ = found = asked(index, text)
    assert things(index, found)[0] == thing
    assert first.match


@pytest.mark.parametrize(
    "text",
    [
        "Gent/Brugge",
        "Gent (Brugge)",
        "Gent, Brugge, België",
        "Gent - Antwerpen",
        "Genk/Gent",
        "Gent-Antwerpen",
        "Stad Gent / Stad Antwerpen",
        "Vienna/Wien/Bratislava",
        "Lier (Leer)",
        "Cologne (Bologna), Italy",
        "Ghent and Bruges",
    ],
)
def test_parts_that_do_not_agree_are_not(index: Index, text: str) -> None:
    assert all(one.score < MATCH for one in asked(index, text))


def test_both_halves_are_shown_where_both_are_known(index: Index) -> None:
    found = asked(index, "Gent/Antwerpen", CITY)
    assert things(index, found)[:2] == ["city/antwerp-be", "city/ghent-be"]
    assert found[0].score == found[1].score < 50


def test_another_country_beside_two_names_that_agree_speaks_against_them(index: Index) -> None:
    (right, *_), found = asked(index, "Gent (Gand), België"), asked(index, "Gent (Gand), France")
    assert right.match
    assert all(one.score < right.score and not one.match for one in found)


def test_a_word_for_city_does_not_make_a_name_longer(index: Index) -> None:
    """What is like a name by chance is no surer because “city of” or a country stands beside it."""
    for text in ("Ville de Nancy", "City of Gens", "Gens, Belgium"):
        assert not any(one.match for one in asked(index, text)), text


@pytest.mark.parametrize(
    ("text", "division"),
    [
        ("Gent", None),
        ("L'Hospitalet de Llobregat", None),
        ("Bielsko-Biała", None),
        ("Brusel·les", None),
        ("Gent (Gand), België", Division(("Gent", "Gand"), (3,))),
        ("Gent - Gand", Division(("Gent", "Gand"))),
        ("Gent – 9000", Division(("Gent",))),
        ("Gent (stad) / BE", Division(("Gent",), (3,))),
        ("Belgium / België", Division(("Belgium", "België"))),
        ("Gent/Gand/Ghent/Gante", Division(("Gent", "Gand", "Ghent", "Gante"))),
        ("a, b, c, d, e", None),
        ("https://example.org/Gent", None),
        ("(…)", None),
        ("Belgium (!)", None),
    ],
)
def test_parts(text: str, division: Division | None) -> None:
    assert divided(text, COUNTRIES) == division


def test_a_dash_divides_in_two_each_way() -> None:
    assert list(dashed("Saint-Gilles–Gillis")) == [
        Division(("Saint", "Gilles–Gillis")),
        Division(("Saint-Gilles", "Gillis")),
    ]
    assert list(dashed("a-b-c-d-e")) == []
    assert list(dashed("Gent - Gand")) == []


def test_a_place_of_the_last_thing_is_not_that_of_those_without_one() -> None:
    store = EmbeddedStore()
    data = f"""
    @prefix cw: <{CW}> . @prefix id: <{BASE}id/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    id:be a cw:Country ; rdfs:label "Belgium"@en .
    id:antwerp a cw:Municipality ; rdfs:label "Antwerp"@en ; cw:country id:be .
    id:genk a cw:Municipality ; rdfs:label "Genk"@en ; cw:country id:be .
    id:zone a cw:Site ; rdfs:label "Docks"@en ; cw:within id:antwerp .
    """
    store.add(parse(data.encode(), rdf_by_name("ttl")).quads)
    index = index_of(store)
    assert index.things[-1].endswith("/zone")
    antwerp, country, genk, zone = range(4)
    assert index.label(antwerp, "en").text == "Antwerp"
    assert antwerp in index.around(zone)
    assert index.around(genk) == {country}


def test_a_country_said_twice_counts_once(index: Index) -> None:
    once, twice = (asked(index, text)[0] for text in ("Gennt, Belgium", "Gennt, Belgium, BE"))
    assert twice.score == once.score < MATCH
