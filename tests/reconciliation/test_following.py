"""The index follows the graph: who asks for the newest waits for it, nobody else does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.contributions.namesakes import works
from cityweave.errors import QueryFailed
from cityweave.reconciliation import following
from cityweave.reconciliation.following import Following
from cityweave.reconciliation.index import Index
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, ReplicatedStore, Works
from cityweave.vocabulary import BASE, CW, PREFIXES
from cityweave.web import create_app
from web.client import client_of

THINGS = BASE + "id/"
GRAPH = NamedNode(BASE + "graph/editorial")


def named(slug: str, name: str) -> tuple[Quad, Quad]:
    """A city with a name."""
    city = NamedNode(f"{THINGS}city/{slug}")
    kind = NamedNode(PREFIXES["rdf"] + "type")
    label = NamedNode(PREFIXES["rdfs"] + "label")
    return (
        Quad(city, kind, NamedNode(CW + "Municipality"), GRAPH),
        Quad(city, label, Literal(name, language="en"), GRAPH),
    )


@pytest.fixture
def store() -> Iterator[ReplicatedStore]:
    settings = Settings()
    writer = EmbeddedStore(works=Works(works(settings)))
    writer.add(named("one", "Onestad"))
    with closing(ReplicatedStore(writer, Limits.of(settings), settings)) as store:
        yield store


def test_the_first_question_waits_for_the_index(store: ReplicatedStore) -> None:
    index = Following(store, THINGS).index()
    assert list(index.things) == [THINGS + "city/one"]


def test_one_index_serves_while_the_graph_stays_as_it_is(store: ReplicatedStore) -> None:
    keeper = Following(store, THINGS)
    keeper.prepare()
    assert keeper.index() is keeper.index(newest=True)


def test_who_asks_for_the_newest_sees_what_was_written(store: ReplicatedStore) -> None:
    keeper = Following(store, THINGS)
    before = keeper.index()
    store.add(named("two", "Tweestad"))
    after = keeper.index(newest=True)
    assert before.number(THINGS + "city/two") is None
    assert after.number(THINGS + "city/two") is not None


def test_others_are_answered_from_what_there_is(
    store: ReplicatedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "QUICK", -1.0)  # as if it took long to make
    keeper = Following(store, THINGS)
    before = keeper.index()
    store.add(named("two", "Tweestad"))
    assert keeper.index() is before
    deadline = time.monotonic() + 60
    while keeper.index() is before:  # made meanwhile, and then taken
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert keeper.index().number(THINGS + "city/two") is not None


def test_an_answer_from_older_names_says_so(
    store: ReplicatedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "QUICK", -1.0)
    began = threading.Event()
    monkeypatch.setattr(Following, "_begin", waiting(Following._begin, began))
    city = {"prefix": THINGS + "city/two"}
    newest = {"Cache-Control": "no-cache"}
    suggested, preview = "/reconcile/suggest/entity", "/reconcile/preview"
    batch = {"queries": '{"q": {"query": "Tweestad"}}'}
    with client_of(create_app(Settings(), store)) as client:
        began.set()
        first = client.get(suggested, params=city)
        assert "cityweave-notice" not in first.headers
        began.clear()
        store.add(named("two", "Tweestad"))
        old = client.get(suggested, params=city)
        assert old.json()["result"] == []
        assert "Cache-Control: no-cache" in old.headers["cityweave-notice"]
        assert "cityweave-notice" in client.post("/reconcile", data=batch).headers
        page = {"id": THINGS + "city/one"}
        assert "cityweave-notice" in client.get(preview, params=page).headers
        began.set()
        new = client.get(suggested, params=city, headers=newest)
        assert [one["name"] for one in new.json()["result"]] == ["Tweestad"]
        assert "cityweave-notice" not in new.headers
        assert "cityweave-notice" not in client.post("/reconcile", data=batch).headers


def waiting(
    begin: Callable[[Following], Future[Index]], until: threading.Event
) -> Callable[[Following], Future[Index]]:
    """Begins an index only from a moment on; before, the old one is all there is."""

    def late(keeper: Following) -> Future[Index]:
        return begin(keeper) if until.is_set() else Future()

    return late


def test_an_index_that_is_made_quickly_is_made_first(
    store: ReplicatedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "QUICK", 60.0)
    keeper = Following(store, THINGS)
    keeper.index()
    store.add(named("two", "Tweestad"))
    assert keeper.index().number(THINGS + "city/two") is not None


def test_what_goes_wrong_is_told_and_tried_again() -> None:
    settings = Settings()
    with closing(ReplicatedStore(EmbeddedStore(), Limits.of(settings), settings)) as store:
        keeper = Following(store, THINGS)
        for _ in range(2):
            with pytest.raises(QueryFailed):
                keeper.index()


def test_things_without_a_class_and_names_of_names_are_left_out(store: ReplicatedStore) -> None:
    alias, owner = NamedNode(THINGS + "alias/uno"), NamedNode(THINGS + "city/one")
    kind = NamedNode(PREFIXES["rdf"] + "type")
    label = NamedNode(PREFIXES["rdfs"] + "label")
    store.add(
        [
            Quad(alias, kind, NamedNode(CW + "Alias"), GRAPH),
            Quad(alias, label, Literal("Uno"), GRAPH),
            Quad(alias, NamedNode(CW + "literalForm"), Literal("Uno\nciudad"), GRAPH),
            Quad(owner, NamedNode(CW + "alias"), alias, GRAPH),
            Quad(NamedNode(THINGS + "city/none"), label, Literal("None"), GRAPH),
            Quad(NamedNode("https://example.org/x"), kind, NamedNode(CW + "Municipality"), GRAPH),
            Quad(NamedNode("https://example.org/x"), label, Literal("Elsewhere"), GRAPH),
        ]
    )
    index = Following(store, THINGS).index()
    assert list(index.things) == [THINGS + "city/one"]
    assert [one.text for one in index.names(0)] == ["Onestad", "Uno ciudad"]


def test_an_empty_graph_has_an_empty_index() -> None:
    settings = Settings()
    writer = EmbeddedStore(works=Works(works(settings)))
    with closing(ReplicatedStore(writer, Limits.of(settings), settings)) as store:
        index = Following(store, THINGS).index()
    assert list(index.things) == []
    assert index.like("ghent") == []
    assert list(index.starting("g", 10)) == []
