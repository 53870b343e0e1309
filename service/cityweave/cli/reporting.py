"""How commands that validate are asked for their report, and how they give it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cityweave.cli import options
from cityweave.errors import CityweaveError
from cityweave.validation import Report
from cityweave.validation.describing import report_of
from cityweave.validation.rendering import STYLES, Style, render
from cityweave.validation.report import SEVERITIES
from cityweave.vocabulary import LANGUAGES

Function = TypeVar("Function", bound=Callable[..., Any])


def style() -> Callable[[Function], Function]:
    """`--format`: the format of the report."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(tuple(STYLES)),
        default="text",
        show_default=True,
        help="Format of the report.",
    )


def language(help_text: str) -> Callable[[Function], Function]:
    """`--language`: one of those that everything is said in."""
    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        default="en",
        show_default=True,
        help=help_text,
    )


def fail_on() -> Callable[[Function], Function]:
    """`--fail-on`: which findings make a command fail."""
    return click.option(
        "--fail-on",
        type=click.Choice(SEVERITIES),
        default="warning",
        show_default=True,
        help="Mildest severity that makes the exit code 1.",
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """How the report is to be written, and where: to a file, or to standard output."""

    style: Style
    language: str
    output: Path | None

    def write(self, report: Report) -> None:
        """Write it."""
        options.put(self.rendered(report), self.output)

    def rendered(self, report: Report) -> bytes:
        """The report in its style and language."""
        return render(report, self.style, self.language)


def refuse(failures: list[CityweaveError], wanted: Wanted | None = None) -> None:
    """End the command when something cannot be read, with all that is wrong.

    A report for programs says it, too: a code forge shows nothing else.
    """
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        if wanted is not None and wanted.style != "text":
            wanted.write(report_of(failures))
        raise click.exceptions.Exit(options.UNREADABLE)


def finish(report: Report, fail_on: str) -> None:
    """Exit with 1 when there is a finding that counts."""
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    if report.worst() in counted:
        raise click.exceptions.Exit(1)
