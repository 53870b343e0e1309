"""How much a generated graph says: what queries need, or all that the shapes ask for as well."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Detail:
    """Lets facts and names into a graph that only one that is judged by shapes needs."""

    is_full: bool
    _names: set[tuple[str, str]] = field(default_factory=set)

    def more(self, *facts: str) -> list[str]:
        """These facts in a full graph, none in another."""
        return list(facts) if self.is_full else []

    def distinct(self, name: str, among: str) -> str:
        """The name, in a full graph with a number after it when another of these has it."""
        if not self.is_full:
            return name
        found, number = name, 1
        while (among, found) in self._names:
            number += 1
            found = f"{name} {number}"
        self._names.add((among, found))
        return found
