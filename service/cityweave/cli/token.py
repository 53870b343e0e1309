"""`cityweave token`: who may write."""

from __future__ import annotations

from pathlib import Path

import click

from cityweave.access import Role, Tokens
from cityweave.cli import options

ROLES = click.Choice([role.value for role in Role])


@click.group("token")
def command() -> None:
    """Make, list and revoke the bearer tokens of a durable store.

    Reading needs no token. The roles: contributor proposes, reviewer decides on
    proposals, admin updates the graph directly. A running server knows of a
    change at once.

    \b
    Examples:
      cityweave token create --role admin --note "nightly import" --data-dir ./graph
      cityweave token list --data-dir ./graph
      cityweave token revoke 1f2e3d4c --data-dir ./graph
    """


@command.command("create")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="What it is for.",
)
@click.option("--note", default="", help="Who has it, or what it is used by.")
@click.option("--name", default="", help="Name that the public reads with what its holder does.")
@options.data_dir(must_exist=False, required=True)
def create(role: str, note: str, name: str, data_dir: Path) -> None:
    """Make a token and print it; it is kept as a hash and cannot be shown again."""
    text, token = Tokens(data_dir).create(Role(role), note, name)
    click.echo(text)
    click.echo(f"Token {token.id} has the role {token.role}. Keep it: it is shown once.", err=True)


@command.command("list")
@options.data_dir(must_exist=True, required=True)
def listing(data_dir: Path) -> None:
    """List the tokens: id, role, when they were made, note."""
    for token in Tokens(data_dir).all():
        click.echo(f"{token.id}  {token.role:<11}  {token.created}  {token.note}".rstrip())


@command.command("revoke")
@click.argument("token_id")
@options.data_dir(must_exist=True, required=True)
def revoke(token_id: str, data_dir: Path) -> None:
    """Take a token's rights away for good."""
    token = Tokens(data_dir).revoke(token_id)
    click.echo(f"Token {token.id} ({token.role}) is revoked.")
