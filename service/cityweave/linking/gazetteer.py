"""What a gazetteer is: a list of things elsewhere, with names, countries and positions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Protocol

from cityweave.linking.entry import Entry

Progress = Callable[[int, int], None]
"""Called now and then with how much was read, and of how much."""


class Gazetteer(Protocol):
    """A list of the things that a target has IRIs for."""

    @property
    def title(self) -> str:
        """What it is called in messages."""
        ...

    @property
    def is_whole(self) -> bool:
        """Whether what is not in it does not exist; otherwise it may only be missing here."""
        ...

    def entries(self, countries: Collection[str] | None = None) -> Iterator[Entry]:
        """All that it knows, one after the other; may be called again.

        With `countries` (ISO 3166-1 alpha-2 codes) only what lies there, or in no country that
        is known. Raises `SyntaxErrorInData` with the line for what cannot be read.
        """
        ...
