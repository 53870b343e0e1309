"""The W3C's tests of SERVICE, with servers on this machine for the endpoints that they name."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from pyoxigraph import QueryResultsFormat

from cityweave.errors import UnsupportedQuery
from cityweave.formats import by_name
from cityweave.query import QueryRequest, answer
from cityweave.store import EmbeddedStore
from federation.remotes import endpoint, gateway_to, remote, resolving
from w3c.comparison import matches
from w3c.suite import BASE, folder, path_of, quads

pytestmark = pytest.mark.skipif(
    folder() is None, reason="the W3C's tests are not there; W3C_TESTS names their folder"
)
FOLDER = BASE + "sparql11/service/"
Endpoints = dict[str, str]


def asked(number: str, data: str | None, endpoints: Endpoints) -> bytes:
    """What Cityweave answers to the query of a test."""
    store = EmbeddedStore()
    if data is not None:
        store.add(quads(FOLDER + data))
    with ExitStack() as stack:
        servers = {
            host: stack.enter_context(remote(endpoint(path_of(FOLDER + file).read_text("utf-8"))))
            for host, file in endpoints.items()
        }
        resolver = resolving(
            **{host: [("127.0.0.1", server.port)] for host, server in servers.items()}
        )
        ways = gateway_to(" ".join(servers), resolver)
        text = path_of(f"{FOLDER}service{number}.rq").read_text("utf-8")
        return answer(store, QueryRequest(text), by_name("json"), ways).body


@pytest.mark.parametrize(
    ("number", "data", "endpoints"),
    [
        ("01", "data01.ttl", {"example.org": "data01endpoint.ttl"}),
        (
            "02",
            None,
            {"example1.org": "data02endpoint1.ttl", "example2.org": "data02endpoint2.ttl"},
        ),
        ("04a", "data04.ttl", {"example.org": "data04endpoint.ttl"}),
        ("07", "data07.ttl", {}),
    ],
)
def test_with_constant_endpoints(number: str, data: str | None, endpoints: Endpoints) -> None:
    body = asked(number, data, endpoints)
    assert matches(f"{FOLDER}service{number[:2]}.srx", body, QueryResultsFormat.JSON)


@pytest.mark.parametrize(
    ("number", "message"),
    [("03", "inside of SERVICE"), ("05", "while it runs"), ("06", "inside of SERVICE")],
)
def test_nested_and_variable_endpoints_are_refused(number: str, message: str) -> None:
    with pytest.raises(UnsupportedQuery, match=message):
        asked(number, None, {})
