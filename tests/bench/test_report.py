"""The page and its plots follow from runs that were kept, with losses and faults on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.__main__ import ROOT
from bench.report import ratio, write_report
from bench.results import Cell, Measured, Rate, Run, Timing

from bench import results


def cell(milliseconds: float, fault: str = "", error: str = "") -> Cell:
    timing = Timing(10, milliseconds / 1000, milliseconds / 500)
    return Cell(timing.p99, timing, timing, timing, timing.median, 100, fault, error)


@pytest.fixture
def made() -> Run:
    """A run of two templates: one won, one lost; a peer that is wrong, one that is missing."""
    own = Measured("cityweave", "Cityweave", "served", "1.0", load=2.0, memory=10**8, mix=50.0)
    own.cells = {"point": cell(2), "sum": cell(1)}
    own.points = {"uncached, 8": Rate(5000, 0.001, 0.004, 0)}
    peer = Measured("oxigraph", "Oxigraph, memory", "posted", "0.5", load=1.0, memory=10**8)
    peer.cells = {"point": cell(1), "sum": cell(3, fault="other values in 4 rows")}
    peer.points = {"uncached, 8": Rate(20_000, 0.0004, 0.001, 7)}
    third = Measured("virtuoso", "Virtuoso", "bulk loaded", "7.2", restart=3.0)
    third.cells = {"point": cell(4), "sum": Cell(error="no answer within 60 s")}
    missing = Measured("rdflib-endpoint", "rdflib-endpoint", "served", "", unable="too large")
    return Run(
        size="343k",
        triples=343_000,
        quads=380_000,
        graphs=15_000,
        day="2026-01-02",
        seconds=300.0,
        machine={
            "processor": "Some CPU",
            "cores": "2",
            "memory": "8 GiB",
            "system": "Linux 6",
            "python": "3.11",
        },
        templates={"point": "Everything.", "sum": "Money."},
        systems=[own, peer, third, missing],
    )


def test_the_page_shows_wins_losses_faults_and_who_is_missing(made: Run, tmp_path: Path) -> None:
    page = write_report([made], tmp_path).read_text(encoding="utf-8")
    assert "faster by more than 15 % on 1** of 2 templates (sum 3.0×)" in page
    assert "than 15 % on 1** (point 2.0×)" in page
    assert "| point | 2 | 1 | 4 | 2.00 |" in page
    assert "| sum | 1 | 3 <sup>a</sup> | – <sup>b</sup> | 0.33 |" in page
    assert "- a: other values in 4 rows" in page
    assert "- b: no answer within 60 s" in page
    assert "| rdflib-endpoint | not measured: too large |" in page
    assert "20000 (0.4, 1, 7 errors)" in page
    assert "| sum | Money. |" in page


def test_every_row_of_a_table_is_as_long_as_its_head(made: Run, tmp_path: Path) -> None:
    page = write_report([made], tmp_path).read_text(encoding="utf-8")
    tables = [
        block.splitlines()
        for block in page.split("\n\n")
        if block.startswith("|") or "\n|" in block
    ]
    assert len(tables) == 6
    for table in tables:
        rows = [line for line in table if line.startswith("|")]
        assert len({line.count("|") for line in rows}) == 1, rows[0]


def test_the_plot_is_an_image_that_is_the_same_each_time(made: Run, tmp_path: Path) -> None:
    write_report([made], tmp_path)
    plot = tmp_path / "benchmarks-343k.svg"
    first = plot.read_bytes()
    assert b"<svg" in first
    write_report([made], tmp_path)
    assert plot.read_bytes() == first


def test_a_ratio_needs_two_answers(made: Run) -> None:
    assert ratio(made, "point", "cityweave", "oxigraph") == pytest.approx(2)
    assert ratio(made, "sum", "cityweave", "virtuoso") is None
    assert ratio(made, "sum", "cityweave", "nobody") is None


def test_the_page_of_the_project_is_the_one_that_its_results_give(tmp_path: Path) -> None:
    kept = results.kept()
    assert kept
    page = write_report(kept, tmp_path)
    assert page.read_bytes() == (ROOT / "docs" / "benchmarks.md").read_bytes()
    for run in kept:
        assert (ROOT / "docs" / f"benchmarks-{run.size.lower()}.svg").is_file()
