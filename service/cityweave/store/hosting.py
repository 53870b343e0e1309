"""Keeps a reader host going: follows commits to it, and replaces it when it is lost or worn."""

from __future__ import annotations

import logging
import socket
import time
from threading import Lock

from cityweave.errors import StoreUnavailable
from cityweave.store.changes import encode_change
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.host import ALIVE, BURY, CHANGE, DISCARD, FORK, NUMBER, SIZE
from cityweave.store.interface import Change
from cityweave.store.link import HostLink, HostLost

DYING = 1.0
"""Seconds that a reader which closed its socket may take to be gone."""

PROOF = 64
"""Commits between two comparisons of the replica's size with the store's."""

WORN = 100_000
"""Removed quads after which the replica is made anew: Oxigraph never gives back their memory."""

_LOG = logging.getLogger("cityweave.store")


class Hosting:
    """One host at a time, for any thread. Changes come from one writer, in their order."""

    def __init__(self, store: EmbeddedStore, memory: int) -> None:
        self._store = store
        self._memory = memory
        self._lock = Lock()
        self._commits = 0
        self._removed = 0
        self._link = HostLink(store, memory)

    def fork(self) -> tuple[int, socket.socket]:
        """A new reader of the newest state: its process id and its socket.

        Raises `StoreUnavailable`.
        """
        with self._lock:
            try:
                process, descriptors = self._order(FORK)
            except HostLost:
                self._replace("it was lost")
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
                    self._replace("it was lost")
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
                self._replace("it was lost")

    def follow(self, change: Change) -> None:
        """Have the replica do what the store did; readers that are forked afterwards see it."""
        payload = encode_change(change)
        with self._lock:
            self._commits += 1
            self._removed += len(change.removed)
            try:
                if self._removed > WORN:
                    self._replace("many quads were removed")
                else:
                    self._order(CHANGE, payload)
                    if self._commits % PROOF == 0 and self._order(SIZE)[0] != self._store.size:
                        self._replace("its size is not that of the store")
            except HostLost:
                self._replace("it was lost")

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
        try:
            self._link = HostLink(self._store, self._memory)
        except HostLost as error:
            raise StoreUnavailable("The reader host cannot be started.") from error
        self._removed = 0
        old.close()
