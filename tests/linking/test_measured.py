"""Precision and recall of proposals, over the municipalities of the graph and known identifiers.

The identifiers are a table that was compared with several sources: `label`, `country` and
`geonames_id` by row. It is no part of the project: LINK_IDENTIFIERS names it, or it is
`shared/links/city_ids.csv` beside the checkout.
"""

from __future__ import annotations

import csv
import dataclasses
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

from cityweave.linking import (
    Entry,
    Gazetteer,
    Outcome,
    Suggestion,
    Thing,
    Things,
    open_gazetteer,
    suggest,
    target,
)
from cityweave.loading import open_store
from cityweave.resources import content
from cityweave.settings import Settings

BESIDE = content("data").parent.parent / "shared" / "links" / "city_ids.csv"
TABLE = Path(os.environ.get("LINK_IDENTIFIERS", BESIDE))
GEONAMES = target("geonames")

pytestmark = pytest.mark.skipif(
    not TABLE.is_file(), reason=f"the table of identifiers is not at {TABLE}"
)


class Without:
    """A gazetteer that lacks some entries."""

    title = "a gazetteer with gaps"
    is_whole = False

    def __init__(self, whole: Gazetteer, gone: Collection[str]) -> None:
        self._whole = whole
        self._gone = gone

    def entries(self, countries: Collection[str] | None = None) -> Iterator[Entry]:
        return (one for one in self._whole.entries(countries) if one.id not in self._gone)


@pytest.fixture(scope="module")
def municipalities() -> tuple[Thing, ...]:
    """By name and country alone, without what links and open data add."""
    things = Things(open_store(Settings()).merged)
    return tuple(
        dataclasses.replace(one, others=(), position=None, population=None, links=())
        for one in things.all()
        if "Municipality" in one.classes
    )


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer(GEONAMES)


def identifiers() -> Mapping[tuple[str, str | None], str]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(one["label"], one["country"]): one["geonames_id"] for one in rows}


def is_right(one: Suggestion) -> bool:
    known = identifiers()[one.thing.name, one.thing.country]
    return any(candidate.entry.id == known for candidate in one.candidates[:1])


def test_all_that_is_proposed_is_right_and_nearly_all_is_found(
    municipalities: tuple[Thing, ...], gazetteer: Gazetteer
) -> None:
    found = suggest(municipalities, GEONAMES, gazetteer)
    proposed = [one for one in found if one.proposed]
    assert [one.thing.name for one in proposed if not is_right(one)] == []
    assert len(proposed) / len(found) >= 0.96
    others = {one.thing.name: one.outcome for one in found if not one.proposed}
    assert set(others.values()) <= {Outcome.AMBIGUOUS}, others
    for one in found:
        known = identifiers()[one.thing.name, one.thing.country]
        assert known in {candidate.entry.id for candidate in one.candidates}, one.thing.name


def test_where_the_right_one_is_missing_hardly_anything_is_proposed(
    municipalities: tuple[Thing, ...], gazetteer: Gazetteer
) -> None:
    """Every proposal is wrong here. One hamlet has the name, country and size of a town."""
    found = suggest(municipalities, GEONAMES, Without(gazetteer, set(identifiers().values())))
    assert [one.thing.name for one in found if one.proposed] == ["Halle"]


def test_no_country_is_mistaken_though_names_are_the_same_in_many(
    municipalities: tuple[Thing, ...], gazetteer: Gazetteer
) -> None:
    names = Counter(one.name for one in municipalities)
    assert max(names.values()) == 1
    elsewhere = tuple(dataclasses.replace(one, country="BR") for one in municipalities)
    found = suggest(elsewhere, GEONAMES, gazetteer)
    assert {one.entry.country for found_one in found for one in found_one.candidates} == {"BR"}
