"""`cityweave check`: is it RDF, and does it conform?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
from pyoxigraph import NamedNode, Quad

from cityweave.catalogue import Catalogue
from cityweave.cli import options
from cityweave.cli.table import shorten
from cityweave.errors import CityweaveError
from cityweave.formats import by_name
from cityweave.loading import placed
from cityweave.parsing import read
from cityweave.query import QueryRequest, answer, kind_of
from cityweave.resources import content
from cityweave.resources import files as content_files
from cityweave.store import EmbeddedStore
from cityweave.validation import Finding, Report, to_json, validate
from cityweave.validation.report import SEVERITIES, in_language

UNREADABLE = 3


@dataclass(slots=True)
class Reading:
    """What was read of some files: quads, which file speaks of what, and what failed."""

    quads: list[Quad] = field(default_factory=list)
    sources: dict[str, tuple[str, ...]] = field(default_factory=lambda: defaultdict(tuple))
    failures: list[CityweaveError] = field(default_factory=list)

    def add(self, paths: Iterable[Path]) -> None:
        """Read files one by one; one that fails does not hide the others."""
        for path in paths:
            try:
                quads = placed(read(path, rename_blank_nodes=True).quads, None)
            except CityweaveError as error:
                self.failures.append(error)
                continue
            self.quads += quads
            subjects = {one.subject.value for one in quads if isinstance(one.subject, NamedNode)}
            for subject in subjects:
                self.sources[subject] += (str(path),)


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    help="SHACL shapes to use instead of the shipped ones; repeatable.",
)
@click.option("--alone", is_flag=True, help="Judge FILES by themselves, without the shipped data.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Mildest severity that makes the exit code 1.",
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
@options.content_dir()
def command(
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    alone: bool,
    fail_on: str,
    style: str,
    content_dir: Path | None,
) -> None:
    """Parse files and validate them with the shapes.

    Without FILES: the whole content, its queries too. FILES are judged together
    with the shipped graph, since they may speak of cities that are described
    there; findings about other things are left out.

    \b
    Exit codes: 0 conforms, 1 findings, 2 wrong usage, 3 a file cannot be read.

    \b
    Examples:
      cityweave check
      cityweave check my-city.ttl
      cityweave check my-city.ttl --shapes my-shapes.ttl --alone
    """
    chosen = options.settings(content_dir=content_dir)
    own = chosen.content_dir
    judged, context, rules = Reading(), Reading(), Reading()
    judged.add(files)
    context.add(content_files("ontology", ".ttl", override=own))
    if not (files and alone):
        context.add(content_files("data", ".trig", ".ttl", override=own))
    rules.add(shapes or content_files("shapes", ".ttl", override=own))
    failures = [*judged.failures, *context.failures, *rules.failures]
    if not files:
        failures += query_failures(content("queries", own))
    if failures:
        for failure in failures:
            click.echo(f"Error: {failure}", err=True)
        raise click.exceptions.Exit(UNREADABLE)
    sources = {**context.sources, **judged.sources}
    try:
        report = validate([*context.quads, *judged.quads], rules.quads)
    except CityweaveError as error:
        click.echo(f"Error: {error}", err=True)
        raise click.exceptions.Exit(UNREADABLE) from error
    if files:
        about = {f"<{subject}>" for subject in judged.sources}
        kept = tuple(one for one in report.findings if is_about(one, about))
        report = replace(report, findings=kept)
    click.echo(as_json(report) if style == "json" else as_text(report, sources))
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    if report.worst() in counted:
        raise click.exceptions.Exit(1)


def is_about(finding: Finding, subjects: set[str]) -> bool:
    """Whether a finding is about one of the subjects, or about a nameless node."""
    return finding.focus in subjects or not finding.focus.startswith("<")


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
            text = query.with_values(given, options.settings().base)
            answer(empty, QueryRequest(text), by_name("json", kind_of(text)))
        except CityweaveError as error:
            error.source = error.source or f"query {query.name}"
            failures.append(error)
    return failures


def as_json(report: Report) -> str:
    """The report as JSON."""
    return json.dumps(to_json(report), ensure_ascii=False, indent=2)


def as_text(report: Report, sources: Mapping[str, tuple[str, ...]]) -> str:
    """The report for people; `sources` are the files that speak of each thing."""
    if report.conforms:
        return "Everything conforms."
    counts = ", ".join(f"{count} {name}(s)" for name, count in report.counts().items() if count)
    texts = (_finding_text(one, sources.get(one.focus.strip("<>"), ())) for one in report.findings)
    return "\n".join([*texts, counts])


def _finding_text(finding: Finding, sources: Sequence[str]) -> str:
    lines = [f"{finding.severity}: {finding.message()}", f"  about  {_term(finding.focus)}"]
    if finding.focus_label:
        lines[-1] += f" ({in_language(finding.focus_label, 'en')})"
    lines += [
        f"  {name:5}  {value}"
        for name, value in (
            ("path", _term(finding.path) if finding.path else None),
            ("value", _term(finding.value) if finding.value else None),
            ("shape", shorten(finding.shape)),
            ("in", _sources(sources)),
        )
        if value
    ]
    return "\n".join(lines) + "\n"


def _term(text: str) -> str:
    """A term in short when it is an IRI."""
    is_iri = text.startswith("<") and text.endswith(">") and " " not in text
    return shorten(text[1:-1]) if is_iri and text.count("<") == 1 else text


def _sources(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:3])
    return f"{shown} and {len(paths) - 3} more" if len(paths) > 3 else shown
