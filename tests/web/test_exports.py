"""Whole graphs go through readers: as they come, within limits, and known by their state."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from cityweave.store.whole import Whole
from cityweave.web.exports import Counted
from serving import Served, serving


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def narrow() -> Iterator[Served]:
    with serving(max_result_rows=100) as running:
        yield running


def test_all_graphs_come_as_they_are_written(served: Served) -> None:
    parts = []
    accepted = {"Accept": "application/n-quads", "Accept-Encoding": "identity"}
    with httpx.stream("GET", f"{served.address}store", headers=accepted, timeout=60) as answer:
        assert answer.headers["transfer-encoding"] == "chunked"
        parts = list(answer.iter_raw())
    quads = b"".join(parts).count(b"\n")
    query = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "format": "csv"}
    counted = httpx.get(f"{served.address}sparql", params=query, timeout=60).text.split()[1]
    assert quads == int(counted)


def test_one_graph_has_the_triples_of_that_graph(served: Served) -> None:
    names = httpx.get(
        f"{served.address}sparql",
        params={"query": "SELECT ?g { GRAPH ?g {} } ORDER BY ?g LIMIT 1", "format": "csv"},
        timeout=60,
    )
    graph = names.text.split()[1]
    found = httpx.get(f"{served.address}store", params={"graph": graph, "format": "nt"}, timeout=60)
    query = {
        "query": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
        "default-graph-uri": graph,
        "format": "nt",
    }
    asked = httpx.get(f"{served.address}sparql", params=query, timeout=60)
    assert sorted(found.text.splitlines()) == sorted(asked.text.splitlines())
    again = httpx.get(
        f"{served.address}store",
        params={"graph": graph, "format": "nt"},
        headers={"If-None-Match": found.headers["etag"]},
        timeout=60,
    )
    assert again.status_code == 304


def test_a_missing_graph_is_not_found(served: Served) -> None:
    answer = httpx.get(f"{served.address}store", params={"graph": "http://e/none"}, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_dump_has_the_limits_of_a_result(narrow: Served) -> None:
    answer = httpx.get(f"{narrow.address}store", timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (413, "result-too-large")
    assert answer.headers["cityweave-limit"] == "max_result_rows"


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [("csv", "text/csv"), ("json", "application/sparql-results+json"), ("html", "text/html")],
)
def test_a_suffix_asks_for_a_format(served: Served, suffix: str, media_type: str) -> None:
    address = f"{served.address}sparql.{suffix}"
    answer = httpx.get(address, params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 1"}, timeout=60)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert httpx.get(f"{served.address}sparql.docx?query=ASK{{}}", timeout=60).status_code == 404


def test_the_star_matches_what_is_there_and_a_post_is_answered(served: Served) -> None:
    address = f"{served.address}sparql"
    any_ = {"If-None-Match": "*"}
    assert (
        httpx.get(
            address, params={"query": "SELECT nonsense"}, headers=any_, timeout=60
        ).status_code
        == 400
    )
    known = httpx.get(address, params={"query": "ASK { ?s ?p ?o }"}, timeout=60)
    assert (
        httpx.get(
            address, params={"query": "ASK { ?s ?p ?o }"}, headers=any_, timeout=60
        ).status_code
        == 304
    )
    tag = {"If-None-Match": known.headers["etag"]}
    assert (
        httpx.post(address, data={"query": "ASK { ?s ?p ?o }"}, headers=tag, timeout=60).status_code
        == 200
    )


def test_a_name_that_is_no_term_does_no_harm(served: Served) -> None:
    text = 'SELECT * { ?s ?p "<https://w3id.org/cityweave/ontology#foo bar>" }'
    assert (
        httpx.get(f"{served.address}sparql", params={"query": text}, timeout=60).status_code == 200
    )


class Shouting:
    """Makes capitals, holds back the last byte until there are more, and ends with a mark."""

    def __init__(self) -> None:
        self._held = b""

    def part(self, data: bytes) -> bytes:
        whole = self._held + data
        self._held = whole[-1:]
        return whole[:-1].upper()

    def end(self) -> bytes:
        return self._held.upper() + b"!"


def test_a_converted_result_is_the_same_at_once_and_as_it_comes() -> None:
    async def taken(result: Counted) -> bytes:
        return b"".join([part async for part in result])

    at_once, as_it_comes = (Counted(Whole(b"weave"), Shouting()) for _ in range(2))
    assert at_once.ended
    assert at_once.rest() == asyncio.run(taken(as_it_comes)) == b"WEAVE!"
    assert (at_once.size, as_it_comes.size) == (6, 6)
    assert at_once.is_whole
    assert as_it_comes.is_whole
    assert at_once.rest() == b""
