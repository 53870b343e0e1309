"""`cityweave import`: exports of others, in terms of the graph, judged and written or sent."""

from __future__ import annotations

from pathlib import Path

import click

from cityweave import imports
from cityweave.cli import desk as desks
from cityweave.cli import options, progress, reporting
from cityweave.cli.reporting import Wanted, finish, refuse
from cityweave.cli.validate import context_of, rulebook
from cityweave.errors import BadParameter, CityweaveError
from cityweave.formats import rdf_by_name
from cityweave.formatting import format_rdf
from cityweave.imports import SOURCES, File, Selection
from cityweave.naming import prefixes_of
from cityweave.parsing import serialize
from cityweave.spreadsheets import StoreResolver
from cityweave.validation import Report
from cityweave.validation.judging import Judgement, judge_read
from cityweave.validation.rendering import Style
from cityweave.validation.submission import FORMATS, imported

_TURTLE = rdf_by_name("ttl")
_STDOUT = Path("-")


def _listed(ctx: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    """`--list`: the kinds, what their columns become, and whose the data are."""
    if not is_wanted or ctx.resilient_parsing:
        return
    for source in SOURCES.values():
        click.echo(f"{source.name}: {source.summary}")
        for layout in source.layouts:
            click.echo(f"  {layout.name}: a row needs {', '.join(_titles(layout))}")
            for column in layout.columns:
                if column.becomes:
                    click.echo(f"    {' or '.join(column.titles)} -> {column.becomes}")
        click.echo(f"  Terms: {source.dataset.terms}\n  {source.dataset.homepage}\n")
    click.echo("Columns about persons are never read, in any kind.")
    ctx.exit()


def _titles(layout: imports.Layout) -> list[str]:
    columns = {column.field: column.titles[0] for column in layout.columns}
    return [columns[field] for field in layout.needed]


@click.command("import")
@click.argument("kind", type=click.Choice(tuple(SOURCES)))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_listed,
    help="Say what kinds there are, and what becomes of their columns.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for the Turtle; - is standard output.",
)
@click.option(
    "--submit",
    metavar="URL|FOLDER",
    help="Send what was read as a contribution, to a server or into a data folder.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="City, country (name or code) or number of the source; repeatable.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Take so many places, projects or practices at most.",
)
@click.option("--date", metavar="DAY", help="Day of the export, such as 2026-01-31.")
@click.option(
    "--context",
    default="shipped",
    show_default=True,
    metavar="shipped|none|URL",
    help="The graph in which names are looked up: the shipped one, none, or one at an address.",
)
@reporting.style()
@reporting.language("Its language.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for the report instead of the terminal.",
)
@reporting.fail_on()
@click.option("--input-format", type=click.Choice(FORMATS), help="Format of FILES.")
@click.option("--note", default="", help="With --submit: a sentence for the reviewer.")
@click.option("--by", "name", help="With --submit: name that the public reads.")
@click.option("--token", help="With --submit: your token.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File that has it, so that it stands in no list of processes.",
)
@options.content_dir()
def command(
    kind: str,
    files: tuple[str, ...],
    output: Path | None,
    submit: str | None,
    only: tuple[str, ...],
    limit: int | None,
    date: str | None,
    context: str,
    style: Style,
    language: str,
    report: Path | None,
    fail_on: str,
    input_format: str | None,
    note: str,
    name: str | None,
    token: str | None,
    token_file: Path | None,
    content_dir: Path | None,
) -> None:
    """Read exports of others: what they say in terms of the graph, and what is wrong with it.

    FILES of one KIND are read together. Cities and organisations are those that the graph has;
    a name that can be several is reported and never guessed. Without --output and --submit
    only the report is written. Persons are never imported.

    \b
    Exit codes: 0 conforms, 1 findings, 2 wrong usage, 3 a file or the server cannot be read.

    \b
    Examples:
      cityweave import --list
      cityweave import geonames cities500.zip --output geonames.ttl --date 2026-01-31
      cityweave import wikidata query.json --submit https://example.org --token-file token.txt
      cityweave import cordis project.csv organization.csv --only Ghent --output -
    """
    source = SOURCES[kind]
    settings = options.settings(content_dir=content_dir)
    to_stdout = output == _STDOUT
    wanted = Wanted(style, language, report)
    try:
        chosen = [
            File.at(Path(one), input_format or imports.format_of(one, source)) for one in files
        ]
        rules = rulebook(None, [], content_dir, settings.base)
        store = context_of(context, settings)
        with progress.doing("reading"):
            read = imported(
                chosen,
                source,
                StoreResolver(store.merged),
                content_dir=content_dir,
                selection=Selection(only, limit),
                date=date,
                progress=progress.rows,
                base=settings.base,
            )
        with progress.doing("validating"):
            judged = judge_read([read], rules, store)
    except BadParameter as error:
        raise click.UsageError(str(error)) from error
    except CityweaveError as error:
        refuse([error], wanted)
        raise
    _tell(judged.report, wanted, to_stdout=to_stdout)
    if output is not None:
        options.put(_turtle(judged), None if to_stdout else output)
    if submit is not None:
        if token_file is not None:
            token = desks.token_of(token_file)
        _submit(judged, kind, submit, note, token, name)
    finish(judged.report, fail_on)


def _tell(report: Report, wanted: Wanted, *, to_stdout: bool) -> None:
    """The report; on standard error where the Turtle has standard output."""
    if not to_stdout or wanted.output is not None:
        wanted.write(report)
        return
    click.echo(wanted.rendered(report), err=True, nl=False)


def _turtle(judged: Judgement) -> bytes:
    """The statements as canonical Turtle."""
    prefixes = prefixes_of(options.settings().base)
    return format_rdf(serialize(judged.quads, _TURTLE, prefixes), _TURTLE, "import.ttl")


def _submit(
    judged: Judgement, kind: str, where: str, note: str, token: str | None, name: str | None
) -> None:
    """Send the statements as a contribution, unless there is a violation in them."""
    if judged.report.worst() == "violation":
        click.echo("Not sent: what was read has violations.", err=True)
        return
    if not judged.quads:
        click.echo("Not sent: nothing was read.", err=True)
        return
    is_server = where.startswith(("http://", "https://"))
    folder = None if is_server else Path(where)
    fields = {"note": note} if note else {}
    try:
        with desks.opened(where if is_server else None, folder, token, name) as desk:
            told = desk.submit(f"{kind}.ttl", _turtle(judged), "ttl", fields)
    except CityweaveError as error:
        desks.fail(error)
    click.echo(f"{told['id']} is {told['state']}\n  {told['links']['self']}", err=True)
    if told["state"] == "invalid":
        raise click.exceptions.Exit(1)
