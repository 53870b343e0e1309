"""Other hosts, as real servers on this machine: endpoints over data, and misbehaving ones."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox

from cityweave.federation import Gateway
from cityweave.federation.addresses import Place, Resolver
from cityweave.settings import Settings

JSON = "application/sparql-results+json"


@dataclass
class Request:
    """What a server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> str:
        """The query, as a form or as the body."""
        if self.headers.get("content-type") == "application/sparql-query":
            return self.body.decode()
        return parse_qs(self.body.decode())["query"][0]


Answer = tuple[int, dict[str, str], bytes]
Script = Callable[[Request, BaseHTTPRequestHandler], Answer | None]
"""Answers a request; None where it wrote the answer itself."""


@dataclass
class Remote:
    """A server that runs: its port, and what it was asked."""

    port: int
    asked: list[Request] = field(default_factory=list)

    @property
    def host(self) -> str:
        """As it stands in an allow-list."""
        return f"127.0.0.1:{self.port}"

    @property
    def iri(self) -> str:
        """The address of its endpoint."""
        return f"http://{self.host}/sparql"


@contextmanager
def remote(script: Script, context: ssl.SSLContext | None = None) -> Iterator[Remote]:
    """A server on a free port of the loopback address that answers by a script.

    With a context it speaks HTTPS.
    """

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body)
            running.asked.append(request)
            try:
                answer = script(request, self)
                if answer is None:
                    return
                status, given, content = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **given}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                self.close_connection = True  # who asked has seen enough

        do_GET = do_POST = _answer  # noqa: N815 - the names are http.server's

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64  # with the usual 5, connections that come at once are turned away
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of clients that do not like the certificate."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    running = Remote(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def endpoint(data: str) -> Script:
    """A SPARQL endpoint over Turtle or TriG."""
    store = ox.Store()
    store.load(data.encode(), format=ox.RdfFormat.TRIG)
    lock = threading.Lock()

    def answer(request: Request, _: BaseHTTPRequestHandler) -> Answer:
        with lock:
            results = store.query(request.query)
            assert isinstance(results, ox.QuerySolutions)
            body = results.serialize(format=ox.QueryResultsFormat.JSON)
        assert body is not None
        return 200, {"Content-Type": JSON}, body

    return answer


def always(status: int, headers: dict[str, str], body: bytes = b"") -> Script:
    """The same answer to everything."""

    def answer(request: Request, handler: BaseHTTPRequestHandler) -> Answer:
        return status, headers, body

    return answer


def gateway(*remotes: Remote, **limits: int) -> Gateway:
    """A gateway that may reach these servers."""
    hosts = " ".join(one.host for one in remotes)
    return Gateway(Settings(federation_private_hosts=hosts, **limits))  # type: ignore[arg-type]


def gateway_to(names: str, resolver: Resolver) -> Gateway:
    """A gateway that may reach hosts by these names, where the resolver finds them."""
    return Gateway(Settings(federation_private_hosts=names), resolver=resolver)


def resolving(**hosts: list[Place]) -> Resolver:
    """A resolver of made-up names, where `__` stands for a dot and `_` for a hyphen."""
    known = {name.replace("__", "."): found for name, found in hosts.items()}

    async def look_up(host: str, port: int) -> list[Place]:
        if host not in known:
            raise OSError(f"no such host: {host}")
        return [(address, own or port) for address, own in known[host]]

    return look_up
