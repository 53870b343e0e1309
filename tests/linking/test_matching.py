"""What is proposed, what is left to people, and what is ruled out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from cityweave.linking import (
    CERTAIN,
    THRESHOLD,
    Match,
    Outcome,
    Suggestion,
    Things,
    open_gazetteer,
    suggest,
    target,
)
from linking.sample import ID, RIGHT, THINGS, graph_of, row

GEONAMES = target("geonames")
GEOMETRY = "{thing} geo:hasGeometry [ geo:asWKT 'POINT({at})'^^geo:wktLiteral ] ."


def suggested(graph: Store, path: Path, name: str = "geonames") -> dict[str, Suggestion]:
    wanted = target(name)
    found = suggest(Things(graph).all(), wanted, open_gazetteer(wanted, path))
    return {one.thing.iri.removeprefix(ID): one for one in found}


def test_a_sample_is_linked_rightly_and_completely(graph: Store, dump: Path) -> None:
    found = suggested(graph, dump)
    proposed = {name: one.proposed.entry.id for name, one in found.items() if one.proposed}
    assert proposed == RIGHT
    assert all(one.proposed is None or one.proposed.score >= THRESHOLD for one in found.values())


def test_several_that_fit_are_listed_and_none_is_guessed(graph: Store, dump: Path) -> None:
    halle = suggested(graph, dump)["city/halle-be"]
    assert halle.outcome is Outcome.AMBIGUOUS
    assert [one.entry.id for one in halle.candidates] == ["2796696", "2796695"]
    assert halle.why == (
        "Called “Halle”, in the same country (BE), 34,479 inhabitants, 1 more that fits as well."
    )


def test_a_name_that_a_place_has_beside_its_own_is_not_enough(graph: Store, dump: Path) -> None:
    """Mechelen itself is missing from the gazetteer, and its namesake is not taken for it."""
    mechelen = suggested(graph, dump)["city/mechelen-be"]
    assert (mechelen.outcome, mechelen.proposed) == (Outcome.DOUBTFUL, None)
    assert mechelen.candidates[0].match is Match.LABEL_OTHER


def test_what_lies_in_another_country_is_no_candidate(graph: Store, dump: Path) -> None:
    found = suggested(graph, dump)
    listed = {one.entry.id for suggestion in found.values() for one in suggestion.candidates}
    assert listed.isdisjoint({"4119403", "2911522", "3171058"})
    assert all(
        one.entry.country == suggestion.thing.country
        for suggestion in found.values()
        for one in suggestion.candidates
        if suggestion.thing.country
    )


def test_without_a_country_nothing_is_proposed(graph: Store, dump: Path) -> None:
    nowhere = suggested(graph, dump)["city/nowhere"]
    assert nowhere.outcome is Outcome.DOUBTFUL
    assert nowhere.candidates[0].same_country is None
    assert "a country that is not known" in nowhere.why


def test_a_name_that_is_spelt_alike_is_shown_and_never_proposed(graph: Store, dump: Path) -> None:
    vilvorde = suggested(graph, dump)["city/vilvorde-be"]
    assert vilvorde.outcome is Outcome.DOUBTFUL
    assert (vilvorde.candidates[0].entry.id, vilvorde.candidates[0].match) == (
        "2784604",
        Match.ALIKE,
    )


def test_a_city_its_authority_and_its_province_are_three_things(graph: Store, dump: Path) -> None:
    found = suggested(graph, dump)
    assert "organisation/municipality-of-ghent-be" not in found
    assert [one.entry.kind for one in found["city/antwerp-be"].candidates] == ["P.PPLA2"]
    assert [one.entry.kind for one in found["region/murcia-es"].candidates] == ["A.ADM1"]
    assert [one.entry.id for one in found["city/budapest-hu"].candidates] == ["3054643"]


@pytest.mark.parametrize(("at", "meant"), [("4.23 50.73", "2796696"), ("4.65 51.23", "2796695")])
def test_the_position_tells_namesakes_apart(dump: Path, at: str, meant: str) -> None:
    graph = graph_of(THINGS, GEOMETRY.format(thing="city:halle-be", at=at))
    halle = suggested(graph, dump)["city/halle-be"]
    assert halle.proposed is not None
    assert (halle.proposed.entry.id, halle.proposed.score >= CERTAIN) == (meant, True)
    assert "0.4 km away" in halle.why or "0.0 km away" in halle.why or "0.5 km away" in halle.why


def test_what_lies_too_far_away_is_no_candidate(dump: Path) -> None:
    graph = graph_of(THINGS, GEOMETRY.format(thing="city:lier-be", at="5.4 50.6"))
    assert suggested(graph, dump)["city/lier-be"].outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("people", "outcome", "first"), [(34_000, "ambiguous", "2796696"), (900, "proposed", "2796695")]
)
def test_inhabitants_tell_namesakes_apart_only_by_their_order_of_size(
    dump: Path, people: int, outcome: str, first: str
) -> None:
    """Who counts a town and who counts its municipality differ by several times."""
    graph = graph_of(
        THINGS,
        f"city:halle-be cw:hasQuantity [ cw:measure 'inhabitants'@en ; cw:value {people} ] .",
    )
    halle = suggested(graph, dump)["city/halle-be"]
    assert (halle.outcome, halle.candidates[0].entry.id) == (outcome, first)


def test_what_is_linked_already_is_left_out(dump: Path) -> None:
    link = "city:lier-be schema:sameAs <https://sws.geonames.org/2792397/> ."
    other = "city:ghent-be schema:sameAs <http://www.wikidata.org/entity/Q1296> ."
    found = suggested(graph_of(THINGS, link, other), dump)
    assert "city/lier-be" not in found
    assert found["city/ghent-be"].proposed


def test_where_kinds_are_not_known_name_and_country_are_not_enough(
    graph: Store, tmp_path: Path
) -> None:
    """A list of Wikidata's items has cities, provinces and authorities of one name."""
    path = tmp_path / "items.csv"
    path.write_text("id,label,country,type\nQ1,Lier,BE,\nQ2,Ghent,BE,municipality\n", "utf-8")
    found = suggested(graph, path, "wikidata")
    assert found["city/lier-be"].outcome is Outcome.DOUBTFUL
    assert found["city/ghent-be"].proposed
    assert "organisation/municipality-of-ghent-be" in found
    assert not found["organisation/municipality-of-ghent-be"].candidates


