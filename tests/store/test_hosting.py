"""The host follows what the writer did, proves that it did, and is replaced when it is worn."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cityweave.store import Change, EmbeddedStore, replica
from cityweave.store.changes import decode_change, encode_change
from cityweave.store.connection import TASK
from cityweave.store.frames import Frames, frame
from cityweave.store.hosting import Hosting
from cityweave.store.interface import QueryRequest
from cityweave.store.querying import QueryTask
from cityweave.store.sink import END

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NODE = NamedNode("http://e/a")


def quad(number: int, graph: str = "http://g/1") -> Quad:
    return Quad(NODE, NODE, Literal(number), NamedNode(graph))


@pytest.fixture
def writer() -> EmbeddedStore:
    store = EmbeddedStore()
    store.add([quad(1), quad(1, "http://g/2"), quad(2)])
    return store


@pytest.fixture
def followed(writer: EmbeddedStore) -> Iterator[Hosting]:
    made = Hosting(writer, 100_000_000, 1_000_000)
    yield made
    made.close()


def counted(found: Hosting, text: str = COUNT) -> int:
    process, channel = found.fork()
    task = QueryTask(
        QueryRequest(text), "csv", {}, seconds=5, memory=100_000_000, rows=10, size=10_000
    )
    with channel:
        channel.sendall(frame(TASK, task.encode()))
        kind, payload = Frames(channel).next()
    assert kind == END
    found.discard(process)
    return int(payload[1:].split(b"\r\n")[1])


TERMS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
    st.sampled_from("ab").map(BlankNode),
    st.integers().map(Literal),
    st.text("abc").map(lambda text: Literal(text, language="nl-BE")),
)
GRAPHS = st.sampled_from([NamedNode("http://g/1"), DefaultGraph(), BlankNode("g")])
QUADS = st.builds(Quad, st.just(NODE), st.just(NODE), TERMS, GRAPHS)


@given(st.lists(QUADS), st.lists(QUADS), st.lists(st.sampled_from(["http://g/é", "http://g/2"])))
def test_a_change_arrives_as_it_was(
    added: list[Quad], removed: list[Quad], names: list[str]
) -> None:
    change = Change(tuple(added), tuple(removed), tuple(names), tuple(reversed(names)))
    assert decode_change(encode_change(change)) == change


def test_a_triple_leaves_the_merge_with_its_last_graph(followed: Hosting) -> None:
    assert counted(followed) == 2
    followed.follow(Change(removed=(quad(1),)))
    assert counted(followed) == 2
    followed.follow(Change(removed=(quad(1, "http://g/2"),), added=(quad(3), quad(4))))
    assert counted(followed) == 3
    assert counted(followed, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 3


def test_a_replica_that_drifted_is_found_and_replaced(
    followed: Hosting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(replica, "PROOF", 2)
    followed.follow(Change(added=(quad(8),)))
    assert counted(followed) == 3  # the writer knows nothing of it
    with caplog.at_level(logging.WARNING):
        followed.follow(Change(added=(quad(9),)))
    assert "its size is not that of the store" in caplog.text
    assert counted(followed) == 2


def test_a_worn_replica_is_made_anew(
    followed: Hosting,
    writer: EmbeddedStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(replica, "WORN", 2)
    change = Change(removed=(quad(1), quad(1, "http://g/2"), quad(2)))
    writer.apply(change)
    with caplog.at_level(logging.WARNING):
        followed.follow(change)
    assert "many quads were removed" in caplog.text
    assert counted(followed) == 0
