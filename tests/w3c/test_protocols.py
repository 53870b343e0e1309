"""What the W3C tests of both protocols, on a running server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from serving import serving
from w3c.exchanges import Exchange
from w3c.failures import OF_PROTOCOLS
from w3c.graph_store import GRAPH_STORE
from w3c.protocol import PROTOCOL

CONTENT = Path(__file__).parent.parent / "web" / "content"
TOKEN = "a-token-for-the-tests-of-protocols"  # noqa: S105


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        serving("--content-dir", CONTENT, admin_token=TOKEN) as served,
        httpx.Client(
            base_url=served.address,
            headers={"Authorization": f"Bearer {TOKEN}", "Accept": "*/*"},
            timeout=60,
        ) as client,
    ):
        yield client


@pytest.mark.parametrize("exchange", PROTOCOL, ids=str)
def test_a_requirement_of_the_protocol_holds(client: httpx.Client, exchange: Exchange) -> None:
    """What is not in the table holds, and what is there does not, so that it shrinks."""
    failures = exchange.failures(client)
    assert bool(failures) is (str(exchange) in OF_PROTOCOLS), failures


def test_the_graph_store_does_what_is_required(client: httpx.Client) -> None:
    failures = {str(one): one.failures(client) for one in GRAPH_STORE}
    assert {name: found for name, found in failures.items() if found} == {}


def test_every_requirement_is_there_once() -> None:
    assert OF_PROTOCOLS.keys() <= {str(one) for one in PROTOCOL}
    assert len({str(one) for one in PROTOCOL}) == len(PROTOCOL) == 34
    assert len({str(one) for one in GRAPH_STORE}) == len(GRAPH_STORE) == 22
