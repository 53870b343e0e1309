"""By how much the killer queries of the tests pass the time limit, seen from the client.

Run it on a quiet machine as `python bench/overshoot.py`: the worst ten are named.
"""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import httpx
import yaml

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path.insert(0, str(TESTS))


from killers.families import FAMILIES  # noqa: E402
from serving import serving  # noqa: E402

SECONDS = 1
POINT = 'SELECT ?x { ?x <http://www.w3.org/2000/01/rdf-schema#label> "Vienna"@en }'


def main() -> None:
    """Print how many queries ran, the worst overshoots, and what a point query took after each."""
    manifest = yaml.safe_load((TESTS / "killers" / "manifest.yaml").read_text(encoding="utf-8"))
    taken: list[tuple[float, str]] = []
    points: list[float] = []
    limits = {"max_query_memory": 300_000_000, "max_result_rows": 100_000}
    with serving(max_query_seconds=SECONDS, **limits) as served, httpx.Client() as client:
        for family, outcomes in manifest.items():
            for size in (size for sizes in outcomes.values() for size in sizes):
                taken.append((timed(client, served.address, FAMILIES[family](size).text), family))
                points.append(timed(client, served.address, POINT))
    taken.sort(reverse=True)
    late = sum(seconds > SECONDS + 0.25 for seconds, _ in taken)
    print(f"{len(taken)} queries, {late} over the limit of {SECONDS} s by more than 250 ms")
    for seconds, family in taken[:10]:
        print(f"  {seconds - SECONDS:+.3f} s  {family}")
    print(f"point query after each: median {sorted(points)[len(points) // 2] * 1000:.1f} ms")


def timed(client: httpx.Client, address: str, text: str) -> float:
    """Seconds until the answer, or the break, has come."""
    start = time.perf_counter()
    with contextlib.suppress(httpx.RemoteProtocolError):
        client.post(f"{address}sparql", data={"query": text}, timeout=60)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
