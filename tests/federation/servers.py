"""Endpoints of other people's software on this machine, over a file of a few facts."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from clients.virtuoso import free_port

FIXTURES = Path(__file__).with_name("fixtures")
PROGRAM = Path(sys.executable).parent / "oxigraph"
PATIENCE = 120


@contextmanager
def oxigraph(path: Path) -> Iterator[str]:
    """The address of Oxigraph's own server, with a file of Turtle in it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [PROGRAM, "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _fill(f"{address}/store?default", path.read_bytes())
            yield f"{address}/query"
        finally:
            process.kill()


def _fill(address: str, data: bytes) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            answer = httpx.put(
                address, content=data, headers={"Content-Type": "text/turtle"}, timeout=60
            )
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            answer.raise_for_status()
            return
