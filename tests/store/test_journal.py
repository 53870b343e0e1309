"""A commit is on the disk when it is acknowledged."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.errors import StoreUnavailable
from cityweave.store import Change, EmbeddedStore, UpdateRequest

NODE = NamedNode("http://e/a")
UPDATE = "DELETE WHERE { GRAPH <http://g/1> { ?s ?p ?o } }"


def quads(*numbers: int) -> list[Quad]:
    return [Quad(NODE, NODE, Literal(number), NamedNode("http://g/1")) for number in numbers]


def logs(folder: Path) -> dict[str, int]:
    return {one.name: one.stat().st_size for one in folder.glob("*.log")}


def test_every_way_of_writing_ends_with_the_log_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "graph"
    synced: dict[str, int] = {}
    real = os.fdatasync

    def spy(descriptor: int) -> None:
        real(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        synced[path.name] = path.stat().st_size

    store = EmbeddedStore(folder)
    monkeypatch.setattr(os, "fdatasync", spy)
    writes: list[Callable[[], object]] = [
        lambda: store.add(quads(1, 2)),
        lambda: store.replace([one.triple for one in quads(3)], "http://g/1"),
        lambda: store.update(UpdateRequest((UPDATE,), (UPDATE,))),
        lambda: store.apply(Change(added=tuple(quads(4)))),
        lambda: store.drop("http://g/1"),
    ]
    for write in writes:
        before = logs(folder)
        write()
        assert logs(folder) != before
        assert synced == logs(folder)
    store.close()


def test_a_disk_that_does_not_confirm_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = EmbeddedStore(tmp_path / "graph")

    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", broken)
        with pytest.raises(StoreUnavailable, match="does not confirm"):
            store.add(quads(1))
    store.add(quads(2))
    store.close()
