"""`cityweave format`: Turtle and TriG in canonical form."""

from __future__ import annotations

from pathlib import Path

import click

from cityweave.cli import options
from cityweave.errors import CityweaveError
from cityweave.formats import rdf_by_suffix
from cityweave.formatting import format_rdf
from cityweave.parsing import read_bytes
from cityweave.resources import files as content_files

FOLDERS = ("ontology", "data", "shapes")


@click.command("format")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when a file would change.")
@options.content_dir()
def command(files: tuple[Path, ...], check: bool, content_dir: Path | None) -> None:
    """Write Turtle and TriG files in canonical form, so that a diff is about meaning.

    Without FILES: every file of the content. A file that cannot be formatted is
    left as it is, and named.

    \b
    Examples:
      cityweave format
      cityweave format --check my-data.ttl
    """
    chosen = options.settings(content_dir=content_dir)
    paths = files or tuple(
        path
        for folder in FOLDERS
        for path in content_files(folder, ".ttl", ".trig", override=chosen.content_dir)
    )
    changed, failed = 0, 0
    for path in paths:
        try:
            if rewrite(path, check=check):
                changed += 1
                click.echo(f"{'would change' if check else 'changed'}: {path}")
        except CityweaveError as error:
            failed += 1
            click.echo(f"Error: {error}", err=True)
    same = len(paths) - changed - failed
    click.echo(f"{changed} changed, {same} as they should be, {failed} not formatted.", err=True)
    if failed or (check and changed):
        raise click.exceptions.Exit(1)


def rewrite(path: Path, *, check: bool) -> bool:
    """Bring one file into canonical form; whether it differed.

    Raises `NotFound`, `UnknownFormat`, `SyntaxErrorInData`, `StoreUnavailable`.
    """
    before = read_bytes(path)
    after = format_rdf(before, rdf_by_suffix(path), str(path))
    if before == after:
        return False
    if not check:
        options.save(after, path)
    return True
