"""What a reader host holds for its readers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Protocol

from cityweave.store.embedded import EmbeddedStore


class Held(Protocol):
    """The newest state of the store, as one process without Python threads has it.

    The host follows commits with it; a reader, forked from the host, keeps the state
    that it was forked with.
    """

    @property
    def size(self) -> int:
        """Quads in the named graphs and triples in the merge, together."""
        ...

    def follow(self, news: bytes) -> None:
        """Become the state after a commit; the front's end wrote what to do."""
        ...

    def enter(self, channel: socket.socket, memory: int) -> socket.socket:
        """In a new reader: give up everything but the state and one socket, for good.

        Returns the socket under its new number. `memory` is in bytes, as in `confine`.
        """
        ...

    def preparing(self) -> Iterator[None]:
        """Make the works of the store ready, step by step, before a reader is to do them."""
        ...

    @property
    def store(self) -> EmbeddedStore:
        """In a reader: the state, for its tasks."""
        ...

    def lent(self, process: int) -> None:
        """Know that this reader has the state as it is now."""
        ...

    def returned(self, process: int) -> None:
        """Know that this reader has ended."""
        ...
