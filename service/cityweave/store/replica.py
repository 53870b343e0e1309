"""Readers of a replica: all of the store in the host's memory, which its readers share."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

from cityweave.store.changes import decode_change, encode_change
from cityweave.store.confinement import confine
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.host import CHANGE, SIZE, host_here
from cityweave.store.interface import Change
from cityweave.store.link import HostLink, fork, is_single, spawn
from cityweave.store.place import new_folder
from cityweave.store.registry import Works

PROOF = 64
"""Commits between two comparisons of the replica's size with the store's."""

WORN = 100_000
"""Removed quads after which the replica is made anew: Oxigraph never gives back their memory."""

TRIPLE = 1000
"""Bytes of memory that a triple takes: in a graph, in the merge beside it, in the merge alone."""


class Replica:
    """The host's end: a store in memory that repeats what the writer's did."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store

    def preparing(self) -> Iterator[None]:
        """Make the works of the store ready."""
        return self.store.works.steps()

    @property
    def size(self) -> int:
        """Quads in the named graphs and triples in the merge, together."""
        return self.store.size

    def follow(self, news: bytes) -> None:
        """Repeat a change. Memory is shared by copy on write: readers keep what they have."""
        self.store.apply(decode_change(news))

    def enter(self, channel: socket.socket, memory: int) -> socket.socket:
        """Confine a new reader, which needs no file."""
        return confine(channel, memory)

    def lent(self, process: int) -> None:
        """Nothing: the kernel knows who has which memory."""

    def returned(self, process: int) -> None:
        """Nothing, as for `lent`."""


class ReplicaSupply:
    """The front's end: sends changes, and compares sizes now and then."""

    def __init__(self, store: EmbeddedStore, memory: int, most: int) -> None:
        """Replicas of the store, of at most so many triples; readers grow by `memory` bytes."""
        self._store = store
        self._memory = memory
        self._most = most
        self._commits = 0
        self._removed = 0

    def has_room(self) -> bool:
        """Whether the store has no more triples than a replica may; this counts them."""
        return not self._store.outnumbers(self._most)

    def start(self) -> HostLink:
        """A host with a replica.

        A store in memory is shared with the host by fork, which takes milliseconds,
        as long as this process has no other thread. Otherwise the host is a new
        program that reads all quads: what this process writes, or a snapshot.
        """
        return HostLink(self._begin)

    def _begin(self, theirs: socket.socket) -> Callable[[], object]:
        works = self._store.works
        if self._store.folder is None:
            if is_single():
                return fork(theirs, lambda: Replica(self._store), self._memory)
            return spawn(theirs, main, self._memory, works, self._store.write_copy)
        snapshot = new_folder(self._store.folder)
        self._store.backup(snapshot)
        name = os.fsencode(snapshot)
        return spawn(theirs, copy, self._memory, works, lambda feed: feed.write(name))

    def news(self, change: Change) -> bytes:
        """The change as bytes."""
        return encode_change(change)

    def tell(self, link: HostLink, change: Change, news: bytes | None) -> str:
        """Have the replica do what the store did; readers that are forked afterwards see it."""
        self._commits += 1
        self._removed += len(change.removed)
        if self._removed > WORN:
            return "many quads were removed"
        link.order(CHANGE, news or b"")
        if self._commits % PROOF == 0:
            size = self._store.size
            if size > 2 * self._most:
                return "the graph has outgrown max_replica_memory"
            if link.order(SIZE)[0] != size:
                return "its size is not that of the store"
        return ""

    def refresh(self, link: HostLink) -> None:
        """Nothing: the host knows every commit."""


def main(control: int, feed: int, memory: int) -> NoReturn:
    """Be a host as a program, of all quads that come out of the feed."""
    with os.fdopen(feed, "rb") as quads:
        works = Works.receive(quads)
        store = EmbeddedStore.of_copy(quads, works)
    host_here(socket.socket(fileno=control), lambda: Replica(store), memory)


def copy(control: int, feed: int, memory: int) -> NoReturn:
    """Be a host as a program, of all quads of the snapshot whose folder comes out of the feed.

    Another process reads the snapshot: the host keeps neither threads nor files of it.
    """
    with os.fdopen(feed, "rb") as source:
        works = Works.receive(source)
        folder = Path(os.fsdecode(source.read()))
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as quads:
                EmbeddedStore.of_backup(folder).write_copy(quads)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as quads:
        store = EmbeddedStore.of_copy(quads, works)
    if os.waitpid(process, 0)[1]:
        sys.exit("A snapshot of the store could not be read to its end.")
    shutil.rmtree(folder, ignore_errors=True)
    host_here(socket.socket(fileno=control), lambda: Replica(store), memory)
