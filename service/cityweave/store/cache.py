"""Results that are kept as bytes, and queries known to have none, until the graph changes."""

from __future__ import annotations

from collections import OrderedDict

from cityweave.store.interface import Moment, QueryRequest

Key = tuple[QueryRequest, str]
"""A query with its dataset, and the name of the format of its result."""

SHARE = 16
"""A result that would take more than this part of the whole cache is not kept."""

OVERHEAD = 500


class ResultCache:
    """The results of the newest state that were asked for last, up to so many bytes.

    For one thread. A result of a state is never given out for another.
    """

    def __init__(self, size: int) -> None:
        """`size` is what all results may take together, in bytes; 0 keeps nothing."""
        self.longest = size // SHARE
        self._size = size
        self._taken = 0
        self._state: Moment | None = None
        self._kept: OrderedDict[Key, bytes | None] = OrderedDict()

    def get(self, key: Key, state: Moment) -> bytes | None:
        """The result of that state, if it is kept."""
        if state is not self._state:
            return None
        body = self._kept.get(key)
        if body is not None:
            self._kept.move_to_end(key)
        return body

    def is_vain(self, key: Key, state: Moment) -> bool:
        """Whether that query was kept as one that has no result in that state."""
        return state is self._state and key in self._kept and self._kept[key] is None

    def put(self, key: Key, state: Moment, body: bytes | None) -> None:
        """Keep a whole result of the newest state, and forget the ones not asked for longest.

        None: there is no result in that state, however often it is asked.
        """
        if _cost(key, body) > self.longest:
            return
        if state is not self._state:
            self._kept.clear()
            self._taken, self._state = 0, state
        if key in self._kept:
            self._taken -= _cost(key, self._kept.pop(key))
        self._taken += _cost(key, body)
        self._kept[key] = body
        while self._taken > self._size:
            gone, forgotten = self._kept.popitem(last=False)
            self._taken -= _cost(gone, forgotten)


def _cost(key: Key, body: bytes | None) -> int:
    asked = key[0]
    named = sum(map(len, (*asked.default_graphs, *asked.named_graphs)))
    return len(body or b"") + len(asked.text) + named + OVERHEAD
