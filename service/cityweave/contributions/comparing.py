"""Differences of contributions, kept for as long as the graph stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from cityweave.contributions.blobs import Blobs
from cityweave.contributions.contribution import OPEN, Contribution, State
from cityweave.contributions.difference import Difference, difference
from cityweave.contributions.records import Records
from cityweave.contributions.statements import quads_of
from cityweave.store import Store

KEPT = 64
"""Differences that are kept: of what is accepted everybody may ask for one, and it costs a scan."""


class Comparing:
    """Compares contributions with what all graphs but their own, and those they replace, say."""

    def __init__(self, store: Store, records: Records, blobs: Blobs) -> None:
        self._store = store
        self._records = records
        self._blobs = blobs
        self._kept: dict[tuple[str, State, str], Difference] = {}

    def of(self, one: Contribution) -> Difference:
        """What it changes, or changed when it was accepted. Raises as `Store.query` and `work`."""
        key = (one.id, one.state, self._store.state.name)
        found = self._kept.get(key)
        if found is None:
            found = self._compared(one)
            for old in list(self._kept)[: -KEPT + 1]:
                self._kept.pop(old, None)
            self._kept[key] = found
        return found

    def _compared(self, one: Contribution) -> Difference:
        coming = self._statements(one)
        earlier = None if one.supersedes is None else self._records.get(one.supersedes)
        if earlier is None or not _replaces(one, earlier):
            return difference(self._store, coming, (), (one.graph,))
        leaving = self._statements(earlier)
        return difference(self._store, coming, leaving, (one.graph, earlier.graph))

    def _statements(self, one: Contribution) -> Iterable[Quad]:
        if one.judgement is None:
            return ()
        return quads_of(self._blobs.get(one.judgement.statements))


def _replaces(one: Contribution, earlier: Contribution) -> bool:
    """Whether statements leave with it: now, or when it was accepted."""
    if one.state in (*OPEN, State.ACCEPTING):
        return earlier.state is State.ACCEPTED
    return one.replaced is State.ACCEPTED
