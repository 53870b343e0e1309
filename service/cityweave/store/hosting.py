"""Keeps a reader host going: tells it of commits, and replaces it when it is lost or worn."""

from __future__ import annotations

import logging
import socket
import sys
import time
from contextlib import suppress
from threading import Lock

from cityweave.errors import StoreUnavailable
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.host import ALIVE, BURY, DISCARD, FORK, NUMBER
from cityweave.store.interface import Change
from cityweave.store.link import HostLost
from cityweave.store.replica import TRIPLE, ReplicaSupply
from cityweave.store.sealing import can_seal
from cityweave.store.snapshot import FOLDER, SnapshotSupply, remove
from cityweave.store.supply import Supply

DYING = 1.0
"""Seconds that a reader which closed its socket may take to be gone."""

LOST = "it was lost"

_LOG = logging.getLogger("cityweave.store")


class Hosting:
    """One host at a time, for any thread. Changes come from one writer, in their order."""

    def __init__(self, store: EmbeddedStore, memory: int, replica: int) -> None:
        """Start a host for the store.

        Bytes: `memory` is what a reader may grow by, `replica` what a replica may take;
        a durable store that needs more is read from snapshots.
        """
        self._store = store
        self._memory = memory
        self._replica = replica
        self._lock = Lock()
        self._supply = supply(store, memory, replica)
        self._link = self._supply.start()
        self._is_behind = False

    def fork(self) -> tuple[int, socket.socket]:
        """A new reader of the newest state: its process id and its socket.

        Raises `StoreUnavailable`.
        """
        with self._lock:
            if self._is_behind:
                self._replace("it does not know of every commit")
            try:
                self._supply.refresh(self._link)
                process, descriptors = self._order(FORK)
            except HostLost:
                self._replace(LOST)
                process, descriptors = self._order_again(FORK)
        return process, socket.socket(fileno=descriptors[0])

    def death(self, process: int) -> int | None:
        """How a reader ended: its exit code, or minus its signal; None when nobody knows."""
        until = time.monotonic() + DYING
        while time.monotonic() < until:
            with self._lock:
                try:
                    code, _ = self._order(BURY, NUMBER.pack(process))
                except HostLost:
                    self._replace(LOST)
                    return None
            if code != ALIVE:
                return code
            time.sleep(0.002)
        self.discard(process)
        return None

    def discard(self, process: int) -> None:
        """End a reader, whatever it does."""
        with self._lock:
            try:
                self._order(DISCARD, NUMBER.pack(process))
            except HostLost:
                self._replace(LOST)

    def follow(self, change: Change) -> None:
        """Have readers that are forked afterwards see what the store did.

        The change is made: what goes wrong here concerns the next query, not this write.
        """
        reason, news = "", None
        try:
            news = self._supply.news(change)
        except StoreUnavailable as error:
            reason = error.detail
        with self._lock:
            try:
                reason = reason or self._supply.tell(self._link, change, news)
            except HostLost:
                reason = LOST
            if reason:
                self._is_behind = True
                with suppress(StoreUnavailable):
                    self._replace(reason)

    def close(self) -> None:
        """End the host and its readers."""
        with self._lock:
            self._link.close()

    def _order(self, order: bytes, payload: bytes = b"") -> tuple[int, list[int]]:
        return self._link.order(order, payload)

    def _order_again(self, order: bytes) -> tuple[int, list[int]]:
        try:
            return self._order(order)
        except HostLost as error:
            raise StoreUnavailable("The reader host does not stay alive.") from error

    def _replace(self, reason: str) -> None:
        """Make a new host from the store, then let go of the old one."""
        _LOG.warning("The reader host is replaced: %s.", reason)
        old = self._link
        chosen = supply(self._store, self._memory, self._replica)
        try:
            self._link = chosen.start()
        except HostLost as error:
            raise StoreUnavailable("The reader host cannot be started.") from error
        self._supply = chosen
        self._is_behind = False
        old.close()


def supply(store: EmbeddedStore, memory: int, replica: int) -> Supply:
    """How hosts of a store get its state: as a replica if `replica` bytes can hold it.

    A store in memory has no snapshots; a system that cannot confine their readers has none.
    """
    most = replica // TRIPLE
    if store.folder is None:
        return ReplicaSupply(store, memory, sys.maxsize)
    folder = store.folder / FOLDER
    if not store.outnumbers(most):
        remove(folder)
        return ReplicaSupply(store, memory, most)
    if not can_seal():
        _LOG.warning(
            "The graph needs more than max_replica_memory, but this system lacks Landlock, "
            "by which readers of snapshots are confined: it is read from memory all the same."
        )
        remove(folder)
        return ReplicaSupply(store, memory, sys.maxsize)
    return SnapshotSupply(store, folder, memory)
