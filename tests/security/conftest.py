"""The real server with tight limits, attackers who may write, and an eye on its memory."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from serving import Served, figure, serving

TOKEN = "the-token-of-these-tests"  # noqa: S105
GROWTH = 120_000_000
"""Bytes by which the front may have grown after all attacks of a module."""


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A server that is the same afterwards, answers rightly, and has not grown much."""
    os.environ["CITYWEAVE_ADMIN_TOKEN"] = TOKEN
    try:
        with serving(
            max_request_bytes=3_000_000,
            max_request_seconds=2,
            max_query_seconds=5,
            max_update_seconds=10,
            max_update_memory=300_000_000,
            max_upload_memory=100_000_000,
            max_update_statements=50_000,
            max_update_bytes=10_000_000,
            max_literal_bytes=100_000,
        ) as running:
            assert right(running)
            before = figure(running.process.pid, "VmRSS")
            yield running
            assert right(running)
            assert figure(running.process.pid, "VmRSS") - before < GROWTH
    finally:
        del os.environ["CITYWEAVE_ADMIN_TOKEN"]


def right(served: Served) -> bool:
    """Whether the server answers the next question rightly."""
    asked = {"query": "SELECT (1 AS ?x) {}", "format": "csv"}
    return httpx.get(f"{served.address}sparql", params=asked, timeout=20).text == "x\r\n1\r\n"


@pytest.fixture
def writer(served: Served) -> Iterator[httpx.Client]:
    """A client who may write, and tries what it should not; the server is well afterwards."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=served.address, headers=headers, timeout=30) as client:
        yield client
    assert right(served)
    assert served.process.poll() is None


def check_problem(answer: httpx.Response) -> dict[str, object]:
    """A refusal says what is wrong and gives nothing of the inside away."""
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = answer.json()
    assert problem["detail"]
    for word in ("Traceback", "site-packages", ".py", "pyoxigraph", "/proc", "root:", "panicked"):
        assert word not in answer.text
    return problem


@pytest.fixture(scope="session")
def refused() -> Callable[[httpx.Response], dict[str, object]]:
    return check_problem


@contextmanager
def connected(served: Served) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", served.port), timeout=15) as connection:
        yield connection


def everything(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    found = b""
    try:
        while data := connection.recv(65536):
            found += data
    except ConnectionResetError:
        pass  # it closed before it had read all
    return found


@pytest.fixture
def raw(served: Served) -> Iterator[Callable[[bytes], bytes]]:
    """Sends bytes as they are; gives all that comes back until the server closes."""

    def exchange(data: bytes) -> bytes:
        with connected(served) as connection:
            connection.sendall(data)
            return everything(connection)

    yield exchange
    assert right(served)
    assert served.process.poll() is None
