"""Where contributions are handed in and decided on: a server, or a data directory here.

Both answer in the JSON of `GET /contributions/{id}`, so that commands show either alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, Protocol, TypeVar

import click

from cityweave.access import ADMIN, Holder, Role, Tokens
from cityweave.cli import options, progress
from cityweave.contributions import Contribution, Contributions, State
from cityweave.contributions.exchange import difference_members, members
from cityweave.contributions.judging import judge_in
from cityweave.contributions.namesakes import works
from cityweave.contributions.permission import shown
from cityweave.errors import CityweaveError, NotFound, RemoteFailed, UnknownFormat
from cityweave.federation import Peer
from cityweave.loading import open_store
from cityweave.settings import Settings
from cityweave.validation.submission import format_of

Told = dict[str, Any]
Function = TypeVar("Function", bound=Callable[..., Any])


class Desk(Protocol):
    """What both can do. Each method raises as `Contributions` does, and `RemoteFailed`."""

    def submit(self, name: str, data: bytes, file_format: str, fields: dict[str, str]) -> Told:
        """Hand a document in."""
        ...

    def list(self, state: str | None) -> list[Told]:
        """The newest contributions, of one state or of all."""
        ...

    def show(self, identifier: str) -> Told:
        """How one stands."""
        ...

    def diff(self, identifier: str) -> Told:
        """What one changes."""
        ...

    def act(self, identifier: str, deed: str, reason: str) -> Told:
        """Accept, refuse, revert or withdraw one."""
        ...


class Away:
    """A server."""

    def __init__(self, peer: Peer, name: str | None) -> None:
        self._peer = peer
        self._by = {} if name is None else {"by": name}

    def submit(self, name: str, data: bytes, file_format: str, fields: dict[str, str]) -> Told:
        """Hand a document in, named so that its suffix tells the format."""
        with suppress(UnknownFormat):
            if format_of(name) == file_format:
                file_format = ""
        told = f"{name}.{file_format}" if file_format else name
        found: Told = self._peer.ask(
            "/contributions", document=(told, data), fields={**fields, **self._by}
        )
        return found

    def list(self, state: str | None) -> list[Told]:
        """The newest contributions."""
        asked = {} if state is None else {"state": state}
        found: list[Told] = self._peer.ask("/contributions", parameters=asked)["contributions"]
        return found

    def show(self, identifier: str) -> Told:
        """How one stands."""
        found: Told = self._peer.ask(f"/contributions/{_checked(identifier)}")
        return found

    def diff(self, identifier: str) -> Told:
        """What one changes."""
        found: Told = self._peer.ask(f"/contributions/{_checked(identifier)}/diff")
        return found

    def act(self, identifier: str, deed: str, reason: str) -> Told:
        """Accept, refuse, revert or withdraw one."""
        path = {"revert": "reversal", "withdraw": "withdrawal"}.get(deed, "decision")
        fields = {"reason": reason, "decision": deed, **self._by}
        found: Told = self._peer.ask(f"/contributions/{_checked(identifier)}/{path}", fields=fields)
        return found


class Here:
    """A data directory, which no server has open."""

    def __init__(self, kept: Contributions, by: Holder, base: str) -> None:
        self._kept = kept
        self._by = by
        self._address = base.rstrip("/")

    def submit(self, name: str, data: bytes, file_format: str, fields: dict[str, str]) -> Told:
        """Hand a document in."""
        return self._told(
            self._kept.submit(
                data,
                name,
                file_format,
                self._by,
                fields.get("note", ""),
                kind=fields.get("kind"),
                supersedes=fields.get("supersedes"),
            )
        )

    def list(self, state: str | None) -> list[Told]:
        """All contributions."""
        found = self._kept.list(*(() if state is None else (State(state),)))
        return [self._told(one) for one in found]

    def show(self, identifier: str) -> Told:
        """How one stands."""
        return self._told(self._kept.get(identifier))

    def diff(self, identifier: str) -> Told:
        """What one changes."""
        return difference_members(self._kept.diff(identifier, self._by))

    def act(self, identifier: str, deed: str, reason: str) -> Told:
        """Accept, refuse, revert or withdraw one."""
        if deed == "revert":
            return self._told(self._kept.revert(identifier, self._by, reason))
        if deed == "withdraw":
            return self._told(self._kept.withdraw(identifier, self._by))
        return self._told(self._kept.decide(identifier, deed == "accept", self._by, reason))

    def _told(self, one: Contribution) -> Told:
        return members(shown(one, self._by), self._address, self._by)


def place(function: Function) -> Function:
    """The options that say where contributions are: `--server` or `--data-dir`, and who asks."""
    decorated: Any = function
    for option in reversed(
        (
            click.option(
                "--server", metavar="URL", help="Address of a server; this or --data-dir."
            ),
            options.data_dir(
                must_exist=False,
                more="No server may have it open; a new one gets the graph.",
            ),
            click.option("--token", help="Your token.  [default: with --data-dir, all rights]"),
            click.option(
                "--token-file",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help="File that has it, so that it stands in no list of processes.",
            ),
            click.option("--by", "name", help="Name that the public reads."),
        )
    ):
        decorated = option(decorated)

    @wraps(function)
    def called(
        *arguments: Any,
        server: str | None,
        data_dir: Path | None,
        token: str | None,
        token_file: Path | None,
        name: str | None,
        **rest: Any,
    ) -> Any:
        if token_file is not None:
            token = token_of(token_file)
        try:
            with opened(server, data_dir, token, name) as desk:
                return function(*arguments, desk=desk, **rest)
        except RemoteFailed as error:
            fail(error)

    called.__click_params__ = decorated.__click_params__  # type: ignore[attr-defined]
    return called  # type: ignore[return-value]


@contextmanager
def opened(
    server: str | None, data_dir: Path | None, token: str | None, name: str | None
) -> Iterator[Desk]:
    """Where contributions are: a server, or a folder. Raises `click.UsageError`."""
    if (server is None) == (data_dir is None):
        raise click.UsageError("Name either a server (--server) or a folder (--data-dir).")
    if server is not None:
        if not server.startswith(("http://", "https://")):
            raise click.UsageError("The address of a server begins with http:// or https://")
        yield Away(Peer(server, token), name)
        return
    settings: Settings = options.settings(data_dir=data_dir)
    by = Holder(ADMIN, Role.ADMIN)
    if token is not None:
        by = Tokens(settings.data_dir, settings.admin_token).require(
            f"Bearer {token}", Role.CONTRIBUTOR
        )
    if name is not None:
        by = replace(by, name=name)
    store = open_store(settings, progress.show, works(settings))
    with (
        closing(store),
        closing(Contributions(store, judge_in(store, settings.base), settings)) as kept,
    ):
        kept.recover()
        kept.resume()
        yield Here(kept, by, settings.base)


def fail(error: CityweaveError) -> NoReturn:
    """End the command because a file or the server cannot be read."""
    click.echo(f"Error: {error}", err=True)
    raise click.exceptions.Exit(options.UNREADABLE)


def token_of(path: Path) -> str:
    """The token that a file holds. Raises `click.UsageError`."""
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path} is no file with a token.") from error


def _checked(identifier: str) -> str:
    """An id as a part of an address. Raises `NotFound` for what cannot be one."""
    if not identifier.isalnum() or not identifier.isascii():
        raise NotFound("There is no contribution of that name.", source=identifier)
    return identifier
