"""`cityweave review`: contributions, what they change, and decisions on them."""

from __future__ import annotations

import json
from typing import Any

import click

from cityweave.cli import desk as desks
from cityweave.contributions import State
from cityweave.validation.rendering.display import clean
from cityweave.validation.report import in_language

STYLE = click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "known": "="}


@click.group("review")
def command() -> None:
    """List contributions, look at what they change, and decide on them.

    With --server they are those of a server, and --token says who decides; with --data-dir
    those of a folder that no server has open.

    \b
    Exit codes: 0 done, 1 refused (the message says why), 2 wrong usage, 3 the server cannot be
    read.

    \b
    Examples:
      cityweave review list --state staged --data-dir ./graph
      cityweave review diff k3v9m2x7q4bd --server https://example.org --token-file token.txt
      cityweave review accept k3v9m2x7q4bd --reason "Checked with the city" --data-dir ./graph
    """


@command.command("list")
@click.option("--state", type=click.Choice([one.value for one in State]), help="Only those.")
@STYLE
@desks.place
def listing(desk: desks.Desk, state: str | None, style: str) -> None:
    """List contributions, the newest first: id, state, when and by whom they were sent."""
    found = desk.list(state)
    if style == "json":
        click.echo(_json(found))
        return
    for told in found:
        by = told["contributor"]
        who = clean(by.get("name") or by["id"])
        sent = told["events"][0]["at"][:10]
        click.echo(f"{told['id']}  {told['state']:<10}  {sent}  {who}")


@command.command("show")
@click.argument("identifier", metavar="ID")
@STYLE
@desks.place
def show(desk: desks.Desk, identifier: str, style: str) -> None:
    """Tell how a contribution stands, and what happened to it."""
    _tell(desk.show(identifier), style)


@command.command("diff")
@click.argument("identifier", metavar="ID")
@STYLE
@desks.place
def diff(desk: desks.Desk, identifier: str, style: str) -> None:
    """Tell what a contribution changes: + new, - removed, ~ changed, = known; ! a duplicate?"""
    found = desk.diff(identifier)
    if style == "json":
        click.echo(_json(found))
        return
    for entity in found["entities"]:
        click.echo(_words(entity["subject"]) + ("  (new)" if entity["new"] else ""))
        for twin in entity["duplicates"]:
            told = clean(twin["text"])
            click.echo(f"  ! the same {twin['by']} as {twin['other']}: {told}")
        for line in entity["lines"]:
            before = f"{_words(line['before'])} -> " if line["before"] else ""
            beside = "; ".join(_words(one) for one in line["beside"])
            click.echo(
                f"  {_SIGNS[line['kind']]} {_words(line['predicate'])}: {before}"
                f"{_words(line['value'])}" + (f"  (beside {beside})" if beside else "")
            )
    click.echo(", ".join(f"{count} {kind}" for kind, count in found["counts"].items()))


@command.command("accept")
@click.argument("identifier", metavar="ID")
@click.option("--reason", default="", help="Why; it is published.")
@STYLE
@desks.place
def accept(desk: desks.Desk, identifier: str, reason: str, style: str) -> None:
    """Merge a contribution into the graph."""
    _tell(desk.act(identifier, "accept", reason), style)


@command.command("refuse")
@click.argument("identifier", metavar="ID")
@click.option("--reason", required=True, help="Why; it is published.")
@STYLE
@desks.place
def refuse(desk: desks.Desk, identifier: str, reason: str, style: str) -> None:
    """Turn a contribution down."""
    _tell(desk.act(identifier, "refuse", reason), style)


@command.command("revert")
@click.argument("identifier", metavar="ID")
@click.option("--reason", required=True, help="Why; it is published.")
@STYLE
@desks.place
def revert(desk: desks.Desk, identifier: str, reason: str, style: str) -> None:
    """Take an accepted contribution out of the graph again."""
    _tell(desk.act(identifier, "revert", reason), style)


@command.command("withdraw")
@click.argument("identifier", metavar="ID")
@STYLE
@desks.place
def withdraw(desk: desks.Desk, identifier: str, style: str) -> None:
    """Take back a contribution of your own that is not decided on."""
    _tell(desk.act(identifier, "withdraw", ""), style)


def _tell(told: desks.Told, style: str) -> None:
    if style == "json":
        click.echo(_json(told))
        return
    click.echo(f"{told['id']} is {told['state']}.")
    for event in told["events"]:
        by = event.get("by", {})
        who = by.get("name") or by.get("id", "")
        parts = (event["at"], event["step"], who, event.get("reason", ""), event.get("other", ""))
        click.echo("  " + "  ".join(clean(part) for part in parts if part))
    click.echo(f"  {told['links']['self']}")


def _words(value: dict[str, Any]) -> str:
    """A name or a term as strangers wrote it, which must not steer the terminal."""
    return clean(in_language(value["words"], "en") or str(value["term"]))


def _json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)
