"""`cityweave check`: does the whole content conform?"""

from __future__ import annotations

from pathlib import Path

import click

from cityweave.catalogue import Catalogue
from cityweave.cli import options, progress, reporting
from cityweave.cli.reporting import finish, refuse
from cityweave.cli.validate import documents_of
from cityweave.errors import CityweaveError
from cityweave.formats import by_name
from cityweave.query import QueryRequest, answer, kind_of, without_endpoints
from cityweave.resources import content
from cityweave.resources import files as content_files
from cityweave.store import EmbeddedStore
from cityweave.validation import Rulebook, profiles
from cityweave.validation.judging import judge_read, read_all
from cityweave.validation.profiles import CONTRIBUTION
from cityweave.validation.rendering import Style, render
from cityweave.vocabulary import BASE


@click.command("check")
@reporting.fail_on()
@reporting.style()
@options.content_dir()
def command(fail_on: str, style: Style, content_dir: Path | None) -> None:
    """Parse the whole content, its queries too, and validate it by all of its profiles.

    For files of your own there is `cityweave validate`.

    \b
    Exit codes: 0 conforms, 1 findings, 2 wrong usage, 3 a file cannot be read.

    \b
    Examples:
      cityweave check
      cityweave check --content-dir my-content
    """
    own = options.settings(content_dir=content_dir).content_dir
    failures = query_failures(content("queries", own))
    paths = [
        *content_files("ontology", ".ttl", override=own),
        *content_files("data", ".trig", ".ttl", override=own),
    ]
    documents = documents_of([str(path) for path in paths], failures)
    try:
        rules = Rulebook.of(*(one for one in profiles(own) if one.name != CONTRIBUTION))
        alone = EmbeddedStore()
        inputs = read_all(documents, alone, base=BASE, progress=progress.show, failures=failures)
        refuse(failures)
        with progress.doing("validating"):
            report = judge_read(inputs, rules, alone, whole=True).report
    except CityweaveError as error:
        refuse([*failures, error])
        raise
    click.echo(render(report, style), nl=False)
    finish(report, fail_on)


def query_failures(folder: Path) -> list[CityweaveError]:
    """What is wrong with queries of the catalogue: front matter, parameters, syntax."""
    empty = EmbeddedStore()
    failures: list[CityweaveError] = []
    try:
        catalogue = Catalogue.load(folder)
    except CityweaveError as error:
        return [error]
    for query in catalogue:
        given = {one.name: one.example for one in query.parameters if one.default is None}
        try:
            text = without_endpoints(query.with_values(given, options.settings().base))
            answer(empty, QueryRequest(text), by_name("json", kind_of(text)))
        except CityweaveError as error:
            error.source = error.source or f"query {query.name}"
            failures.append(error)
    return failures
