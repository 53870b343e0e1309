"""Which part of an export is wanted: places by name, code or number, and how many things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cityweave.spreadsheets.folding import fold


@dataclass(slots=True)
class Selection:
    """`only` are names of cities or countries, codes of countries, or numbers of the source.

    Empty: everything. `limit` is how many places, projects or practices are taken at most.
    """

    only: Sequence[str] = ()
    limit: int | None = None
    _wanted: dict[str, str] = field(init=False)
    _met: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._wanted = {fold(one): one for one in self.only}

    @property
    def is_everything(self) -> bool:
        """Whether no row is left out by name."""
        return not self._wanted

    def wants(self, names: Iterable[str]) -> bool:
        """Whether one of these names or numbers is wanted."""
        if not self._wanted:
            return True
        found = {folded for name in names if (folded := fold(name)) in self._wanted}
        self._met |= found
        return bool(found)

    def unmet(self) -> list[str]:
        """What was asked for and not met."""
        return [one for folded, one in self._wanted.items() if folded not in self._met]
