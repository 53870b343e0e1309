"""What must never be touched: a listener on the loopback addresses, and a file."""

from __future__ import annotations

import os
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECRET = "the-secret-of-the-canary"  # noqa: S105


@dataclass
class Canary:
    """A port that notes each connection, and a file with a secret."""

    port: int
    path: Path
    connections: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def was_read(self) -> bool:
        """Whether the file was read since it was put out."""
        return self.path.stat().st_atime_ns != 0

    def put_out(self) -> None:
        """Make the file look as if nobody had ever read it."""
        os.utime(self.path, ns=(0, 10**18))


@contextmanager
def canary(folder: Path) -> Iterator[Canary]:
    """A canary that lives until the end."""
    path = folder / "canary.ttl"
    path.write_text(f'<http://canary/s> <http://canary/p> "{SECRET}" .')
    first = socket.create_server(("127.0.0.1", 0))
    listeners = [first]
    if socket.has_ipv6:
        port = first.getsockname()[1]
        listeners.append(socket.create_server(("::1", port), family=socket.AF_INET6))
    running = Canary(first.getsockname()[1], path)
    running.put_out()
    stop = threading.Event()

    def listen() -> None:
        with selectors.DefaultSelector() as selector:
            for one in listeners:
                one.setblocking(False)
                selector.register(one, selectors.EVENT_READ)
            while not stop.is_set():
                for key, _ in selector.select(0.05):
                    connection, address = key.fileobj.accept()  # type: ignore[union-attr]
                    running.connections.append(str(address))
                    connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield running
    finally:
        stop.set()
        thread.join()
        for one in listeners:
            one.close()
