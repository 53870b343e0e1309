"""How many point queries a second a system answers, asked by wrk or else by asyncio."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from bench.client import target
from bench.generator import Data
from bench.results import Rate, rank
from bench.systems import System

SCRIPT = Path(__file__).resolve().parent / "requests.lua"
FEW = 64
"""Texts of the run whose answers can come from a cache."""


@dataclass(frozen=True, slots=True)
class Points:
    """Lists of point queries: many that are all different, and a few that come again."""

    different: tuple[str, ...]
    few: tuple[str, ...]


def points(data: Data, count: int) -> Points:
    """Point queries on cities and organisations; a LIMIT makes the texts differ."""
    random = Random("points")  # noqa: S311 - nothing secret is drawn
    subjects = data.constants["city"] + data.constants["member"] + data.constants["event"]
    texts: dict[str, None] = {}
    while len(texts) < count:
        limit = random.randint(50, 5000)
        texts[f"SELECT ?p ?o WHERE {{ {random.choice(subjects)} ?p ?o }} LIMIT {limit}"] = None
    different = tuple(texts)
    return Points(different[FEW:], different[:FEW])


def rate(system: System, texts: Sequence[str], clients: int, seconds: float) -> Rate:
    """Ask the texts in turn, with so many clients, for so long."""
    targets = [target(system.path, text) for text in texts]
    if shutil.which("wrk") is None:
        return asyncio.run(asked(system.port, targets, clients, seconds))
    listed = system.folder / "targets.txt"
    listed.write_text("\n".join(targets) + "\n", encoding="utf-8")
    return _wrk(system.port, listed, clients, seconds)


def _wrk(port: int, listed: Path, clients: int, seconds: float) -> Rate:
    """One thread of wrk, so that the server has the other core."""
    address = f"http://127.0.0.1:{port}"
    options = ["-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
    command = ["wrk", *options, "-s", str(SCRIPT), address, "--", str(listed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return Rate(
        per_second=found["requests"] / found["microseconds"] * 1e6,
        median=found["p50"] / 1e6,
        p99=found["p99"] / 1e6,
        errors=found["errors"],
    )


async def asked(port: int, targets: Sequence[str], clients: int, seconds: float) -> Rate:
    """The same with streams of asyncio, for machines without wrk."""
    requests = [
        f"GET {one} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Accept: application/sparql-results+json\r\n\r\n".encode()
        for one in targets
    ]
    taken: list[float] = []
    failed: list[int] = []
    start = time.perf_counter()

    async def client(first: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        position = first
        while time.perf_counter() < start + seconds:
            asked = time.perf_counter()
            writer.write(requests[position % len(requests)])
            status = await _answered(reader)
            taken.append(time.perf_counter() - asked)
            if status != 200:
                failed.append(status)
            position += clients
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(client(number) for number in range(clients)))
    passed = time.perf_counter() - start
    return Rate(len(taken) / passed, median(taken), rank(sorted(taken), 0.99), len(failed))


async def _answered(reader: asyncio.StreamReader) -> int:
    """Read an answer; its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), None
    )
    if length is not None:
        await reader.readexactly(int(length.partition(b":")[2]))
    else:
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head.split(b" ", 2)[1])
