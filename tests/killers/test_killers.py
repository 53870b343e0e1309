"""Every query that kills or chokes an engine ends within its limits, rightly; the server stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml

from killers.families import FAMILIES
from serving import Served, serving

HERE = Path(__file__).parent
MANIFEST = yaml.safe_load((HERE / "manifest.yaml").read_text(encoding="utf-8"))
QUERIES = sorted((HERE / "queries").glob("*.rq"))
CASES = [
    (family, size, expected)
    for family, outcomes in MANIFEST.items()
    for expected, sizes in outcomes.items()
    for size in sizes
]
pytestmark = pytest.mark.alone  # a second of a query is one of the processor

SECONDS = 1
PATIENCE = 20
"""Seconds beyond the limit before a query counts as hung; bench/overshoot.py measures how many."""
STOPPED = {
    504: {"query-timeout"},
    413: {"query-too-hungry", "result-too-large"},
    400: {"query-too-complex"},
}
REFUSED = {"query-syntax-error", "unsupported-query", "federation-refused"}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(
        max_query_seconds=SECONDS,
        max_query_memory=300_000_000,
        max_result_rows=100_000,
        max_result_bytes=20_000_000,
    ) as running:
        first = running.process.pid
        yield running
        assert running.process.poll() is None
        assert running.process.pid == first
        assert ask(running, "SELECT (1 AS ?x) {}") == (200, "x\r\n1\r\n")


def ask(served: Served, text: str) -> tuple[int, str]:
    """Status, and the CSV, the problem's code, or “cut” when the answer was broken off."""
    try:
        found = httpx.post(
            f"{served.address}sparql",
            data={"query": text},
            headers={"Accept": "text/csv, text/turtle;q=0.5"},
            timeout=SECONDS + PATIENCE,
        )
    except httpx.RemoteProtocolError:
        return 0, "cut"
    if found.status_code == 200:
        return 200, found.text
    problem = found.json()
    assert found.headers["content-type"] == "application/problem+json"
    assert problem["status"] == found.status_code
    assert problem["detail"]
    return found.status_code, str(problem["code"])


def judge(served: Served, text: str, expected: str, answer: str | None) -> None:
    status, said = ask(served, text)
    if status == 200:
        assert expected in {"answer", "either"}, said[:200]
        assert answer is None or said == answer
    elif expected == "refused":
        assert said in REFUSED
    else:
        assert expected in {"stopped", "either"}, said
        assert said == "cut" or said in STOPPED[status]


@pytest.mark.parametrize(("family", "size", "expected"), CASES)
def test_a_family_ends_within_its_limits(
    served: Served, family: str, size: int, expected: str
) -> None:
    killer = FAMILIES[family](size)
    judge(served, killer.text, expected, killer.answer)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_ends_within_its_limits(served: Served, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = text.splitlines()[0].removeprefix("# expected: ").split()
    answer = f"n\r\n{expected[1]}\r\n" if expected[1:] else None
    judge(served, text, expected[0], answer)


def test_the_corpus_is_large_and_the_manifest_complete() -> None:
    assert set(MANIFEST) == set(FAMILIES)
    assert len(CASES) + len(QUERIES) >= 200
    assert len({(family, size) for family, size, _ in CASES}) == len(CASES)
