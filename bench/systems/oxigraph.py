"""Oxigraph's own server, in memory and on disk."""

from __future__ import annotations

import http.client
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.systems.process import completed
from bench.systems.system import PATIENCE, Durable, System, Unable

PROGRAM = Path(sys.executable).parent / "oxigraph"


class Oxigraph(System):
    """`oxigraph serve` without a location; the union of graphs, so that answers compare."""

    name = "oxigraph"
    title = "Oxigraph, memory"
    advice = "`oxigraph serve --union-default-graph`, loaded by POST to `/store`"
    path = "/query"

    def missing(self) -> str | None:
        """Whether the program is installed."""
        return None if PROGRAM.is_file() else "oxigraph is not installed"

    def command(self) -> Sequence[str | Path]:
        """Serve an empty store in memory."""
        return [PROGRAM, "serve", "--union-default-graph", "--bind", f"127.0.0.1:{self.port}"]

    def load_after(self) -> None:
        """Send the N-Quads. Raises `Unable`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with self.data.n_quads.open("rb") as body:
            size = str(self.data.n_quads.stat().st_size)
            headers = {"Content-Type": "application/n-quads", "Content-Length": size}
            connection.request("POST", "/store?no_transaction", body=body, headers=headers)
            reply = connection.getresponse()
            text = reply.read()
        connection.close()
        if reply.status >= 300:
            raise Unable(f"POST /store: {reply.status} {text[:200].decode(errors='replace')}")


class OxigraphOnDisk(Oxigraph, Durable):
    """`oxigraph load`, then `oxigraph serve` over the same location."""

    name = "oxigraph-disk"
    title = "Oxigraph, disk"
    advice = "`oxigraph load --location …`, then `oxigraph serve --union-default-graph`"

    def load_before(self) -> None:
        """Load the N-Quads into the folder. Raises `Unable`."""
        store = self.folder / "store"
        done = completed([PROGRAM, "load", "--location", store, "--file", self.data.n_quads])
        if done.returncode:
            raise Unable(f"oxigraph load: {done.stderr.strip()}")

    def load_after(self) -> None:
        """Nothing: it was loaded before."""

    def command(self) -> Sequence[str | Path]:
        """Serve what was loaded."""
        return [*super().command(), "--location", self.folder / "store"]
