"""Names garbled anew, with another seed than those that the constants were fitted on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pytest
from bench.garbling import WAYS, City, Garbled, sample, strangers

from cityweave.reconciliation.index import Index
from cityweave.reconciliation.matching import Candidate, Query, candidates, pool
from cityweave.reconciliation.scoring import MATCH
from cityweave.vocabulary import CW

SEED, NAMES, STRANGERS = 2027, 600, 300
Answers = list[tuple[Garbled, Sequence[Candidate]]]


@pytest.fixture(scope="module", params=[(), (CW + "Municipality",)], ids=["any type", "cities"])
def answers(request: pytest.FixtureRequest, index: Index, cities: list[City]) -> Answers:
    asked = sample(cities, NAMES, SEED) + strangers(index.keys, STRANGERS, SEED)
    found = []
    for one in asked:
        query = Query((one.text,), request.param)
        found.append((one, candidates(pool(index, query), query, {})))
    return found


def first(index: Index, found: Sequence[Candidate]) -> str | None:
    return index.things[found[0].thing] if found else None


def test_the_sample_is_what_it_says(cities: list[City]) -> None:
    asked = sample(cities, NAMES, SEED)
    assert len({one.text for one in asked}) == NAMES
    assert {one.how for one in asked} == set(WAYS)
    assert len({one.iri for one in asked}) > 110
    assert asked == sample(cities, NAMES, SEED)


def test_the_right_city_is_in_first_place(index: Index, answers: Answers) -> None:
    wrong = [one for one, found in answers if one.iri and first(index, found) != one.iri]
    assert len(wrong) <= 0.03 * NAMES, wrong


def test_no_city_is_matched_wrongly(index: Index, answers: Answers) -> None:
    wrong = [
        (one, found[0])
        for one, found in answers
        if one.iri and found and found[0].score >= MATCH and first(index, found) != one.iri
    ]
    assert wrong == []
    matched = [one for one, found in answers if one.iri and found[0].match]
    assert len(matched) >= 0.85 * NAMES


def test_hardly_a_place_that_is_not_here_is_matched(answers: Answers) -> None:
    matched = [
        (one.text, found[0].score)
        for one, found in answers
        if not one.iri and found and found[0].match
    ]
    assert len(matched) <= 0.02 * STRANGERS, matched


def test_scores_are_chances(index: Index, answers: Answers) -> None:
    """Of candidates with a score about s, about s in a hundred are right; errs on the safe side."""
    bins: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one, found in answers:
        for candidate in found:
            low = candidate.score < 10
            name = "low" if low else "match" if candidate.score >= MATCH else "between"
            bins[name].append((candidate.score, index.things[candidate.thing] == one.iri))
    for name, entries in bins.items():
        promised = sum(score for score, _ in entries) / len(entries)
        kept = 100 * sum(right for _, right in entries) / len(entries)
        assert kept >= promised - 8, (name, promised, kept, len(entries))
        assert kept <= promised + 25, (name, promised, kept, len(entries))
