"""`cityweave dump`: the graph as RDF."""

from __future__ import annotations

from pathlib import Path

import click

from cityweave.cli import options, progress
from cityweave.formats import RDF_FORMATS, RdfFormat, rdf_by_name, rdf_by_suffix
from cityweave.loading import open_store
from cityweave.naming import prefixes_used


@click.command("dump")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--graph", help="Write only this graph, as triples.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice([one.name for one in RDF_FORMATS]),
    help="Format.  [default: what the suffix tells; else trig, or ttl for one graph]",
)
@click.option("--list", "list_graphs", is_flag=True, help="List the named graphs with their sizes.")
@options.data_dir(must_exist=True)
@options.content_dir()
def command(
    file: Path | None,
    graph: str | None,
    format_name: str | None,
    list_graphs: bool,
    data_dir: Path | None,
    content_dir: Path | None,
) -> None:
    """Write the graph, or one named graph, as RDF: to a file, or to standard output.

    \b
    Examples:
      cityweave dump cityweave.trig
      cityweave dump --graph https://w3id.org/cityweave/graph/ontology ontology.ttl
      cityweave dump --format nq | gzip > cityweave.nq.gz
      cityweave dump --list
    """
    chosen = options.settings(data_dir=data_dir, content_dir=content_dir)
    rdf_format = _format(file, graph, format_name)
    store = open_store(chosen, progress.show)
    if list_graphs:
        for name in store.graphs():
            click.echo(f"{store.count(name):8}  {name}")
        return
    body = store.dump(rdf_format, graph, prefixes_used(store.quads(graph), chosen.base))
    if file is None:
        options.put(body, None)
        return
    options.save(body, file)
    click.echo(f"Wrote {file} ({len(body)} bytes, {rdf_format.title}).", err=True)


def _format(file: Path | None, graph: str | None, format_name: str | None) -> RdfFormat:
    """The format that was chosen, by option, suffix or default."""
    if format_name is not None:
        return rdf_by_name(format_name)
    if file is not None:
        return rdf_by_suffix(file)
    return rdf_by_name("trig" if graph is None else "ttl")
