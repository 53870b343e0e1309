"""Several people at once: each step happens once, and who came second is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Barrier, Event, Thread

import pytest
from pyoxigraph import NamedNode, Quad

from cityweave.access import Holder, Role
from cityweave.contributions import Contribution, Contributions, Proposal, State, Verdict
from cityweave.errors import CityweaveError, ContributionRefused
from cityweave.settings import Settings
from cityweave.store import Change, EmbeddedStore
from cityweave.vocabulary import GRAPH
from contributions.conftest import ANN, BEN, REV, SUE
from contributions.judge import Context, city, merge

EDITORIAL = NamedNode(GRAPH + "editorial")


@pytest.fixture
def store() -> Iterator[EmbeddedStore]:
    store = EmbeddedStore()
    store.add(Context.small().quads)
    with closing(store):
        yield store


@pytest.fixture
def work(store: EmbeddedStore) -> Iterator[Contributions]:
    with closing(Contributions(store, Context.small().judge(store), Settings())) as made:
        yield made


def together(*deeds: Callable[[], Contribution]) -> list[Contribution | CityweaveError]:
    """What became of deeds that begin at the same moment, in their order."""
    barrier = Barrier(len(deeds))
    found: dict[int, Contribution | CityweaveError] = {}

    def run(number: int, deed: Callable[[], Contribution]) -> None:
        barrier.wait()
        try:
            found[number] = deed()
        except CityweaveError as error:
            found[number] = error

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == len(deeds)
    return [found[number] for number in range(len(deeds))]


def test_two_reviewers_decide_at_once(work: Contributions, store: EmbeddedStore) -> None:
    for number in range(10):
        one = work.submit(city(f"c{number}"), "a.ttl", "ttl", ANN)
        found = together(
            lambda: work.decide(one.id, True, REV, "Yes"),  # noqa: B023
            lambda: work.decide(one.id, False, SUE, "No"),  # noqa: B023
            lambda: work.withdraw(one.id, ANN),  # noqa: B023
        )
        won = [result for result in found if isinstance(result, Contribution)]
        lost = [result for result in found if isinstance(result, ContributionRefused)]
        assert (len(won), len(lost)) == (1, 2)
        assert work.get(one.id) == won[0]
        assert all(f"is {won[0].state} since" in error.detail for error in lost)
        assert store.holds(one.graph) == (won[0].state is State.ACCEPTED)


def test_the_same_bytes_at_once_are_one_contribution(work: Contributions) -> None:
    deeds = [lambda: work.submit(city("ghent"), "a.ttl", "ttl", ANN)] * 6
    found = together(*deeds)
    assert len({one.id for one in found if isinstance(one, Contribution)}) == 1
    assert len(work.list()) == 1
    assert work.list()[0].state is State.STAGED


def test_two_acceptances_of_the_same_iri_at_once(work: Contributions, store: EmbeddedStore) -> None:
    for number in range(5):
        first, second = (
            work.submit(city(f"c{number}", country=country), "a.ttl", "ttl", by)
            for country, by in (("be", ANN), ("nl", BEN))
        )
        found = together(
            lambda: work.decide(first.id, True, REV),  # noqa: B023
            lambda: work.decide(second.id, True, SUE),  # noqa: B023
        )
        states = sorted(work.get(one.id).state for one in (first, second))
        assert states == [State.ACCEPTED, State.INVALID]
        refused = [one for one in found if isinstance(one, ContributionRefused)]
        assert "does not conform any more" in refused[0].detail


def test_a_reversal_and_a_supersession_at_once(work: Contributions, store: EmbeddedStore) -> None:
    for number in range(5):
        before = merge(store)
        old = work.submit(city(f"c{number}", "Old"), "a.ttl", "ttl", ANN)
        work.decide(old.id, True, REV)
        new = work.submit(city(f"c{number}", "New"), "a.ttl", "ttl", ANN, supersedes=old.id)
        together(
            lambda: work.decide(new.id, True, REV),  # noqa: B023
            lambda: work.revert(old.id, SUE, "Out"),  # noqa: B023
        )
        assert work.get(new.id).state is State.ACCEPTED
        assert not store.holds(old.graph)
        work.revert(new.id, REV, "Out")
        if work.get(old.id).state is State.ACCEPTED:
            work.revert(old.id, REV, "Out")
        assert merge(store) == before


class Pausing:
    """A judge that does something after it has judged, once."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.judge = Context.small().judge(store)
        self.then: Callable[[], object] | None = None

    def __call__(self, proposal: Proposal) -> Verdict:
        verdict = self.judge(proposal)
        then, self.then = self.then, None
        if then is not None:
            then()
        return verdict


def test_a_write_between_judgement_and_merge_is_seen(store: EmbeddedStore) -> None:
    """An update that lands while an acceptance is judged makes it be judged once more."""
    judge = Pausing(store)
    work = Contributions(store, judge, Settings())
    one = work.submit(city("ghent"), "a.ttl", "ttl", ANN)
    ghent = NamedNode("https://w3id.org/cityweave/id/city/ghent")
    country = NamedNode("https://w3id.org/cityweave/ontology#country")
    other = Quad(ghent, country, NamedNode("https://w3id.org/cityweave/id/country/nl"), EDITORIAL)
    harmless = Quad(EDITORIAL, country, EDITORIAL, EDITORIAL)
    store.apply(Change((harmless,)))
    judge.then = lambda: store.apply(Change((other,)))
    with pytest.raises(ContributionRefused, match="does not conform any more"):
        work.decide(one.id, True, REV)
    assert not store.holds(one.graph)
    assert not store.states(f"{one.iri}#acceptance")


def test_a_graph_that_never_rests_is_told(store: EmbeddedStore) -> None:
    judge = Pausing(store)
    work = Contributions(store, judge, Settings())
    one = work.submit(city("ghent"), "a.ttl", "ttl", ANN)
    number = 0

    def write() -> None:
        nonlocal number
        number += 1
        store.apply(Change((Quad(EDITORIAL, NamedNode(f"e:{number}"), EDITORIAL, EDITORIAL),)))
        judge.then = write

    judge.then = write
    write()
    with pytest.raises(ContributionRefused, match="again and again"):
        work.decide(one.id, True, REV)
    assert work.get(one.id).state is State.STAGED
    judge.then = None
    assert work.decide(one.id, True, REV).state is State.ACCEPTED


def test_a_withdrawal_while_it_is_judged_holds(store: EmbeddedStore) -> None:
    judge = Pausing(store)
    work = Contributions(store, judge, Settings())
    judge.then = lambda: [work.withdraw(one.id, ANN) for one in work.list()]
    assert work.submit(city("ghent"), "a.ttl", "ttl", ANN).state is State.WITHDRAWN


def test_decisions_do_not_wait_for_submissions(store: EmbeddedStore) -> None:
    """What one contributor sends is judged while a reviewer decides on something else."""
    judge = Pausing(store)
    work = Contributions(store, judge, Settings())
    one = work.submit(city("ghent"), "a.ttl", "ttl", ANN)
    judging, going_on = Event(), Event()

    def wait() -> None:
        judging.set()
        assert going_on.wait(60)

    judge.then = wait
    other = Holder("66666666", Role.CONTRIBUTOR)
    thread = Thread(target=work.submit, args=(city("bruges"), "b.ttl", "ttl", other))
    thread.start()
    assert judging.wait(60)
    assert work.decide(one.id, True, REV).state is State.ACCEPTED
    going_on.set()
    thread.join(60)
    assert [found.state for found in work.list()] == [State.STAGED, State.ACCEPTED]
