"""Cityweave itself, in memory and over a data directory."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.systems.process import completed
from bench.systems.system import Durable, System, Unable

PROGRAM = Path(sys.executable).parent / "cityweave"


class Cityweave(System):
    """`cityweave serve` over content of one's own."""

    name = "cityweave"
    title = "Cityweave"
    advice = "`cityweave serve --content-dir …`, in memory, the graph as TriG"

    def command(self) -> Sequence[str | Path]:
        """Serve the folder of the generated graph."""
        (self.data.folder / "queries").mkdir(exist_ok=True)
        return [PROGRAM, "serve", "--port", str(self.port), "--content-dir", self.data.folder]

    def environment(self) -> Mapping[str, str]:
        """Limits that a scaled graph needs; all others as shipped."""
        return {
            "CITYWEAVE_MAX_RESULT_ROWS": "100000000",
            "CITYWEAVE_MAX_RESULT_BYTES": "10000000000",
            "CITYWEAVE_MAX_QUERY_SECONDS": "120",
            "CITYWEAVE_MAX_QUERY_MEMORY": "4000000000",
        }


class CityweaveOnDisk(Cityweave, Durable):
    """The same over a durable store."""

    name = "cityweave-disk"
    title = "Cityweave, durable"
    advice = "`cityweave load graph.nq --data-dir …`, then `cityweave serve --data-dir …`"

    def load_before(self) -> None:
        """Load the N-Quads. Raises `Unable`."""
        store = self.folder / "store"
        done = completed([PROGRAM, "load", self.data.n_quads, "--data-dir", store])
        if done.returncode:
            raise Unable(f"cityweave load: {done.stderr.strip()}")

    def command(self) -> Sequence[str | Path]:
        """Serve what was loaded."""
        return [*super().command(), "--data-dir", self.folder / "store"]
