"""Makes random numbers of a forked process its own."""

from __future__ import annotations

import pyoxigraph as ox

DRAWS = 4200
"""Oxigraph's generator seeds itself anew after 64 KiB; a blank node takes 16 bytes or more."""

_DRAWN = ("uuid", "rand", "bnode", "\\u")


class Chance:
    """The engine's random numbers in one process.

    A fork copies the generator, so that all readers of one host would give the same UUIDs and
    names of blank nodes, and an update could take two things for one.
    """

    def __init__(self) -> None:
        self._is_own = False

    def part(self) -> None:
        """Leave the sequence that other forks of the same parent have, too (2 ms, once)."""
        if self._is_own:
            return
        for _ in range(DRAWS):
            ox.BlankNode()
        self._is_own = True

    def part_for(self, query: str) -> None:
        """The same where a query may draw: UUID, STRUUID, RAND, BNODE."""
        if not self._is_own:
            folded = query.lower()
            if any(word in folded for word in _DRAWN):
                self.part()
