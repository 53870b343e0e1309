"""pySHACL, the reference engine, over rdflib's own memory store."""

from __future__ import annotations

from pathlib import Path

import rdflib

from bench.validation.engines.engine import PythonEngine


class PySHACL(PythonEngine):
    """`pyshacl.validate` over a graph in memory, which it may use in place."""

    name = "pyshacl"
    title = "pySHACL"
    packages = ("pyshacl", "rdflib")
    advice = (
        "`pyshacl.validate(data, shacl_graph=…, inplace=True)` over graphs of rdflib in memory, "
        "without inference"
    )
    largest = 1_000_000
    limit = "it takes some 2 kB of memory for each triple, and minutes at 343k"

    def load(self, data: Path) -> None:
        """Parse with rdflib; literals stay as they are written, as when pySHACL reads a file."""
        rdflib.NORMALIZE_LITERALS = False
        self._data = rdflib.Graph().parse(data)

    def prepare(self, shapes: Path) -> None:
        """Parse with rdflib; the shapes are understood while it judges."""
        self._shapes = rdflib.Graph().parse(shapes)

    def judge(self) -> None:
        """Validate. Raises what pySHACL raises, and `ValueError` for what it returns instead."""
        import pyshacl  # noqa: PLC0415 - its import is no part of any other engine's memory

        _, found, text = pyshacl.validate(self._data, shacl_graph=self._shapes, inplace=True)
        if not isinstance(found, rdflib.Graph):
            raise ValueError(f"{found}: {text}")  # noqa: TRY004 - it is the result that is wrong
        self._found = found

    def report(self) -> bytes:
        """As rdflib writes it."""
        return self._found.serialize(format="nt", encoding="utf-8")
