"""`cityweave serve`: the graph over HTTP."""

from __future__ import annotations

import gc
import os
import socket
from contextlib import closing, suppress
from pathlib import Path

import click
import uvicorn

from cityweave.cli import options, progress
from cityweave.contributions.namesakes import works
from cityweave.errors import InvalidSettings
from cityweave.loading import open_readers
from cityweave.settings import Settings
from cityweave.vocabulary import CW, PREFIXES
from cityweave.web import create_app
from cityweave.web.curl import curl
from cityweave.web.forwarding import Forwarded
from cityweave.web.intake import intake

SHUTDOWN = 3
"""Seconds that answers may take to be finished after Ctrl-C."""

EXAMPLE = (
    f"PREFIX cw: <{CW}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
    "SELECT ?name ?country { ?city a cw:Municipality ; rdfs:label ?name ; "
    "cw:country/rdfs:label ?country } ORDER BY ?name LIMIT 5"
)


class Server(uvicorn.Server):
    """A server that says where it is as soon as it answers."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then print the greeting."""
        await super().startup(sockets)
        if self.started:
            click.echo(self._greeting)


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
        store = open_readers(chosen, progress.show, works(chosen))
        app = create_app(chosen, store)
        # as uvicorn has it, whose own middleware knows nothing of a path
        trusted = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
        config = uvicorn.Config(
            Forwarded(app, chosen.base, trusted),
            proxy_headers=False,
            loop="uvloop",
            http=intake(chosen),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=SHUTDOWN,
        )
        # what is here now stays: the collector need not look at it again and again
        gc.collect()
        gc.freeze()
        server = Server(config, greeting(*listening.getsockname()[:2]))
        # uvicorn shuts down in good order on Ctrl-C, and then raises it again
        with suppress(KeyboardInterrupt), closing(store):
            server.run(sockets=[listening])


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


def greeting(host: str, port: int) -> str:
    """The address, and one line that asks it something."""
    shown = f"[{host}]" if ":" in host else host
    shown = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(shown, shown)  # noqa: S104 - for display
    address = f"http://{shown}:{port}"
    line = curl(f"{address}/sparql", [("query", EXAMPLE)])
    return f"Cityweave is at {address}/\nTry:\n  {line}"
