"""`python -m bench.validation`: measure, and write the page; see the Makefile."""

from __future__ import annotations

import click

from bench.__main__ import ROOT, size_of
from bench.validation import results
from bench.validation.engines import ENGINES
from bench.validation.report import write_report
from bench.validation.running import Options, run

SUITE = 1_000_000
"""Triples up to which a run has the W3C's tests beside it; they are the same for any size."""


@click.command()
@click.option("--size", default="343k", show_default=True, help="Triples: 343k, 5M or a number.")
@click.option("--systems", default=" ".join(ENGINES), show_default=True, help="Which ones.")
@click.option("--patience", default=900.0, show_default=True, help="Seconds for one engine.")
@click.option("--report", is_flag=True, help="Only write the page from what earlier runs kept.")
def main(size: str, systems: str, patience: float, report: bool) -> None:
    """Measure Cityweave's validator and its peers, and write docs/benchmarks-validation.md."""
    names = tuple(systems.replace(",", " ").split())
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        raise click.BadParameter(f"no such system: {unknown[0]}; there are {', '.join(ENGINES)}")
    if not report:
        folder = ROOT / "build" / "bench"
        triples = size_of(size)
        done = run(Options(size, triples, names, patience, folder, suite=triples <= SUITE))
        results.write(done, results.place(size))
        click.echo(f"Kept in {results.place(size)}")
    write_report(results.kept(), ROOT / "docs")


if __name__ == "__main__":
    main()
