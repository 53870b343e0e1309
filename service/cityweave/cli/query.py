"""`cityweave query`: a question on the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import click

from cityweave.catalogue import Catalogue
from cityweave.cli import options, progress
from cityweave.cli.table import boolean, table
from cityweave.errors import BadParameter, NotFound, TooLarge
from cityweave.federation import Gateway
from cityweave.formats import ResultFormat, by_name
from cityweave.loading import open_readers
from cityweave.parsing import read_bytes
from cityweave.query import QueryRequest, kind_of, stream
from cityweave.resources import content
from cityweave.settings import Settings

FORMATS = ("table", "json", "xml", "csv", "tsv", "xlsx", "ttl", "nt", "rdf", "jsonld", "trig", "nq")
QUERY_SUFFIXES = (".rq", ".sparql")


@click.command("query")
@click.argument("words", nargs=-1, metavar="[QUERY | FILE | - | KEY=VALUE…]")
@click.option("--name", help="A query of the catalogue; its parameters follow, as key=value.")
@click.option("--list", "list_names", is_flag=True, help="List the queries of the catalogue.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="Format of the result.  [default: table on a terminal, else csv; ttl for graphs]",
)
@click.option("--default-graph", multiple=True, help="Ask only this graph; several are merged.")
@click.option("--named-graph", multiple=True, help="A graph that GRAPH may name; repeatable.")
@options.data_dir(must_exist=True)
@options.content_dir()
def command(
    words: tuple[str, ...],
    name: str | None,
    list_names: bool,
    format_name: str | None,
    default_graph: tuple[str, ...],
    named_graph: tuple[str, ...],
    data_dir: Path | None,
    content_dir: Path | None,
) -> None:
    """Ask a SPARQL question of the graph, or one of the catalogue by name.

    The question is a text, a file, or - for standard input. Without a dataset it
    asks the merge of all graphs.

    \b
    Examples:
      cityweave query 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
      cityweave query question.rq --format csv > answer.csv
      echo 'ASK { ?s ?p ?o }' | cityweave query -
      cityweave query --list
      cityweave query --name cities-by-country country=NL
    """
    chosen = options.settings(data_dir=data_dir, content_dir=content_dir)
    if list_names:
        for one in catalogue(chosen):
            click.echo(f"{one.name:40}  {one.title('en')}")
        return
    text = question(words, name, chosen)
    if len(text) > chosen.max_query_characters:
        raise TooLarge(
            f"The query has {len(text)} characters; the limit is {chosen.max_query_characters}.",
            hint="Shorten it, or raise CITYWEAVE_MAX_QUERY_CHARACTERS.",
        )
    kind = kind_of(text)
    if format_name is None:
        on_terminal = sys.stdout.isatty()
        format_name = "ttl" if kind == "graph" else "table" if on_terminal else "csv"
    if format_name == "xlsx" and sys.stdout.isatty():
        raise click.UsageError("A workbook is nothing to read here. Add: > answer.xlsx")
    as_table = format_name == "table" and kind != "graph"
    result_format = by_name("json" if as_table else _graph_default(format_name), kind)
    with closing(open_readers(chosen, progress.show)) as store:
        request = QueryRequest(text, default_graph, named_graph, base=chosen.base)
        result = stream(store, request, result_format, Gateway(chosen))
        for notice in result.notices:
            click.echo(f"Note: {notice}", err=True)
        if as_table:
            body = b"".join(result.chunks)
            click.echo(boolean(body) if kind == "boolean" else table(body, base=chosen.base))
        else:
            write(result.chunks, result_format)


def _graph_default(format_name: str) -> str:
    """The name of a result format; triples have no table and come as Turtle."""
    return "ttl" if format_name == "table" else format_name


def write(chunks: Iterable[bytes], result_format: ResultFormat) -> None:
    """The bytes as they come, with a line end where a terminal wants one."""
    output = sys.stdout.buffer
    last = b""
    for data in chunks:
        output.write(data)
        last = data or last
    if not last.endswith(b"\n") and (result_format.name in ("json", "xml") or output.isatty()):
        output.write(b"\n")
    output.flush()


def catalogue(chosen: Settings) -> Catalogue:
    """The catalogue of the content. Raises `ContentMissing`, `SyntaxErrorInData`."""
    return Catalogue.load(content("queries", chosen.content_dir), chosen.base)


def question(words: tuple[str, ...], name: str | None, chosen: Settings) -> str:
    """The text of the query that the words mean.

    Raises `UnknownQuery`, `BadParameter`, `NotFound`; a usage error when there is
    no question at all.
    """
    if name is not None:
        return catalogue(chosen).find(name).with_values(parameters(words), chosen.base)
    if len(words) > 1:
        raise click.UsageError("Put the query in quotes, so that the shell takes it as one word.")
    word = words[0] if words else "-"
    if word == "-":
        if sys.stdin.isatty() and not words:
            raise click.UsageError("There is no query. Try: cityweave query --help")
        return decode(sys.stdin.buffer.read(), "standard input")
    is_name = len(word.split()) == 1 and "{" not in word
    if is_name and (word.endswith(QUERY_SUFFIXES) or Path(word).is_file()):
        return decode(read_bytes(Path(word)), word)
    if is_name:
        raise NotFound(
            f"“{word}” is neither a file nor a query.",
            hint="A query of the catalogue is asked with --name; --list names them.",
        )
    return word


def decode(data: bytes, source: str) -> str:
    """Bytes as text. Raises `BadParameter` when they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadParameter(
            "The query is not UTF-8 text.",
            hint="Save it as UTF-8.",
            source=source,
            line=line,
        ) from error


def parameters(words: tuple[str, ...]) -> dict[str, str]:
    """`key=value` words as a mapping. Raises `BadParameter`."""
    given: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise BadParameter(f"“{word}” is not a parameter.", hint="Write it like country=NL")
        if key in given:
            raise BadParameter(f"The parameter “{key}” is given twice.")
        given[key] = value
    return given
