"""Limits over HTTP, on the real server: named, kept, and never a cut result that looks whole."""

from __future__ import annotations

import http.client
import io
import json
import os
import socket
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import quote, urlencode
from zipfile import BadZipFile, ZipFile

import httpx
import pytest

from serving import Served, figure, serving

pytestmark = pytest.mark.alone  # eight runaways at once; the fastest answers are looked for

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
POINT = "SELECT ?type { <https://w3id.org/cityweave/id/city/heerenveen-nl> a ?type }"
GRAPH = f"CONSTRUCT {{ <a:a> <a:b> ?n }} {{ VALUES ?n {{ {' '.join(map(str, range(1001)))} }} }}"
OTHER = httpx.HTTPTransport(local_address="127.0.0.2")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(max_query_seconds=6, max_result_bytes=500_000_000) as running:
        yield running


@pytest.fixture(scope="module")
def narrow() -> Iterator[Served]:
    """Two queries at once, one of them for a client, one in the queue, little time, few rows."""
    with serving(
        max_query_seconds=2,
        max_queries=2,
        max_queries_per_client=2,
        max_queued_queries=1,
        max_result_rows=1000,
        max_result_bytes=60_000,
    ) as running:
        yield running


@pytest.fixture(scope="module")
def narrow_stream() -> Iterator[Served]:
    """One query at once and in all, for a second."""
    with serving(max_query_seconds=1, max_queries=1, max_queued_queries=0) as running:
        yield running


def get(served: Served, query: str, client: str = "127.0.0.1", **parameters: str) -> httpx.Response:
    with httpx.Client(transport=httpx.HTTPTransport(local_address=client), timeout=20) as one:
        return one.get(f"{served.address}sparql", params={"query": query, **parameters})


def drain(parts: Iterator[bytes], sizes: list[int]) -> None:
    """Read to the end, noting how much came."""
    sizes.extend(map(len, parts))


def heavy(served: Served) -> list[int]:
    """The readers that have had a query for so long that they give way to others."""
    found = []
    for one in served.readers():
        with suppress(ProcessLookupError):
            if os.getpriority(os.PRIO_PROCESS, one) == 19:
                found.append(one)
    return found


def until(true: object, seconds: float = 3) -> bool:
    """Whether something becomes true in time."""
    assert callable(true)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("query", "format_name", "status", "code", "setting"),
    [
        (RUNAWAY, "json", 504, "query-timeout", "max_query_seconds"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 1001", "csv", 413, "result-too-large", "max_result_"),
        ("SELECT (1 AS ?x) { ?s ?p ?o } LIMIT 1001", "csv", 413, "result-too-large", "rows"),
        ("SELECT (1 AS ?x) { ?s ?p ?o } LIMIT 1001", "tsv", 413, "result-too-large", "rows"),
        ("SELECT (1 AS ?x) { ?s ?p ?o } LIMIT 1001", "xlsx", 413, "result-too-large", "rows"),
        (RUNAWAY, "xlsx", 504, "query-timeout", "max_query_seconds"),
        ("SELECT ?x { ?s ?p ?o } LIMIT 1001", "json", 413, "result-too-large", "rows"),
        ("SELECT ?x { ?s ?p ?o } LIMIT 1001", "xml", 413, "result-too-large", "rows"),
        (GRAPH, "ttl", 413, "result-too-large", "rows"),
        ("SELECT * { ?s ?p ?o } LIMIT 900", "json", 413, "result-too-large", "max_result_bytes"),
    ],
)
def test_an_answer_names_the_limit_that_it_hit(
    narrow: Served, query: str, format_name: str, status: int, code: str, setting: str
) -> None:
    found = get(narrow, query, format=format_name)
    problem = found.json()
    assert (found.status_code, problem["code"]) == (status, code)
    assert setting in problem["detail"]
    assert found.headers["cityweave-limit"].startswith("max_")
    assert setting in found.headers["cityweave-limit"]
    assert problem["hint"]


@pytest.mark.parametrize("format_name", ["csv", "tsv", "json", "xml", "xlsx"])
def test_as_many_rows_as_the_limit_are_answered(narrow: Served, format_name: str) -> None:
    query = "SELECT ?x { ?s ?p ?o } LIMIT 1000"
    assert get(narrow, query, format=format_name).status_code == 200


def test_who_asks_too_much_at_once_is_told_to_wait(narrow: Served) -> None:
    with ThreadPoolExecutor(8) as pool:
        busy = [pool.submit(get, narrow, RUNAWAY) for _ in range(2)]
        assert until(lambda: len(narrow.readers()) >= 2)
        time.sleep(0.2)
        mine = get(narrow, POINT)
        waiting = pool.submit(get, narrow, POINT, "127.0.0.2")
        time.sleep(0.2)
        full = get(narrow, POINT, "127.0.0.3")
        assert [one.result().status_code for one in busy] == [504, 504]
        assert waiting.result().status_code == 200
    assert (mine.status_code, mine.json()["code"]) == (429, "too-many-queries")
    assert (full.status_code, full.json()["code"]) == (503, "overloaded")
    assert mine.headers["retry-after"] == "2"
    assert full.headers["retry-after"] == "5"


