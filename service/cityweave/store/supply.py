"""How a reader host comes by the state of the store."""

from __future__ import annotations

from typing import Protocol

from cityweave.store.interface import Change
from cityweave.store.link import HostLink


class Supply(Protocol):
    """One way to give a host the state, at its start and after each commit.

    Where not said otherwise, the caller keeps other threads from the link meanwhile.
    """

    def start(self) -> HostLink:
        """A new host with the newest state; the first order may wait until it has that.

        Raises `HostLost` and `StoreUnavailable`.
        """
        ...

    def news(self, change: Change) -> bytes | None:
        """What a host has to be told of a commit; None when it may wait.

        Commits come one at a time, but the link may be in use. Raises `StoreUnavailable`.
        """
        ...

    def tell(self, link: HostLink, change: Change, news: bytes | None) -> str:
        """Tell the host; says why it must be replaced, and nothing when it need not be.

        Raises `HostLost`.
        """
        ...

    def refresh(self, link: HostLink) -> None:
        """Have the host know every commit before it forks. Raises as `tell` and `news`."""
        ...
