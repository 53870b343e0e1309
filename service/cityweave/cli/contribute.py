"""`cityweave contribute`: files on their way into a graph."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cityweave.cli import desk as desks
from cityweave.errors import NotFound, UnknownFormat
from cityweave.parsing import read_bytes
from cityweave.validation.submission import FORMATS, format_of


@click.command("contribute")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@desks.place
@click.option("--note", default="", help="A sentence for the reviewer; published when accepted.")
@click.option("--supersedes", metavar="ID", help="Contribution that the (one) FILE replaces.")
@click.option(
    "--kind",
    help="Template of a table whose header does not tell which it is, or kind of an import.",
)
@click.option("--input-format", type=click.Choice(FORMATS), help="Format of FILES.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
def command(
    files: tuple[Path, ...],
    desk: desks.Desk,
    note: str,
    supersedes: str | None,
    kind: str | None,
    input_format: str | None,
    style: str,
) -> None:
    """Send files to be added to a graph.

    Each FILE is one contribution: it is checked at once, and stays apart from the graph
    until a reviewer accepts it. Its page tells how it stands.

    \b
    Exit codes: 0 all wait for a decision (or are accepted), 1 one is not valid, 2 wrong usage,
    3 a file or the server cannot be read.

    \b
    Examples:
      cityweave contribute cities.csv --server https://example.org --token-file token.txt
      cityweave contribute my-city.ttl --note "New mayor" --data-dir ./graph
    """
    if supersedes is not None and len(files) > 1:
        raise click.UsageError("Only one FILE can supersede a contribution.")
    asked = {"note": note, "supersedes": supersedes, "kind": kind}
    fields = {name: value for name, value in asked.items() if value}
    try:
        read = [
            (path, read_bytes(path), input_format or format_of(path.name, kind)) for path in files
        ]
    except (NotFound, UnknownFormat) as error:
        desks.fail(error)
    found = []
    try:
        for path, data, file_format in read:
            found.append(desk.submit(path.name, data, file_format, fields))
            if style == "text":
                click.echo(_line(path, found[-1]))
    finally:  # what was sent is told, whatever became of the rest
        if style == "json":
            click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    if any(told["state"] == "invalid" for told in found):
        raise click.exceptions.Exit(1)


def _line(path: Path, told: desks.Told) -> str:
    counts = told.get("validation", {}).get("counts", {})
    findings = ", ".join(f"{count} {name}(s)" for name, count in counts.items())
    line = f"{path}: {told['id']} is {told['state']}" + (f" ({findings})" if findings else "")
    if told.get("problem"):
        line += f"\n  {told['problem']}"
    return f"{line}\n  {told['links']['self']}"
