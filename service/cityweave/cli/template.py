"""`cityweave template`: a spreadsheet to fill in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from cityweave.cli import options, progress, reporting
from cityweave.errors import NotFound
from cityweave.loading import open_store
from cityweave.spreadsheets import STYLES, Style, kind
from cityweave.spreadsheets.dispensing import dispensed, works


@click.command("template")
@click.argument("name", metavar="KIND")
@click.option(
    "--style",
    type=click.Choice(tuple(STYLES)),
    default="csv",
    show_default=True,
    help="csv, xlsx with lists to choose from, or json (metadata of the CSV).",
)
@reporting.language("Language of titles and explanations.")
@options.output()
@options.content_dir()
def command(
    name: str, style: Style, language: str, output: Path | None, content_dir: Path | None
) -> None:
    """Write the template of a kind of thing, as a spreadsheet to fill in.

    KIND is one of cities, organisations, networks, partnerships, actions, funds, links.
    `cityweave validate` says what is not right in a filled-in one.

    \b
    Examples:
      cityweave template cities > cities.csv
      cityweave template networks --style xlsx --language fr --output reseaux.xlsx
    """
    try:
        wanted = kind(name, content_dir)
    except NotFound as error:
        raise click.UsageError(str(error)) from error
    shipped = replace(options.settings(content_dir=content_dir), data_dir=None)
    store = open_store(shipped, progress.show, works(shipped))
    written = dispensed(store, wanted, style, language)
    options.put(written, output)