def test_what_is_out_of_use_is_no_candidate(graph: Store, tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text(
        "id,label,country,type,replaced_by\nQ1,Lier,BE,municipality,Q2\nQ2,Lier,BE,municipality,\n",
        "utf-8",
    )
    lier = suggested(graph, path, "wikidata")["city/lier-be"]
    assert [one.entry.id for one in lier.candidates] == ["Q2"]


def test_countries_are_found_by_their_codes(graph: Store, tmp_path: Path) -> None:
    path = tmp_path / "countries.csv"
    path.write_text("id,label,country\nDEU,Federal Republic,DE\nBEL,Belgium,BE\n", "utf-8")
    found = suggested(graph, path, "eu-countries")
    proposed = {name: one.proposed for name, one in found.items() if one.proposed}
    assert {name: one.entry.id for name, one in proposed.items()} == {
        "country/be": "BEL",
        "country/de": "DEU",
    }
    assert found["country/de"].why.startswith("Has the code DE")


def test_a_higher_threshold_proposes_less(graph: Store, dump: Path) -> None:
    found = suggest(
        Things(graph).all(), GEONAMES, open_gazetteer(GEONAMES, dump), threshold=CERTAIN
    )
    assert not [one for one in found if one.proposed]


def test_a_city_that_is_called_so_abroad_is_a_rival_of_a_town_that_bears_the_name(
    graph: Store, dump: Path
) -> None:
    with dump.open("a", encoding="utf-8") as file:
        file.write(row("7", "Ghent", "", 50.2, 4.9, "P.PPL", "BE", 4_000))
    ghent = suggested(graph, dump)["city/ghent-be"]
    assert ghent.outcome is Outcome.AMBIGUOUS
    assert {one.entry.id for one in ghent.candidates} == {"7", "2797656"}
