"""Keeps a reader host going: tells it of commits, and replaces it when it is lost or worn."""

from __future__ import annotations

import logging
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread

from cityweave.errors import StoreUnavailable
from cityweave.store.death import Death, read_paper
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.host import ALIVE, BURY, CHANGE, DISCARD, FORK, NUMBER, SIZE, WORKER
from cityweave.store.interface import Change
from cityweave.store.link import HostLink, HostLost
from cityweave.store.place import clean
from cityweave.store.replica import TRIPLE, ReplicaSupply
from cityweave.store.sealing import can_seal
from cityweave.store.snapshot import SnapshotSupply
from cityweave.store.supply import Supply

DYING = 1.0
"""Seconds that a reader which closed its socket may take to be gone."""

LOST = "it was lost"

_LOG = logging.getLogger("cityweave.store")


class Hosting:
    """The host of the newest state, for any thread. Changes come from one writer, in their order.

    Where a replica takes long to fill, readers have snapshots until it is there.
    Hosts that were replaced stay until their readers have ended.
    """

    def __init__(self, store: EmbeddedStore, memory: int, replica: int) -> None:
        """Start a host for the store.

        Bytes: `memory` is what a reader may grow by, `replica` what a replica may take;
        a durable store that needs more is read from snapshots.
        """
        self._store = store
        self._memory = memory
        self._replica = replica
        self._lock = Lock()
        self._readers: dict[int, HostLink] = {}
        self._is_closed = False
        self._is_behind = False
        self._coming: HostLink | None = None
        self._missed: list[Change] | None = None
        self._filling: Thread | None = None
        self._changed: Callable[[], object] = bool
        if store.folder is not None:
            clean(store.folder)
        self._supply, later = supplies(store, memory, replica)
        self._link = self._supply.start()
        self._fill(later)

    def when_filled(self, do: Callable[[], object]) -> None:
        """Have something done, in a thread of its own, when new readers would be faster ones."""
        self._changed = do

    def fork(self, *, works: bool = False) -> tuple[int, socket.socket]:
        """A new reader of the newest state: its process id and its socket.

        `works`: it can do the works of the store, too. Raises `StoreUnavailable`.
        """
        order = WORKER if works else FORK
        with self._lock:
            if self._is_behind:
                self._replace("it does not know of every commit")
            try:
                self._supply.refresh(self._link)
                process, descriptors = self._link.order(order)
            except HostLost:
                self._replace(LOST)
                process, descriptors = self._fork_again(order)
            self._readers[process] = self._link
        return process, socket.socket(fileno=descriptors[0])

    def death(self, process: int) -> Death | None:
        """How a reader ended; None when nobody knows."""
        until = time.monotonic() + DYING
        while time.monotonic() < until:
            with self._lock:
                link = self._readers.get(process)
                if link is None:
                    return None
                try:
                    code, papers = link.order(BURY, NUMBER.pack(process))
                except HostLost:
                    self._forget(process, link)
                    return None
                if code != ALIVE:
                    self._forget(process, link)
                    return Death(code, "".join(map(_taken, papers)))
            time.sleep(0.002)
        self.discard(process)
        return None

    def discard(self, process: int) -> None:
        """End a reader, whatever it does."""
        with self._lock:
            if (link := self._readers.get(process)) is not None:
                with suppress(HostLost):
                    link.order(DISCARD, NUMBER.pack(process))
                self._forget(process, link)

    def follow(self, change: Change) -> None:
        """Have readers that are forked afterwards see what the store did.

        The change is made: what goes wrong here concerns the next query, not this write.
        """
        reason, news, supply = "", None, self._supply
        try:
            news = supply.news(change)
        except (StoreUnavailable, OSError) as error:
            reason = str(error)
        with self._lock:
            if self._missed is not None:
                self._missed.append(change)
            try:
                if self._supply is not supply:  # the host was changed, perhaps before the commit
                    reason, news = "", self._supply.news(change)
                reason = reason or self._supply.tell(self._link, change, news)
            except HostLost:
                reason = LOST
            except (StoreUnavailable, OSError) as error:
                reason = str(error)
            if reason:
                self._is_behind = True
                with suppress(StoreUnavailable, OSError):
                    self._replace(reason)

    def doubt(self) -> None:
        """Have the next reader come from a new host: the store may have changed unnoticed."""
        with self._lock:
            self._is_behind = True

    def close(self) -> None:
        """End the hosts and their readers."""
        with self._lock:
            self._is_closed = True
            if self._coming is not None:
                self._coming.kill()
        if self._filling is not None:
            self._filling.join()
        for link in {self._link, *self._readers.values()}:
            link.close()

    def _fork_again(self, order: bytes) -> tuple[int, list[int]]:
        try:
            return self._link.order(order)
        except HostLost as error:
            raise StoreUnavailable("The reader host does not stay alive.") from error

    def _forget(self, process: int, link: HostLink) -> None:
        """Let go of a reader that has ended, and of its host if that was the last one's."""
        del self._readers[process]
        self._retire(link)

    def _retire(self, link: HostLink) -> None:
        if link is not self._link and link not in self._readers.values():
            link.close()

    def _replace(self, reason: str) -> None:
        """Make a new host from the store; the old one goes with its readers."""
        _LOG.warning("The reader host is replaced: %s.", reason)
        chosen, later = supplies(self._store, self._memory, self._replica)
        try:
            link = chosen.start()
        except HostLost as error:
            raise StoreUnavailable("The reader host cannot be started.") from error
        self._change(chosen, link)
        self._fill(later)

    def _change(self, chosen: Supply, link: HostLink) -> None:
        old, self._link, self._supply = self._link, link, chosen
        self._is_behind = False
        self._retire(old)

    def _fill(self, later: ReplicaSupply | None) -> None:
        """Have a host filled aside, and changed to as soon as it is; there is one at a time."""
        if later is not None and self._missed is None:
            self._missed = []
            self._filling = Thread(target=self._fill_aside, args=[later], daemon=True)
            self._filling.start()

    def _fill_aside(self, later: ReplicaSupply) -> None:
        try:
            if not later.has_room():
                self._missed = None
                return
            link = later.start()
            with self._lock:
                self._coming = link
                if self._is_closed:
                    link.kill()
            try:
                self._catch_up(later, link)
            except HostLost:
                link.close()
                raise
            self._changed()
        except Exception:  # noqa: BLE001 - of whatever kind: there is no replica, and no need of one
            with self._lock:
                self._missed = None
                if not self._is_closed:
                    _LOG.warning("No replica could be made: queries read snapshots.")
        finally:
            self._coming = None

    def _catch_up(self, later: ReplicaSupply, link: HostLink) -> None:
        """Wait for a host, repeat what was committed meanwhile, and change to it.

        It may have seen the first of these commits: a change says how things are
        afterwards, so that all of them once more, in their order, lead to the same end.
        """
        link.order(SIZE)
        while True:
            with self._lock:
                missed, self._missed = self._missed or [], []
                if not missed:
                    self._missed = None
                    self._change(later, link)
                    return
            for change in missed:
                link.order(CHANGE, later.news(change) or b"")


def _taken(paper: int) -> str:
    """What stands on a paper, which is thrown away."""
    try:
        return read_paper(paper)
    finally:
        os.close(paper)


def supplies(
    store: EmbeddedStore, memory: int, replica: int
) -> tuple[Supply, ReplicaSupply | None]:
    """How hosts of a store get its state: at once, and later if there is room for that.

    A replica may take `replica` bytes. A store in memory has no snapshots; a
    system that cannot confine their readers has none.
    """
    most = replica // TRIPLE
    if store.folder is None:
        return ReplicaSupply(store, memory, sys.maxsize), None
    if can_seal():
        return SnapshotSupply(store, store.folder, memory), ReplicaSupply(store, memory, most)
    if store.outnumbers(most):
        _LOG.warning(
            "The graph needs more than max_replica_memory, but this system lacks Landlock, "
            "by which readers of snapshots are confined: it is read from memory all the same."
        )
        most = sys.maxsize
    return ReplicaSupply(store, memory, most), None
