"""What a store was found to say about terms, for as long as its state lasts."""

from __future__ import annotations

from cityweave.store.embedded import EmbeddedStore
from cityweave.store.interface import Moment

MOST = 10_000
"""Terms that are remembered of one state."""


class Terms:
    """Answers what is asked of every query that is answered, without asking the store again."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._state: Moment | None = None
        self._stated: dict[str, bool] = {}
        self._subjects: dict[tuple[str, str], tuple[str, ...]] = {}

    def states(self, subject: str, state: Moment) -> bool:
        """Whether anything is said about that IRI."""
        self._follow(state)
        found = self._stated.get(subject)
        if found is None:
            found = self._store.states(subject)
            if len(self._stated) < MOST:
                self._stated[subject] = found
        return found

    def subjects(self, start: str, graph: str, state: Moment) -> tuple[str, ...]:
        """The IRIs that a graph says something about and that begin with `start`, sorted."""
        self._follow(state)
        found = self._subjects.get((start, graph))
        if found is None:
            found = self._subjects[start, graph] = self._store.subjects(start, graph)
        return found

    def _follow(self, state: Moment) -> None:
        if state is not self._state:
            self._state, self._stated, self._subjects = state, {}, {}
