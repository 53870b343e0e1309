"""Two running servers: one that is only read, over a small invented graph, and one to write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import Served, serving

CONTENT = Path(__file__).parent.parent / "web" / "content"
TOKEN = "a-token-for-the-tests-of-clients"  # noqa: S105


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server over the invented graph, without a slash at its end."""
    with serving("--content-dir", CONTENT) as served:
        yield served.address.rstrip("/")


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with next to nothing in it, which a test may fill; `TOKEN` lets it."""
    content = tmp_path_factory.mktemp("content")
    (content / "data").mkdir()
    (content / "data" / "one.trig").write_text("<urn:g> { <urn:a> <urn:b> <urn:c> }")
    with serving("--content-dir", content, admin_token=TOKEN) as served:
        yield served


@pytest.fixture(scope="session")
def shipped() -> Iterator[Served]:
    """A server over the shipped graph, with its shapes."""
    with serving() as served:
        yield served


@pytest.fixture
def other(writable: Served) -> str:
    """The address of the server to write to, without a slash at its end."""
    return writable.address.rstrip("/")
