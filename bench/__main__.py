"""`python -m bench`: measure, and write docs/benchmarks.md; see the Makefile."""

from __future__ import annotations

import re
from pathlib import Path

import click

from bench import results
from bench.report import write_report
from bench.running import Options, run
from bench.systems import SYSTEMS

ROOT = Path(__file__).resolve().parent.parent
FACTORS = {"": 1, "k": 1_000, "M": 1_000_000}


def size_of(text: str) -> int:
    """The number that a size like 343k or 5M means. Raises `click.BadParameter`."""
    found = re.fullmatch(r"(\d+)([kM]?)", text)
    if found is None:
        raise click.BadParameter(f"“{text}” is no size; write a number, or one like 343k or 5M")
    return int(found[1]) * FACTORS[found[2]]


@click.command()
@click.option("--size", default="343k", show_default=True, help="Triples: 343k, 5M or a number.")
@click.option("--systems", default=" ".join(SYSTEMS), show_default=True, help="Which ones.")
@click.option("--quick", is_flag=True, help="Few requests; the page is not written.")
@click.option("--report", is_flag=True, help="Only write the page from what earlier runs kept.")
def main(size: str, systems: str, quick: bool, report: bool) -> None:
    """Measure Cityweave and its peers side by side, and write docs/benchmarks.md."""
    names = tuple(systems.replace(",", " ").split())
    unknown = [name for name in names if name not in SYSTEMS]
    if unknown:
        raise click.BadParameter(f"no such system: {unknown[0]}; there are {', '.join(SYSTEMS)}")
    folder = ROOT / "build" / "bench"
    if not report:
        measured = run(Options(size, size_of(size), names, quick, folder))
        place = folder if quick else results.FOLDER
        results.write(measured, place / f"{size}.json")
        click.echo(f"Kept in {place / f'{size}.json'}")
    if not quick:
        write_report(results.kept(), ROOT / "docs")


if __name__ == "__main__":
    main()
