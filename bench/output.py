"""Writes one graph in the formats that the systems load best."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self


class Output:
    """Statements by graph into N-Quads and TriG, and each different triple once into N-Triples.

    The last is what a query about the merge of the graphs is to see.
    """

    def __init__(self, folder: Path) -> None:
        """Open `graph.nq`, `data/graph.trig` and `merge.nt` in that folder for writing."""
        (folder / "data").mkdir(parents=True, exist_ok=True)
        self._quads = (folder / "graph.nq").open("w", encoding="utf-8")
        self._trig = (folder / "data" / "graph.trig").open("w", encoding="utf-8")
        self._merge = (folder / "merge.nt").open("w", encoding="utf-8")
        self.triples = 0
        self.quads = 0
        self._graphs: set[str] = set()

    def add(self, graph: str, fresh: Iterable[str], repeated: Iterable[str] = ()) -> None:
        """State triples in a graph; `repeated` are stated by another graph already."""
        new, old = list(fresh), list(repeated)
        both = new + old
        if not both:
            return
        self._merge.writelines(f"{triple} .\n" for triple in new)
        self._quads.writelines(f"{triple} {graph} .\n" for triple in both)
        self._trig.write(f"{graph} {{\n")
        self._trig.writelines(f"{triple} .\n" for triple in both)
        self._trig.write("}\n")
        self.triples += len(new)
        self.quads += len(both)
        self._graphs.add(graph)

    @property
    def graphs(self) -> int:
        """How many graphs there are."""
        return len(self._graphs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the files."""
        for file in (self._quads, self._trig, self._merge):
            file.close()
