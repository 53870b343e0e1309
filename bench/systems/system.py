"""What every measured server has in common."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from bench.client import Connection, Failed
from bench.generator import Data
from bench.systems.process import Process, free_port

QUESTION = "ASK { ?s <https://w3id.org/cityweave/ontology#country> ?o }"
PATIENCE = 1200
"""Seconds that a system may take to load, at most."""


class Unable(Exception):
    """A system that cannot be measured here, with the reason."""


class System(ABC):
    """A server that answers SPARQL queries over HTTP once it is started."""

    name: ClassVar[str]
    title: ClassVar[str]
    advice: ClassVar[str]
    """How it is run and loaded, in a sentence."""

    largest: ClassVar[int | None] = None
    """Triples that it can take, at most, or None when nothing is known against more."""

    limit: ClassVar[str] = ""
    """Why no more."""

    path: ClassVar[str] = "/sparql"

    def __init__(self, data: Data, folder: Path) -> None:
        """Prepare to serve the data; `folder` is for files of the system."""
        self.data = data
        self.folder = folder
        self.port = free_port()
        self._process: Process | None = None

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """The command line of the server."""

    def environment(self) -> Mapping[str, str]:
        """Environment variables of the server."""
        return {}

    def load_before(self) -> None:  # noqa: B027 - most need nothing here
        """Load what is loaded before the server starts. Raises `Unable`."""

    def load_after(self) -> None:  # noqa: B027 - most need nothing here
        """Load what is loaded into the running server. Raises `Unable`."""

    def missing(self) -> str | None:
        """Why the system cannot run here, when it cannot."""
        return None

    def start(self) -> float:
        """Seconds from nothing to the first answer over the loaded data. Raises `Unable`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        begin = time.perf_counter()
        self.load_before()
        self.run()
        self.load_after()
        self.await_answer("true")
        return time.perf_counter() - begin

    def run(self) -> None:
        """Start the process, and wait until it answers at all. Raises `Unable`."""
        self._process = Process(self.command(), self.folder / "server.log", self.environment())
        self.await_answer("")

    def restart(self) -> float | None:
        """Seconds from the start of a loaded server to its first answer; None in memory."""
        return None

    def await_answer(self, wanted: str) -> None:
        """Wait until the question is answered with a text that has `wanted` in it."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if self._process and self._process.ended:
                raise Unable(self._process.ended)
            try:
                with Connection(self.port) as connection:
                    reply = connection.query(self.path, QUESTION)
                if wanted in reply.body.decode():
                    return
            except (OSError, Failed):
                time.sleep(0.05)
        raise Unable(f"no answer within {PATIENCE} s")

    def memory(self) -> int:
        """Bytes that the server takes now."""
        return self._process.memory() if self._process else 0

    def stop(self) -> None:
        """End the server."""
        if self._process:
            self._process.stop()
            self._process = None


class Durable(System):
    """A server whose data stay on disk, so that it can be started again."""

    def restart(self) -> float | None:
        """End it and start it again over the same data."""
        self.stop()
        begin = time.perf_counter()
        self.run()
        self.await_answer("true")
        return time.perf_counter() - begin
