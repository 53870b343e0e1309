"""The merge of all graphs once more, in a store of its own in memory.

Oxigraph finds triples in memory by lists that go through all graphs: beside the named
graphs, a scan of the merge passes every triple twice.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Quad

from cityweave.store.interface import Change, QueryRequest


class Merge:
    """What a query that names no graph needs, and nothing else."""

    def __init__(self) -> None:
        self.store = ox.Store()

    @staticmethod
    def suffices(request: QueryRequest) -> bool:
        """Whether a query asks for no graph by name; in doubt, as with escapes, it does."""
        folded = request.text.lower()
        return not request.names_dataset and not any(
            one in folded for one in ("graph", "from", "\\u")
        )

    def follow(self, change: Change, unsaid: Iterable[Quad]) -> None:
        """Become the merge after a change, by which nobody says `unsaid` any more."""
        self.store.extend(Quad(one.subject, one.predicate, one.object) for one in change.added)
        for quad in unsaid:
            self.store.remove(quad)

    def fill(self, whole: ox.Store) -> None:
        """Take over the merge of a store that has the named graphs, too."""
        self.store.bulk_extend(whole.quads_for_pattern(None, None, None, DefaultGraph()))