def test_a_page_keeps_the_query_and_names_the_limit(narrow: Served) -> None:
    headers = {"Accept": "text/html"}
    address = f"{narrow.address}sparql?{urlencode({'query': RUNAWAY, 'lang': 'en'})}"
    page = httpx.get(address, headers=headers, timeout=20)
    assert page.status_code == 504
    assert "max_query_seconds" in page.text
    assert "</textarea>" in page.text


@pytest.mark.parametrize("format_name", ["csv", "tsv", "json", "xml"])
def test_a_result_that_is_cut_is_broken_off(served: Served, format_name: str) -> None:
    address = f"{served.address}sparql?{urlencode({'query': ENDLESS, 'format': format_name})}"
    start = time.monotonic()
    with httpx.stream("GET", address, timeout=20) as found:
        assert found.status_code == 200
        parts = found.iter_raw()
        sizes = [len(next(parts))]
        first = time.monotonic() - start
        with pytest.raises(httpx.RemoteProtocolError):
            drain(parts, sizes)
    passed = time.monotonic() - start
    print(
        f"{format_name}: first bytes after {first:.3f} s, {sum(sizes)} bytes, "
        f"cut after {passed:.3f} s"
    )
    assert sum(sizes) > 1_000_000
    assert first < passed / 2


def collect(parts: Iterator[bytes], body: bytearray) -> None:
    """Keep what came, also when the rest does not."""
    for part in parts:
        body.extend(part)


def test_a_workbook_that_is_cut_has_no_end(served: Served) -> None:
    address = f"{served.address}sparql?{urlencode({'query': ENDLESS, 'format': 'xlsx'})}"
    body = bytearray()
    with httpx.stream("GET", address, timeout=20) as found:
        assert found.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            collect(found.iter_raw(), body)
    assert body.startswith(b"PK")
    with pytest.raises(BadZipFile):
        ZipFile(io.BytesIO(body))


def test_an_old_client_never_gets_a_part(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        line = f"GET /sparql?format=csv&query={quote(ENDLESS)} HTTP/1.0\r\n\r\n"
        connection.sendall(line.encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        body = answer.read()
    assert answer.status in {504, 413}
    assert json.loads(body)["code"] in {"query-timeout", "result-too-large"}


def test_a_million_rows_leave_the_front_flat(served: Served) -> None:
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000"
    get(served, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1000")
    before = served.peak()
    address = f"{served.address}sparql?{urlencode({'query': query, 'format': 'csv'})}"
    lines = 0
    plain = {"Accept-Encoding": "identity"}
    with httpx.stream("GET", address, timeout=20, headers=plain) as found:
        for part in found.iter_raw():
            lines += part.count(b"\n")
    print(f"1,000,000 rows: the front grew by {(served.peak() - before) / 1e6:.1f} MB")
    assert lines == 1_000_001
    assert served.peak() - before < 30_000_000


@pytest.mark.parametrize("query", [RUNAWAY, ENDLESS])
def test_a_client_that_leaves_ends_its_query(served: Served, query: str) -> None:
    assert until(lambda: not heavy(served))
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        line = f"GET /sparql?format=csv&query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(line.encode())
        assert until(lambda: len(heavy(served)) == 1)
    start = time.monotonic()
    assert until(lambda: not heavy(served), 2)
    print(f"reader gone {time.monotonic() - start:.3f} s after its client")
    assert get(served, POINT).status_code == 200


def test_a_client_that_does_not_read_is_let_go(narrow_stream: Served) -> None:
    get(narrow_stream, POINT)
    before = set(narrow_stream.readers())
    with socket.create_connection(("127.0.0.1", narrow_stream.port)) as connection:
        line = f"GET /sparql?format=csv&query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(line.encode())
        assert until(lambda: len(before - set(narrow_stream.readers())) == 1, 3)
        with httpx.Client(timeout=60) as other:  # its place is free again
            assert until(
                lambda: (
                    other.get(f"{narrow_stream.address}sparql", params={"query": POINT}).status_code
                    == 200
                )
            )


def test_light_queries_do_not_wait_for_heavy_ones(served: Served) -> None:
    with ThreadPoolExecutor(8) as pool, httpx.Client(transport=OTHER, timeout=60) as other:
        busy = [pool.submit(get, served, RUNAWAY) for _ in range(8)]
        assert until(lambda: len(served.readers()) >= 8)
        time.sleep(0.5)
        times: list[float] = []
        end = time.monotonic() + 3
        while time.monotonic() < end:
            start = time.perf_counter()
            query = f"{POINT} LIMIT {len(times)}"  # none that is kept
            found = other.get(f"{served.address}sparql", params={"query": query})
            times.append(time.perf_counter() - start)
            assert found.status_code == 200
        assert {one.result().status_code for one in busy} == {504}
        p99 = statistics.quantiles(times, n=100)[98]
        print(
            f"{len(times)} point queries beside eight runaways: "
            f"p50 {1000 * statistics.median(times):.1f} ms, p99 {1000 * p99:.1f} ms"
        )
    assert len(times) > 30
    assert until(lambda: len(served.readers()) <= 8)


def test_the_server_lives_on_when_its_host_is_killed(served: Served) -> None:
    get(served, POINT)
    old = served.host()
    os.kill(old, 9)
    codes = [get(served, f"{POINT} OFFSET {n}").status_code for n in range(3)]  # none is kept
    assert codes == [200, 200, 200]
    assert served.host() != old
    assert figure(served.host(), "VmRSS") > 0
