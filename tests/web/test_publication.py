"""The graph is measured once for each state of it, whoever asks and however many do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyoxigraph import NamedNode, Quad

from cityweave.catalogue import Catalogue
from cityweave.contributions import Contributions
from cityweave.contributions.judging import judge_in
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.web.publication import Surveys
from cityweave.web.site import Site

A, B = NamedNode("http://e/a"), NamedNode("http://e/b")


@pytest.fixture
def site() -> Iterator[Site]:
    store, settings = EmbeddedStore(), Settings()
    store.add([Quad(A, A, A, B)])
    contributions = Contributions(store, judge_in(store), settings)
    yield Site(settings, store, Catalogue({}), contributions)
    contributions.close()
    store.close()


def test_all_who_ask_get_the_same_numbers_until_the_graph_changes(site: Site) -> None:
    surveys = Surveys()
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: surveys.of(site), range(16)))
    assert len(found) == 1
    (first,) = found
    assert (first.statistics.triples, first.state) == (1, site.store.state)
    site.store.add([Quad(A, A, B, B)])
    second = surveys.of(site)
    assert (second.statistics.triples, second.state) == (2, site.store.state)
    assert surveys.of(site) is second


def test_sizes_belong_to_a_state(site: Site) -> None:
    surveys = Surveys()
    before = site.store.state
    surveys.weigh("/dumps/a", before, 5)
    surveys.weigh("/dumps/b", before, 6)
    site.store.add([Quad(A, A, B, B)])
    after = site.store.state
    surveys.weigh("/dumps/b", after, 7)
    assert surveys.sizes(before) == {"/dumps/a": 5}
    assert surveys.sizes(after) == {"/dumps/b": 7}
