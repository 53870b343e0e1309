"""An empty store is filled with all of what is read, or stays empty."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import StoreUnavailable, SyntaxErrorInData
from cityweave.store import EmbeddedStore, filling
from cityweave.store.filling import Document, Documents
from cityweave.vocabulary import UNNAMED_GRAPH

NODE, GRAPH = NamedNode("http://e/a"), NamedNode("http://g/1")
FAULT = SyntaxErrorInData("here")
PROGRAM = Path(sys.executable).parent / "cityweave"


def quads(count: int, fault: int | None = None, error: Exception = FAULT) -> Iterator[Quad]:
    for number in range(count):
        if number == fault:
            raise error
        yield Quad(NODE, NODE, Literal(number % 7), NamedNode(f"http://g/{number % 3}"))
        yield Quad(NODE, NODE, Literal(number))


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmbeddedStore]:
    made = EmbeddedStore(None if request.param == "memory" else tmp_path / "store")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "PART", 10)


def test_a_filled_store_is_as_one_that_things_were_added_to(store: EmbeddedStore) -> None:
    other = EmbeddedStore()
    other.add(quads(50))
    assert store.fill(quads(50)) == 100
    assert set(store.quads()) == set(other.quads())
    assert store.graphs() == other.graphs()
    assert store.count() == other.count()
    assert store.size == other.size
    change = other.add([Quad(NODE, NODE, Literal("new"), GRAPH)])
    assert store.apply(change) == change
    assert store.count() == other.count()


def documents(*texts: tuple[str, NamedNode | None]) -> Documents:
    return Documents(Document(one.encode(), ox.RdfFormat.TRIG, graph) for one, graph in texts)


def test_documents_fill_a_store_as_their_quads_do(store: EmbeddedStore) -> None:
    other = EmbeddedStore()
    other.add(quads(50))
    text = (ox.serialize(set(quads(50)), format=ox.RdfFormat.TRIG) or b"").decode()
    assert store.fill(documents((text, None))) == len(set(quads(50)))
    assert set(store.quads()) == set(other.quads())
    assert store.graphs() == other.graphs()
    assert store.count() == other.count()
    assert store.size == other.size


def test_a_document_can_go_into_a_graph(store: EmbeddedStore) -> None:
    assert store.fill(documents(("<a:a> <a:a> 1, 2 .", GRAPH), ("<a:a> <a:a> 2 .", None))) == 3
    assert set(store.graphs()) == {GRAPH.value, UNNAMED_GRAPH}
    assert store.count() == 2


def test_a_document_that_cannot_be_read_leaves_an_empty_store(store: EmbeddedStore) -> None:
    with pytest.raises(SyntaxError):
        store.fill(documents(("<a:a> <a:a> 1 .", None), ("<a:a> <a:a> .", None)))
    assert store.is_empty
    assert store.fill(quads(3)) == 6


@pytest.mark.parametrize("error", [SyntaxErrorInData("here"), OSError("the disk is gone")])
def test_what_cannot_be_read_to_its_end_leaves_an_empty_store(
    store: EmbeddedStore, error: Exception
) -> None:
    with pytest.raises((SyntaxErrorInData, StoreUnavailable)):
        store.fill(quads(50, fault=45, error=error))
    assert store.is_empty
    assert store.graphs() == ()
    assert store.count() == 0
    assert store.fill(quads(3)) == 6


def test_a_filling_that_was_broken_off_is_undone_when_the_store_is_opened(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.fill(quads(20))
    store.close()
    (tmp_path / filling.MARK).touch()
    again = EmbeddedStore(tmp_path)
    assert again.is_empty
    assert not (tmp_path / filling.MARK).exists()
    again.close()


@pytest.mark.parametrize("delay", [0.0, 0.3, 0.8])
def test_a_load_that_is_killed_leaves_all_or_nothing(tmp_path: Path, delay: float) -> None:
    source, folder = tmp_path / "graph.nq", tmp_path / "store"
    count = 60_000
    source.write_text(
        "".join(f"<http://e/{n}> <http://e/p> <http://e/{n // 7}> .\n" for n in range(count))
    )
    command: list[str | Path] = [PROGRAM, "load", source, "--data-dir", folder]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as load:
        until = time.monotonic() + 60
        while not folder.is_dir() and load.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(delay)
        load.send_signal(signal.SIGKILL)
    store = EmbeddedStore(folder)
    held = store.count()
    store.close()
    assert held in (0, count)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"{count} different triples" in done.stdout
