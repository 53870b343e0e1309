"""Who writes over HTTP sees it in the next query, though that runs in a reader of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from serving import Served, serving, state

TOKEN = "the-token-of-these-tests"  # noqa: S105
TURTLE = {"Content-Type": "text/turtle"}
MERGED = "SELECT ?o { <a:s> <a:p> ?o } ORDER BY ?o"
GRAPHS = "SELECT ?g { GRAPH ?g {} FILTER(STRSTARTS(STR(?g), 'a:')) } ORDER BY ?g"


@pytest.fixture(params=["memory", "disk"])
def served(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """The real server, whose replica is forked from memory or fed from the disk."""
    monkeypatch.setenv("CITYWEAVE_ADMIN_TOKEN", TOKEN)
    place: list[str | Path] = [] if request.param == "memory" else ["--data-dir", tmp_path]
    with serving(*place) as running:
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=served.address, headers=headers, timeout=20) as one:
        yield one


def rows(client: httpx.Client, query: str) -> list[str]:
    answer = client.get("sparql", params={"query": query, "format": "csv"})
    assert answer.status_code == 200, answer.text
    return answer.text.split("\r\n")[1:-1]


def update(client: httpx.Client, text: str) -> None:
    answer = client.post("update", data={"update": text})
    assert answer.status_code == 200, answer.text


def test_every_way_of_writing_is_seen_by_the_next_query(client: httpx.Client) -> None:
    assert rows(client, MERGED) == []
    update(client, "INSERT DATA { <a:s> <a:p> 1 . GRAPH <a:g> { <a:s> <a:p> 1, 2 } }")
    assert rows(client, MERGED) == ["1", "2"]
    update(client, "DELETE { ?s ?p ?o } INSERT { ?s ?p 3 } WHERE { ?s ?p ?o FILTER(?s = <a:s>) }")
    assert rows(client, MERGED) == ["1", "2", "3"], "the graph <a:g> still says 1"
    graph = {"graph": "a:g"}
    assert client.put("store", params=graph, content="<a:s> <a:p> 4 .", headers=TURTLE).is_success
    assert rows(client, MERGED) == ["3", "4"]
    assert client.post("store", params=graph, content="<a:s> <a:p> 5 .", headers=TURTLE).is_success
    assert rows(client, MERGED) == ["3", "4", "5"]
    assert client.delete("store", params=graph).is_success
    assert rows(client, MERGED) == ["3"]
    assert rows(client, GRAPHS) == []
    for number in range(10, 20):
        update(client, f"INSERT DATA {{ GRAPH <a:{number}> {{ <a:s> <a:p> {number} }} }}")
        assert rows(client, MERGED)[-1] == str(number)


def test_a_host_that_is_made_anew_knows_what_was_written(
    served: Served, client: httpx.Client
) -> None:
    update(client, "CREATE GRAPH <a:empty> ; INSERT DATA { GRAPH <a:g> { <a:s> <a:p> [] } }")
    node = "SELECT ?n { GRAPH <a:g> { <a:s> <a:p> ?n } }"
    before = rows(client, node)
    assert len(before) == 1
    assert rows(client, GRAPHS) == ["a:empty", "a:g"], "an empty graph is one"
    lost = served.readers()
    os.kill(served.host(), signal.SIGKILL)
    until = time.monotonic() + 5  # a reader that dies while it is asked answers 503
    while any(state(one) not in {"Z", "X", ""} for one in lost) and time.monotonic() < until:
        time.sleep(0.01)
    assert rows(client, GRAPHS) == ["a:empty", "a:g"]
    assert rows(client, node) == before
    update(client, "DELETE WHERE { GRAPH <a:g> { ?s ?p ?o } } ; DROP GRAPH <a:empty>")
    assert rows(client, MERGED) == []
    assert "a:empty" not in rows(client, GRAPHS)


def test_a_refused_update_changes_no_query(client: httpx.Client) -> None:
    text = "INSERT DATA { <a:s> <a:p> 1 } ; DROP GRAPH <a:none>"
    assert client.post("update", data={"update": text}).status_code == 409
    assert rows(client, MERGED) == []
