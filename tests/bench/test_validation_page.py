"""The page on validators follows from runs that were kept, with losses and faults on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.__main__ import ROOT
from bench.validation import results
from bench.validation.report import ratio, write_report
from bench.validation.results import Edit, Judged, Request, Run, Score, Served, System


def judged(seconds: float, missing: int = 0, other: int = 0) -> Judged:
    return Judged(1.5, 0.1, [seconds] * 3, 10**8, 10**7, 39, missing=missing, other=other)


@pytest.fixture
def made() -> Run:
    """A run in which a peer is faster in the trial, one is wrong, one too slow, one missing."""
    own = System("cityweave", "Cityweave", "in process", "0.1", "", judged(2), judged(0.2))
    own.suite = {"core": Score(98, 98, []), "sparql": Score(23, 23, [])}
    slow = System("pyshacl", "pySHACL", "over rdflib", "0.40")
    slow.whole = Judged(error="not finished within 300 s", patience=300)
    slow.trial = judged(80)
    slow.suite = {"core": Score(97, 98, ["core/one"]), "sparql": Score(23, 23, [])}
    wrong = System("pyrudof", "pyrudof", "native", "0.3", "", judged(9, missing=3, other=1))
    wrong.trial = judged(5)
    fast = System("pyshacl-turbo", "pyshacl-turbo", "shared", "0.6", "", judged(12), judged(0.1))
    missing = System("shacl-engine", "shacl-engine", "on Node", "", "npm ci failed")
    return Run(
        size="343k",
        triples=343_000,
        day="2026-01-02",
        seconds=300.0,
        load=0.5,
        machine={
            "processor": "Some CPU",
            "cores": "2",
            "memory": "8 GiB",
            "system": "Linux 6",
            "python": "3.11",
        },
        shapes=288,
        faults={"A name is missing": 10, "No country": 10},
        expected={"whole": 39, "trial": 7},
        trial=["Municipality"],
        systems=[own, slow, wrong, fast, missing],
        requests=[
            Request("500 rows as CSV", [0.5, 0.6, 0.7], 15, 15),
            Request("all of it", [], 0, 39, "504: too long"),
        ],
        server=Served(3.0, 10**9, 2 * 10**9),
        edits=[Edit("a name", 5, [0.01] * 5, [2.0] * 5, 0)],
    )


def test_the_page_shows_ratios_losses_faults_and_who_is_missing(made: Run, tmp_path: Path) -> None:
    page = write_report([made], tmp_path).read_text(encoding="utf-8")
    assert (
        "- more than 150 times faster than pySHACL, not finished within 300 s (wanted: 30;" in page
    )
    assert "- 4.5 times faster than pyrudof (wanted: 5; **not reached**)" in page
    assert "- 6.0 times faster than pyshacl-turbo (wanted: 5; as wanted)" in page
    assert "- pyrudof, all shapes: 3 missing, 1 with another value." in page
    assert "- pyshacl-turbo judges the five shapes in 0.50 of Cityweave's time." in page
    assert "| shacl-engine | npm ci failed |" in page
    assert "| pySHACL | 97/98 | 23/23 |" in page
    assert "- not passed by pySHACL: `core/one`." in page
    assert "| 500 rows as CSV | 0.6 | 0.7 | 3 | 15 of 15 |" in page
    assert "| all of it | 504: too long | – | 0 | 0 of 39 |" in page
    assert "| a name | 0.01 | 2 | 200 | 5 | 0 |" in page
    assert "| No country |" in page


def test_every_row_of_a_table_is_as_long_as_its_head(made: Run, tmp_path: Path) -> None:
    page = write_report([made], tmp_path).read_text(encoding="utf-8")
    tables = [block.strip().splitlines() for block in page.split("\n\n") if "\n|" in block]
    assert len(tables) == 6
    for table in tables:
        found = [line for line in table if line.startswith("|")]
        assert len({line.count("|") for line in found}) == 1, found[0]


def test_the_plot_is_an_image_that_is_the_same_each_time(made: Run, tmp_path: Path) -> None:
    write_report([made], tmp_path)
    plot = tmp_path / "benchmarks-validation-343k.svg"
    first = plot.read_bytes()
    assert b"<svg" in first
    write_report([made], tmp_path)
    assert plot.read_bytes() == first


def test_a_ratio_needs_two_times(made: Run) -> None:
    assert ratio(made, "pyrudof", lambda one: one.whole) == pytest.approx(4.5)
    assert ratio(made, "pyshacl", lambda one: one.whole) is None
    assert ratio(made, "nobody", lambda one: one.whole) is None


def test_a_run_is_kept(made: Run, tmp_path: Path) -> None:
    results.write(made, results.place("343k", tmp_path))
    assert results.kept(tmp_path) == [made]


def test_the_page_of_the_project_is_the_one_that_its_results_give(tmp_path: Path) -> None:
    kept = results.kept()
    assert kept
    page = write_report(kept, tmp_path)
    assert page.read_bytes() == (ROOT / "docs" / "benchmarks-validation.md").read_bytes()
    for run in kept:
        assert (ROOT / "docs" / f"benchmarks-validation-{run.size.lower()}.svg").is_file()
