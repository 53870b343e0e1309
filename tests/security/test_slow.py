"""Clients that send a little now and then, and many of them: they end, and others are answered."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack

import pytest

from security.conftest import connected, everything, right
from serving import Served, figure

HEAD = b"GET /sparql HTTP/1.1\r\nHost: x\r\n"
BODY = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 100000\r\n\r\n"
)


def drip(connection: socket.socket, piece: bytes) -> bool:
    """Send a piece again and again; whether the server ends that within reason."""
    connection.settimeout(0.2)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            connection.sendall(piece)
            if connection.recv(65536):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


@pytest.mark.parametrize(
    ("start", "piece"),
    [(HEAD, b"X: y\r\n"), (HEAD, b"X"), (BODY, b" "), (b"", b"\r\n")],
    ids="headers letters body lines".split(),
)
def test_a_request_that_never_ends_is_ended(served: Served, start: bytes, piece: bytes) -> None:
    with connected(served) as connection:
        connection.sendall(start)
        assert drip(connection, piece)
    assert right(served)


def test_a_connection_that_was_used_is_not_kept_by_empty_lines(served: Served) -> None:
    with connected(served) as connection:
        connection.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 404")
        assert drip(connection, b"\r\n")


def test_many_slow_clients_hold_nobody_up(served: Served) -> None:
    before = figure(served.process.pid, "VmRSS")
    with ExitStack() as stack:
        idle = [stack.enter_context(connected(served)) for _ in range(300)]
        for number, connection in enumerate(idle):
            connection.sendall((HEAD, BODY, b"")[number % 3])
        assert right(served)
        answers = [everything(connection) for connection in idle]
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in answers)
    assert figure(served.process.pid, "VmRSS") - before < 60_000_000


def test_a_request_that_comes_in_pieces_in_time_is_answered(served: Served) -> None:
    with connected(served) as connection:
        for (
            byte
        ) in b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n":
            connection.sendall(bytes([byte]))
        assert b'"boolean":true' in everything(connection)


def test_requests_in_one_go_are_answered_in_order(served: Served) -> None:
    with connected(served) as connection:
        query = b"SELECT(%d%%20AS%%20%%3Fx)%%7B%%7D"
        ask = b"GET /sparql?format=csv&query=" + query + b" HTTP/1.1\r\nHost: x\r\n"
        for number in range(5):
            connection.sendall(ask % number + b"\r\n")
        connection.sendall(ask % 5 + b"Connection: close\r\n\r\n")
        found = everything(connection)
    places = [found.index(b"x\r\n%d\r\n" % number) for number in range(6)]
    assert places == sorted(places)
