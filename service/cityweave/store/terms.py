"""What a store was found to say about terms, for as long as its state lasts."""

from __future__ import annotations

from dataclasses import dataclass

from cityweave.store.embedded import EmbeddedStore
from cityweave.store.interface import Moment

MOST, LONGEST = 10_000, 200
"""Terms that are remembered of one state, and the longest of them, in characters."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found while one state lasted."""

    state: Moment | None
    stated: dict[str, bool]
    subjects: dict[tuple[str, str], tuple[str, ...]]


class Terms:
    """Answers what is asked of every query that is answered, without asking the store again.

    For any thread: what is found is written where its state is, which nobody looks at later.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._found = _Found(None, {}, {})

    def states(self, subject: str, state: Moment) -> bool:
        """Whether anything is said about that IRI."""
        stated = self._of(state).stated
        found = stated.get(subject)
        if found is None:
            found = self._store.states(subject)
            if len(stated) < MOST and len(subject) <= LONGEST:
                stated[subject] = found
        return found

    def subjects(self, start: str, graph: str, state: Moment) -> tuple[str, ...]:
        """The IRIs that a graph says something about and that begin with `start`, sorted."""
        subjects = self._of(state).subjects
        found = subjects.get((start, graph))
        if found is None:
            found = subjects[start, graph] = self._store.subjects(start, graph)
        return found

    def _of(self, state: Moment) -> _Found:
        found = self._found
        if found.state is not state:
            found = self._found = _Found(state, {}, {})
        return found
