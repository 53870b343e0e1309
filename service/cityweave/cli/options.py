"""Options that several commands have, and the settings that they make."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cityweave.errors import StoreUnavailable
from cityweave.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

UNREADABLE = 3
"""Exit code for a file or a server that cannot be read."""


def data_dir(
    *,
    must_exist: bool,
    required: bool = False,
    more: str = "Without it: the shipped graph, in memory.",
) -> Callable[[Function], Function]:
    """`--data-dir`: the folder of a durable store; ``more`` says what holds where it may lack."""
    return click.option(
        "--data-dir",
        type=click.Path(exists=must_exist, file_okay=False, path_type=Path),
        required=required,
        help="Folder of a durable store." + ("" if required else f" {more}"),
    )


def content_dir() -> Callable[[Function], Function]:
    """`--content-dir`: content of one's own instead of the shipped one."""
    return click.option(
        "--content-dir",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder with ontology/, data/, shapes/ and queries/ of your own.",
    )


def output() -> Callable[[Function], Function]:
    """`--output`: a file instead of standard output."""
    return click.option(
        "--output", type=click.Path(path_type=Path, dir_okay=False), help="File for it."
    )


def settings(**chosen: str | int | Path | None) -> Settings:
    """The settings of the environment, with what the command line chose in their place.

    Raises `InvalidSettings`.
    """
    given: dict[str, Any] = {name: value for name, value in chosen.items() if value is not None}
    return dataclasses.replace(Settings.from_environment(), **given)


def put(data: bytes, path: Path | None) -> None:
    """Write to the file that `--output` names, or else to standard output.

    Raises `click.UsageError` where that cannot be.
    """
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        save(data, path)
    except StoreUnavailable as error:
        raise click.UsageError(str(error)) from error


def save(data: bytes, path: Path) -> None:
    """Write a file. Raises `StoreUnavailable` where that cannot be."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StoreUnavailable(
            f"The file cannot be written: {error.strerror}.", source=str(path)
        ) from error
