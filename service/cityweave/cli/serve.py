"""`cityweave serve`: the graph over HTTP."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import click

from cityweave.cli import options, progress
from cityweave.errors import InvalidSettings
from cityweave.loading import open_store
from cityweave.settings import Settings


@click.command("serve")
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on; 0 takes a free one.  [default: 8000]")
@options.data_dir(must_exist=False)
@options.content_dir()
def command(
    host: str | None, port: int | None, data_dir: Path | None, content_dir: Path | None
) -> None:
    """Serve the graph over HTTP: pages for people, SPARQL for programs.

    An empty --data-dir gets the shipped graph first. Stop the server with Ctrl-C.

    \b
    Examples:
      cityweave serve
      cityweave serve --port 9000 --data-dir ./graph
    """
    chosen = options.settings(host=host, port=port, data_dir=data_dir, content_dir=content_dir)
    listening = listen(chosen)
    with listening:
        with lasting(), ThreadPoolExecutor(1) as aside:
            opening = aside.submit(open_store, chosen, progress.show)
            # both are done by the time that the engine has read the graph
            server = import_module("cityweave.cli.server")
            questions = import_module("cityweave.catalogue").Catalogue.of(chosen)
        server.run(opening.result(), questions, listening, chosen)


@contextmanager
def lasting() -> Iterator[None]:
    """What is made inside of the block stays, and is not looked at by the collector.

    To look at it again and again while there is more and more of it takes an eighth of the start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def listen(chosen: Settings) -> socket.socket:
    """A socket at the address of the settings. Raises `InvalidSettings` when it is taken."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    try:
        listening = socket.create_server((chosen.host, chosen.port), family=family)
        # Connections inherit it. asyncio sets it only where the protocol is named, which
        # create_server does not do; an answer then waits 40 ms for an acknowledgement.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise InvalidSettings(
            f"Cannot listen on {chosen.host}, port {chosen.port}: {error.strerror}.",
            hint="Stop what listens there, or choose another: --port 8001, or --port 0 for any.",
        ) from error
    return listening
