"""Says on the terminal how far a long work is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

LARGE = 5_000_000
"""Bytes of a file that is worth a line."""

MANY = 1_000_000
"""Rows after which a file is worth another."""


def show(path: Path, number: int, total: int) -> None:
    """Name the file that is being read, on standard error.

    On a terminal the line is overwritten; elsewhere only large files, in bytes,
    are worth a line.
    """
    size = path.stat().st_size if path.is_file() else 0
    megabytes = f" ({size / 1e6:.0f} MB)" if size > LARGE else ""
    if sys.stderr.isatty():
        end = "\n" if number == total else ""
        click.echo(
            f"\r\033[Kreading {number}/{total}: {path.name}{megabytes}{end}", err=True, nl=False
        )
    elif megabytes:
        click.echo(f"reading {number}/{total}: {path.name}{megabytes}", err=True)


def rows(name: str, number: int) -> None:
    """Say how many rows of a long file have been read; elsewhere than on a terminal, each million.

    On a terminal the line is overwritten.
    """
    if sys.stderr.isatty():
        click.echo(f"\r\033[Kreading {name}: {number:,} rows", err=True, nl=False)
    elif number % MANY == 0:
        click.echo(f"reading {name}: {number:,} rows", err=True)


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Say on a terminal what goes on inside of the block, and wipe it away in the end."""
    is_shown = sys.stderr.isatty()
    if is_shown:
        click.echo(f"\r\033[K{what} …", err=True, nl=False)
    try:
        yield
    finally:
        wipe()


def portion(what: str) -> Callable[[int, int], None]:
    """What says on a terminal how much of something is done, in per cent; `wipe` ends it."""

    def shown(done: int, total: int) -> None:
        if sys.stderr.isatty():
            share = f" {done * 100 // total} %" if total else ""
            click.echo(f"\r\033[K{what} …{share}", err=True, nl=False)

    return shown


def wipe() -> None:
    """Wipe away on a terminal what was said last."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
