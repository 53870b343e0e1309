"""rdflib-endpoint: rdflib's own engine behind FastAPI."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.systems.system import System

PROGRAM = Path(sys.executable).parent / "rdflib-endpoint"


class RdflibEndpoint(System):
    """`rdflib-endpoint serve` with a file, the way its documentation begins."""

    name = "rdflib-endpoint"
    title = "rdflib-endpoint"
    advice = "`rdflib-endpoint serve graph.nq`"
    largest = 1_000_000
    limit = "it takes about 2.4 kB of memory and 60 to 120 µs of loading for each triple"
    path = "/"

    def missing(self) -> str | None:
        """Whether the program is installed."""
        return None if PROGRAM.is_file() else "rdflib-endpoint is not installed"

    def command(self) -> Sequence[str | Path]:
        """Serve the N-Quads; it parses them before it listens."""
        options = ["--host", "127.0.0.1", "--port", str(self.port)]
        return [PROGRAM, "serve", *options, self.data.n_quads]
