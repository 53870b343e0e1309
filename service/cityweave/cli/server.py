"""The HTTP server of `cityweave serve`; to import it takes as long as to read the graph."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
from contextlib import closing, suppress

import click
import uvicorn

from cityweave.catalogue import Catalogue
from cityweave.contributions.namesakes import works
from cityweave.loading import with_readers
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import CW, PREFIXES
from cityweave.web import create_app
from cityweave.web.app import Application
from cityweave.web.curl import curl
from cityweave.web.forwarding import Forwarded
from cityweave.web.intake import intake

SHUTDOWN = 3
"""Seconds that answers may take to be finished after Ctrl-C."""

EXAMPLE = (
    f"PREFIX cw: <{CW}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
    "SELECT ?name ?country { ?city a cw:Municipality ; rdfs:label ?name ; "
    'cw:country/rdfs:label ?country FILTER (LANG(?name) = "en" && LANG(?country) = "en") } '
    "ORDER BY ?name LIMIT 5"
)


class Server(uvicorn.Server):
    """A server that says where it is as soon as it answers."""

    def __init__(self, config: uvicorn.Config, greeting: str, app: Application) -> None:
        super().__init__(config)
        self._greeting = greeting
        self._app = app
        self._settling: asyncio.Task[None] | None = None
        self.failure: Exception | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then print the greeting."""
        await super().startup(sockets)
        if self.started:
            click.echo(self._greeting)
            self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        """Wait until the whole application is there; without it, the server ends."""
        try:
            await self._app.ready()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised when all is closed
            self.failure = error
            self.should_exit = True
        # what is here now stays: the collector need not look at it again and again
        gc.collect()
        gc.freeze()


def run(
    graph: EmbeddedStore, questions: Catalogue, listening: socket.socket, chosen: Settings
) -> None:
    """Serve a graph and questions over it until Ctrl-C. The process must have no other threads.

    Raises what keeps a part of the application from being made, when all is closed.
    """
    store = with_readers(graph, chosen, works(chosen))
    app = create_app(chosen, store, questions)
    # as uvicorn has it, whose own middleware knows nothing of a path
    trusted = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
    config = uvicorn.Config(
        Forwarded(app, chosen.base, trusted),
        proxy_headers=False,
        loop="uvloop",
        ws="none",
        http=intake(chosen),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN,
    )
    server = Server(config, greeting(*listening.getsockname()[:2]), app)
    # uvicorn shuts down in good order on Ctrl-C, and then raises it again
    with suppress(KeyboardInterrupt), closing(store):
        server.run(sockets=[listening])
    if server.failure is not None:
        raise server.failure


def greeting(host: str, port: int) -> str:
    """The address, and one line that asks it something."""
    shown = f"[{host}]" if ":" in host else host
    shown = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(shown, shown)  # noqa: S104 - for display
    address = f"http://{shown}:{port}"
    line = curl(f"{address}/sparql", [("query", EXAMPLE)])
    return f"Cityweave is at {address}/\nTry:\n  {line}"
