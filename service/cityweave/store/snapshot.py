"""Readers of a snapshot: hard links to the durable store's files, opened to read."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NoReturn

from cityweave.store.confinement import DESCRIPTORS, confine
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.host import CHANGE, host_here
from cityweave.store.interface import Change
from cityweave.store.link import HostLink, spawn
from cityweave.store.place import new_folder
from cityweave.store.registry import Works

CACHES = 160 << 20
"""Bytes that RocksDB keeps of what it read (128 MiB of terms, 32 MiB of the rest), in each reader
beside what a query needs."""


class Snapshot:
    """The host's end: the newest snapshot, opened, and the folders of older ones in use."""

    def __init__(self, folder: Path, works: Works) -> None:
        """Open a snapshot, which is this one's from here on. Raises `StoreUnavailable`."""
        self._works = works
        self._readers: dict[int, Path] = {}
        self._open(folder)

    def _open(self, folder: Path) -> None:
        self.store = EmbeddedStore.of_backup(folder, self._works)
        self._folder = folder
        self._look()

    def _look(self) -> None:
        """Note which files of the snapshot are open: RocksDB opens 16 at once, others later."""
        self._files: list[int] = []
        for one in Path("/proc/self/fd").iterdir():
            with suppress(OSError):  # the descriptor by which the folder is read is gone again
                if int(one.name) >= DESCRIPTORS and one.readlink().parent == self._folder:
                    self._files.append(int(one.name))
        tables = sum(1 for one in self._folder.iterdir() if one.suffix == ".sst")
        self._unopened = max(0, tables - len(self._files))

    def preparing(self) -> Iterator[None]:
        """Make the works of the store ready."""
        return self._works.steps()

    @property
    def size(self) -> int:
        """Quads in the named graphs and triples in the merge, together."""
        size = self.store.size
        self._look()
        return size

    def follow(self, news: bytes) -> None:
        """Open the snapshot in that folder; older ones go with their last readers."""
        old = self._folder
        self._open(Path(os.fsdecode(news)))
        self._drop(old)

    def enter(self, channel: socket.socket, memory: int) -> socket.socket:
        """Confine a new reader, with the files that are open and leave to open the others."""
        return confine(
            channel,
            memory + CACHES,
            self._files,
            folder=self._folder,
            unopened=self._unopened,
        )

    def lent(self, process: int) -> None:
        """Keep the snapshot for this reader."""
        self._readers[process] = self._folder

    def returned(self, process: int) -> None:
        """Remove a snapshot that nobody reads any more."""
        if (folder := self._readers.pop(process, None)) is not None:
            self._drop(folder)

    def _drop(self, folder: Path) -> None:
        if folder != self._folder and folder not in self._readers.values():
            shutil.rmtree(folder, ignore_errors=True)


class SnapshotSupply:
    """The front's end: makes snapshots after commits, at most one for each time that they are read.

    The first commit after a reader was forked has its snapshot at once. Those that
    follow with nobody reading in between share one, which the next reader waits for.
    """

    def __init__(self, store: EmbeddedStore, folder: Path, memory: int) -> None:
        """Snapshots of the store, which is in `folder`; readers grow by `memory` bytes."""
        self._store = store
        self._folder = folder
        self._memory = memory
        self._made: list[Path] = []
        self._making = Lock()
        self._is_over = False
        self._is_read = False
        self._is_old = False

    def start(self) -> HostLink:
        """A host with a new snapshot."""
        return HostLink(self._begin)

    def _begin(self, theirs: socket.socket) -> Callable[[], object]:
        news = self._make()
        works = self._store.works
        end = spawn(theirs, main, self._memory, works, lambda feed: feed.write(news))

        def end_and_clean() -> None:
            end()
            with self._making:
                self._is_over = True
                for folder in self._made:
                    shutil.rmtree(folder, ignore_errors=True)

        return end_and_clean

    def _make(self) -> bytes:
        with self._making:
            if self._is_over:  # this commit is told to another host
                return b""
            folder = new_folder(self._folder)
            self._made = [*(one for one in self._made if one.exists()), folder]
            self._store.backup(folder)
        return os.fsencode(folder)

    def news(self, change: Change) -> bytes | None:  # noqa: ARG002 - the store has it
        """The folder of a new snapshot."""
        return self._make() if self._is_read else None

    def tell(self, link: HostLink, change: Change, news: bytes | None) -> str:  # noqa: ARG002
        """Have the host open the new snapshot; readers that are forked afterwards see it."""
        if news is None:
            self._is_old = True
        else:
            self._renew(link, news)
        return ""

    def refresh(self, link: HostLink) -> None:
        """Make the snapshot that commits have left for later."""
        if self._is_old:
            self._renew(link, self._make())
        self._is_read = True

    def _renew(self, link: HostLink, news: bytes) -> None:
        link.order(CHANGE, news)
        self._is_read = self._is_old = False


def main(control: int, feed: int, memory: int) -> NoReturn:
    """Be a host as a program, of the snapshot whose folder comes out of the feed."""
    with os.fdopen(feed, "rb") as source:
        works = Works.receive(source)
        folder = Path(os.fsdecode(source.read()))
    host_here(socket.socket(fileno=control), lambda: Snapshot(folder, works), memory)
