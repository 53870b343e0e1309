"""A running server that holds the graph: contributions sent to it over HTTP, end to end."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.generator import Data
from bench.rows import Row
from bench.systems.cityweave import PROGRAM
from bench.systems.process import Process, free_port
from bench.validation import contribution
from bench.validation.results import Request, Served
from cityweave.resources import content

TIMES = 11
START = 900
"""Seconds that the server may take to start."""
WAIT = 600
"""Seconds that an answer may take."""
LIMITS = {
    "CITYWEAVE_MAX_REQUEST_BYTES": "2000000000",
    "CITYWEAVE_MAX_VALIDATION_SECONDS": "600",
    "CITYWEAVE_MAX_VALIDATION_MEMORY": "12000000000",
    "CITYWEAVE_MAX_VALIDATION_STATEMENTS": "10000000",
    "CITYWEAVE_MAX_REPORT_BYTES": "200000000",
}
"""What a scaled graph needs; all other limits are as shipped."""
WHOLE = 100_000
"""Triples of the largest graph that is sent as a whole."""
TURTLE, CSV, N_TRIPLES = "text/turtle", "text/csv", "application/n-triples"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = {"kind": "organisations"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request: what it is called, its body, and how many findings there must be."""

    name: str
    body: bytes
    media_type: str
    expected: int
    parameters: Mapping[str, str]
    times: int = TIMES


class Server:
    """`cityweave serve` over content of one's own: the shipped shapes and ontology, other data."""

    def __init__(self, folder: Path, data: Path | None) -> None:
        """Prepare the folder; `data` is a file in TriG, or None for an empty graph."""
        self._folder = folder
        for name in ("shapes", "ontology"):
            shutil.copytree(content(name), folder / name)
        for name in ("data", "queries"):
            (folder / name).mkdir()
        if data is not None:
            (folder / "data" / "graph.trig").symlink_to(data)
        self._port = free_port()
        self._process: Process | None = None
        self.started = 0.0

    def __enter__(self) -> httpx.Client:
        """A client of the server, as soon as that answers. Raises `TimeoutError`."""
        begin = time.perf_counter()
        command: list[str | Path] = [
            PROGRAM,
            "serve",
            "--port",
            str(self._port),
            "--content-dir",
            self._folder,
        ]
        self._process = Process(command, self._folder / "server.log", LIMITS)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self._port}", timeout=WAIT)
        while time.perf_counter() < begin + START and not self._process.ended:
            try:
                self.client.get("/sparql", params={"query": "ASK {}"})  # a reader answers it
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            self.started = time.perf_counter() - begin
            return self.client
        raise TimeoutError(self._process.ended or f"no answer within {START} s")

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.client.close()
        if self._process is not None:
            self._process.stop()

    def memory(self) -> int:
        """Bytes that its processes take now."""
        return self._process.memory() if self._process else 0


def measure(data: Data, expected: Sequence[Row], folder: Path) -> tuple[Served, list[Request]]:
    """Ask a server that holds the graph, and one that is sent all of it."""
    found = contribution.rows(data)
    right = contribution.expected()
    kinds = [
        Kind("500 rows as Turtle", contribution.as_turtle(found), TURTLE, right, {}),
        Kind("500 rows as CSV", contribution.as_csv(found), CSV, right, TABLE),
        Kind("500 rows as XLSX", contribution.as_xlsx(found), XLSX, right, TABLE),
    ]
    server = Server(folder / "full", data.folder / "data" / "graph.trig")
    with server as client:
        served = Served(server.started, server.memory())
        done = [asked(client, kind) for kind in kinds]
        served.after = server.memory()
    if data.triples <= WHOLE:
        profile = {"profile": "graph"}
        body = data.merge.read_bytes()
        with Server(folder / "empty", None) as client:
            kind = Kind("the graph itself, sent in", body, N_TRIPLES, len(expected), profile, 1)
            done.append(asked(client, kind))
    return served, done


def asked(client: httpx.Client, kind: Kind) -> Request:
    """Send requests of one kind, one after the other."""
    seconds: list[float] = []
    findings = 0
    for _ in range(kind.times):
        begin = time.perf_counter()
        answer = client.post(
            "/validate",
            params=dict(kind.parameters),
            content=kind.body,
            headers={"Content-Type": kind.media_type, "Accept": "application/json"},
        )
        taken = time.perf_counter() - begin
        if answer.status_code != httpx.codes.OK:
            error = f"{answer.status_code}: {answer.text[:300]}"
            return Request(kind.name, seconds, findings, kind.expected, error)
        seconds.append(taken)
        findings = sum(rule["count"] for rule in answer.json()["rules"])
    return Request(kind.name, seconds, findings, kind.expected)
