"""Cityweave's own engine, in this process, over Oxigraph in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from bench.rows import sh
from bench.validation.engines.engine import PythonEngine
from cityweave.validation import run
from cityweave.validation.paths import sparql
from cityweave.validation.results import Result
from cityweave.validation.shapes import Shapes


class Cityweave(PythonEngine):
    """What commands and server use, without a server."""

    name = "cityweave"
    title = "Cityweave"
    packages = ("cityweave", "pyoxigraph")
    advice = "`cityweave.validation.run(store, shapes)` over a pyoxigraph store in memory"

    def load(self, data: Path) -> None:
        """Load into an empty store."""
        self.store = ox.Store()
        self.store.bulk_load(path=data)

    def prepare(self, shapes: Path) -> None:
        """Read the shapes."""
        self.shapes = Shapes.of(ox.parse(path=shapes))

    def judge(self) -> None:
        """Run; what the compiler does not cover goes to pySHACL, as it does for users."""
        self._found = run(self.store, self.shapes)

    def report(self) -> bytes:
        """What was found, its paths in SPARQL."""
        return serialized(self._found)


def serialized(results: Iterable[Result]) -> bytes:
    """Results of Cityweave's as a report in N-Triples."""
    return ox.serialize(_triples(results), format=ox.RdfFormat.N_TRIPLES) or b""


def _triples(results: Iterable[Result]) -> Iterator[ox.Triple]:
    report = ox.BlankNode()
    for one in results:
        result = ox.BlankNode()
        yield ox.Triple(report, sh("result"), result)
        path = None if one.path is None else ox.Literal(sparql(one.path))
        for name, term in (
            ("focusNode", one.focus),
            ("resultPath", path),
            ("value", one.value),
            ("sourceShape", one.shape),
            ("sourceConstraintComponent", one.component),
            ("resultSeverity", one.severity),
        ):
            if term is not None:
                yield ox.Triple(result, sh(name), term)
