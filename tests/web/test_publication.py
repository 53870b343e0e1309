"""The graph is measured once for each state of it, whoever asks and however many do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from pyoxigraph import NamedNode, Quad

from cityweave.catalogue import Catalogue
from cityweave.contributions import Contributions
from cityweave.contributions.judging import judge_in
from cityweave.errors import Overloaded, QueryTimeout
from cityweave.formats import ResultFormat
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, QueryRequest
from cityweave.web.publication import WAITING, Measured, Surveys
from cityweave.web.site import Site

A, B = NamedNode("http://e/a"), NamedNode("http://e/b")


class Held(EmbeddedStore):
    """A store whose queries wait, or fail, for as long as a test wants it."""

    def __init__(self) -> None:
        super().__init__()
        self.go = Event()
        self.go.set()
        self.failing = False
        self.asked = 0

    def query(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        self.asked += 1
        assert self.go.wait(60)
        if self.failing:
            raise QueryTimeout("It took too long.")
        return super().query(request, result_format, prefixes)


@pytest.fixture
def held() -> Iterator[Held]:
    store = Held()
    store.add([Quad(A, A, A, B)])
    yield store
    store.close()


@pytest.fixture
def site(held: Held) -> Iterator[Site]:
    settings = Settings()
    contributions = Contributions(held, judge_in(held), settings)
    workers = ThreadPoolExecutor(2)
    yield Site.of(settings, held, Catalogue({}), contributions, workers=workers)
    held.go.set()
    workers.shutdown()
    contributions.close()


def ask(surveys: Surveys, times: int) -> list[Measured | BaseException]:
    """What so many who ask at once are told."""

    async def together() -> list[Measured | BaseException]:
        asked = (surveys.newest() for _ in range(times))
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(together())


def test_all_who_ask_get_the_same_numbers_until_the_graph_changes(site: Site) -> None:
    surveys = Surveys(site)
    found = set(ask(surveys, 16))
    assert len(found) == 1
    (first,) = found
    assert isinstance(first, Measured)
    assert (first.statistics.triples, first.state) == (1, site.store.state)
    site.store.add([Quad(A, A, B, B)])
    (second,) = ask(surveys, 1)
    assert isinstance(second, Measured)
    assert (second.statistics.triples, second.state) == (2, site.store.state)
    assert ask(surveys, 1) == [second]


def test_those_who_wait_leave_the_workers_to_others_and_are_few(site: Site, held: Held) -> None:
    """There are two workers: one measures, the other is free, however many wait."""
    surveys = Surveys(site)

    async def crowd() -> list[Measured | BaseException]:
        held.go.clear()
        asked = [asyncio.ensure_future(surveys.newest()) for _ in range(WAITING + 9)]
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(30):
                assert await loop.run_in_executor(site.workers, lambda: "a page") == "a page"
        finally:
            held.go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    told = asyncio.run(crowd())
    refused = [one for one in told if isinstance(one, Overloaded)]
    assert (len(refused), refused[0].status) == (9, 503)
    assert refused[0].retry_after
    assert len({one for one in told if isinstance(one, Measured)}) == 1


def test_a_failure_is_told_to_all_who_wait_and_tried_again_later(site: Site, held: Held) -> None:
    held.failing = True
    for surveys, tries in ((Surveys(site), 1), (Surveys(site, rest=0), 2)):
        held.asked = 0
        assert all(isinstance(one, QueryTimeout) for one in (*ask(surveys, 9), *ask(surveys, 9)))
        assert held.asked == tries
    surveys = Surveys(site)
    assert isinstance(ask(surveys, 1)[0], QueryTimeout)
    held.failing = False
    held.add([Quad(A, A, B, B)])
    assert isinstance(ask(surveys, 1)[0], Measured)


def test_who_asks_after_a_change_does_not_get_the_numbers_of_before(site: Site, held: Held) -> None:
    surveys = Surveys(site)

    async def changing() -> list[Measured]:
        held.go.clear()
        before = asyncio.ensure_future(surveys.newest())
        await asyncio.sleep(0)
        held.add([Quad(A, A, B, B)])
        after = [asyncio.ensure_future(surveys.newest()) for _ in range(3)]
        await asyncio.sleep(0)
        held.go.set()
        await before
        return await asyncio.gather(*after)

    found = set(asyncio.run(changing()))
    assert [one.statistics.triples for one in found] == [2]


def test_one_who_goes_away_leaves_the_others_their_numbers(site: Site, held: Held) -> None:
    surveys = Surveys(site)

    async def leaving() -> Measured:
        held.go.clear()
        first, second = (asyncio.ensure_future(surveys.newest()) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        held.go.set()
        return await second

    assert asyncio.run(leaving()).statistics.triples == 1


def test_sizes_belong_to_a_state(site: Site) -> None:
    surveys = Surveys(site)
    before = site.store.state
    surveys.weigh("/dumps/a", before, 5)
    surveys.weigh("/dumps/b", before, 6)
    site.store.add([Quad(A, A, B, B)])
    after = site.store.state
    surveys.weigh("/dumps/b", after, 7)
    assert surveys.sizes(before) == {"/dumps/a": 5}
    assert surveys.sizes(after) == {"/dumps/b": 7}
