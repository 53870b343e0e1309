"""How long from the start of the server to its first answer, with the shipped graph.

Beside it, in the same run: how long rdflib takes to parse the same files and to
answer the same question. Run it as `python bench/startup.py [RUNS]`.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "cityweave"
QUESTION = """
PREFIX cw: <https://w3id.org/cityweave/ontology#>
SELECT (COUNT(*) AS ?n) WHERE { ?network a cw:Network ; cw:partner ?partner }
"""
RDFLIB = """
import time
start = time.perf_counter()
from rdflib import Dataset
from cityweave.resources import files
dataset = Dataset(default_union=True)
for folder in ("ontology", "shapes"):
    for path in files(folder, ".ttl"):
        dataset.default_graph.parse(path)
for path in files("data", ".trig"):
    dataset.parse(path, format="trig")
rows = list(dataset.query({question!r}))
print(time.perf_counter() - start)
"""


def cityweave() -> float:
    """Seconds from the start of `cityweave serve` to the whole answer over HTTP."""
    start = time.perf_counter()
    command = [str(PROGRAM), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            address = re.search(r"http://\S+/", line)
            if address is None:
                raise SystemExit(f"the server said: {line}")
            query = urllib.parse.urlencode({"query": QUESTION})
            with urllib.request.urlopen(f"{address[0]}sparql?{query}") as response:
                response.read()
            return time.perf_counter() - start
        finally:
            process.terminate()


def rdflib() -> float:
    """Seconds that rdflib takes for the same files and the same question."""
    code = RDFLIB.replace("{question!r}", repr(QUESTION))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout.strip())


def main(runs: int) -> None:
    """Print medians, worst cases and their ratio."""
    ours = [cityweave() for _ in range(runs)]
    theirs = [rdflib() for _ in range(max(1, runs // 3))]
    for name, seconds in (
        ("cityweave, start to first answer", ours),
        ("rdflib, parse and answer", theirs),
    ):
        print(f"{name}: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s")
    print(f"ratio: {statistics.median(theirs) / statistics.median(ours):.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
