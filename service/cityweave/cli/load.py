"""`cityweave load`: files into a durable store."""

from __future__ import annotations

from pathlib import Path

import click

from cityweave.cli import options, progress
from cityweave.formats import RDF_FORMATS, rdf_by_name
from cityweave.loading import Loaded, keep_base, load_content, load_files
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import BASE


@click.command("load")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@options.data_dir(must_exist=False, required=True)
@click.option("--graph", help="Graph for statements that are in none.  [default: graph/default]")
@click.option(
    "--format",
    "format_name",
    type=click.Choice([one.name for one in RDF_FORMATS]),
    help="Format of the files.  [default: what each suffix tells]",
)
@click.option("--shipped", is_flag=True, help="Load the graph that ships with Cityweave, too.")
@click.option(
    "--rename", is_flag=True, help="Give things in FILES that have the usual base this one's."
)
@options.content_dir()
def command(
    files: tuple[Path, ...],
    data_dir: Path,
    graph: str | None,
    format_name: str | None,
    shipped: bool,
    rename: bool,
    content_dir: Path | None,
) -> None:
    """Load RDF files into a durable store, which is made when there is none.

    All files are loaded, or none when one of them cannot be read. Statements that
    are there already are not loaded twice, unless they are about blank nodes, which
    no two readings share.

    \b
    Examples:
      cityweave load --shipped --data-dir ./graph
      cityweave load cities.ttl --graph https://example.org/graph/cities --data-dir ./graph
      cityweave load export.txt --format nq --data-dir ./graph
    """
    if not files and not shipped:
        raise click.UsageError("Name the files to load, or --shipped for the graph of Cityweave.")
    chosen = options.settings(data_dir=data_dir, content_dir=content_dir)
    rdf_format = rdf_by_name(format_name) if format_name else None
    store = EmbeddedStore(chosen.data_dir)
    try:
        keep_base(store, chosen.base)
        if shipped:
            report(load_content(store, chosen.content_dir, progress.show, base=chosen.base))
        if files:
            report(
                load_files(
                    store,
                    files,
                    graph=graph,
                    rdf_format=rdf_format,
                    progress=progress.show,
                    base=chosen.base if rename else BASE,
                )
            )
        click.echo(f"The store has {store.count()} different triples now.")
    finally:
        store.close()


def report(loaded: Loaded) -> None:
    """Say what a load brought."""
    files = "1 file" if loaded.files == 1 else f"{loaded.files} files"
    graphs = "1 graph" if loaded.graphs == 1 else f"{loaded.graphs} graphs"
    click.echo(f"Read {files}: {loaded.quads} statements in {graphs}, {loaded.added} of them new.")
