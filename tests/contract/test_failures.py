"""The contract of every failing request, on a running server: one shape, whatever went wrong.

An answer with a status from 400 on is `application/problem+json` (RFC 9457) with the members that
`Problem` of the OpenAPI document names, and none is a fault of the server.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serving import serving

CONTENT = Path(__file__).parent.parent / "web" / "content"
TOKEN = "a-token-for-the-tests-of-failures"  # noqa: S105
LONGEST = 20_000
MAY = {"Authorization": f"Bearer {TOKEN}"}
ADDRESSES = [
    "/",
    "/contributions",
    "/contributions/none",
    "/contributions/none.ttl",
    "/contributions/none/decision",
    "/contributions/none/diff",
    "/contributions/none/original",
    "/contributions/none/report",
    "/contributions/none/reversal",
    "/contributions/none/withdrawal",
    "/.well-known/sparql-examples",
    "/.well-known/void",
    "/contributor/none",
    "/datasets",
    "/datasets.ttl",
    "/datasets.bib",
    "/datasets.cff",
    "/docs",
    "/dumps/cities.geojson",
    "/dumps/cityweave.jsonld",
    "/dumps/cityweave.nq",
    "/dumps/cityweave.trig",
    "/dumps/class/none.csv",
    "/dumps/graph/none.ttl",
    "/dumps/none.nq",
    "/dumps/source/none.ttl",
    "/dumps/source/none/L1.ttl",
    "/fault",
    "/fault/none",
    "/graph/editorial",
    "/health",
    "/id/city/petrinia",
    "/doc/city/petrinia",
    "/doc/city/petrinia.ttl",
    "/id/nothing/at-all",
    "/nowhere/at/all",
    "/ontology",
    "/ontology/Municipality",
    "/openapi.json",
    "/problem",
    "/problem/none",
    "/profile/contribution/0.1.0",
    "/profiles",
    "/queries",
    "/queries/cities-of-country",
    "/queries/cities-of-country.csv",
    "/queries/graph-of-networks",
    "/queries/is-anyone-there",
    "/queries/no-such-question",
    "/queries/partners",
    "/reconcile",
    "/reconcile/draft",
    "/reconcile/draft/extend",
    "/reconcile/draft/extend/propose",
    "/reconcile/draft/match",
    "/reconcile/draft/preview",
    "/reconcile/draft/suggest/entity?prefix=a",
    "/reconcile/draft/suggest/property",
    "/reconcile/draft/suggest/type",
    "/reconcile/flyout/nothing?id=none",
    "/reconcile/preview?id=none",
    "/reconcile/properties",
    "/reconcile/suggest/entity?prefix=a",
    "/reconcile/suggest/property",
    "/reconcile/suggest/type",
    "/reconcile/view?id=none",
    "/reconcile?queries=none",
    "/robots.txt",
    "/shapes",
    "/shapes/Municipality",
    "/source/gazette",
    "/sparql",
    "/sparql?query=ASK%7B%7D",
    "/static/none.css",
    "/store",
    "/store/mine",
    "/store?default",
    "/store?graph=urn:none",
    "/templates",
    "/templates/cities.csv",
    "/templates/none.csv",
    "/update",
    "/validate",
]
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"]
WRITING = [
    ("POST", "/update"),
    ("POST", "/sparql"),
    ("PUT", "/store?default"),
    ("POST", "/store?default"),
    ("DELETE", "/store?default"),
    ("POST", "/store"),
    ("PUT", "/store/mine"),
    ("POST", "/store/mine"),
    ("DELETE", "/store/mine"),
    ("PUT", "/graph/mine"),
    ("POST", "/graph/mine"),
    ("DELETE", "/graph/mine"),
    ("POST", "/contributions"),
    ("POST", "/contributions/none/decision"),
    ("POST", "/contributions/none/withdrawal"),
    ("POST", "/contributions/none/reversal"),
]
OF_ONE_KIND = [
    one for one in WRITING if one[0] != "DELETE" and not one[1].startswith("/contributions")
]
"""Those whose body is wrong or right at once; what is contributed is kept and found invalid."""

INTERNAL = re.compile(rb"Traceback|File \"|site-packages|/service/|pyoxigraph|Errno", re.IGNORECASE)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        serving(
            "--content-dir",
            CONTENT,
            admin_token=TOKEN,
            max_request_bytes=LONGEST,
            max_query_characters=5000,
        ) as served,
        httpx.Client(base_url=served.address, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def contract(answer: httpx.Response, members: dict[str, Any]) -> None:
    """Fails when an answer is no success and not in the one shape."""
    said = f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:300]}"
    assert answer.status_code < 500, said
    assert answer.headers["x-request-id"], said
    assert answer.headers["content-security-policy"], said
    if answer.status_code < 400:
        return
    assert answer.headers["content-type"] == "application/problem+json", said
    assert answer.headers["cache-control"] == "no-store", said
    if answer.status_code == 405:
        assert answer.headers["allow"], said
    if answer.status_code == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer"), said
    if answer.request.method == "HEAD":
        assert answer.content == b"", said
        return
    problem = answer.json()
    assert problem.keys() <= members["properties"].keys(), said
    assert problem.keys() >= set(members["required"]), said
    kinds = {"string": str, "integer": int, "array": list}
    for name, value in problem.items():
        assert isinstance(value, kinds[members["properties"][name]["type"]]), said
        assert value not in ("", []), said
    assert problem["status"] == answer.status_code, said
    assert problem["request_id"] == answer.headers["x-request-id"], said
    assert problem["type"].endswith("/" + problem["code"]), said
    assert not INTERNAL.search(answer.content), said


@pytest.fixture(scope="module")
def members(described: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = described["components"]["schemas"]["Problem"]
    return found


def test_every_call_of_the_openapi_document_is_here(described: dict[str, Any]) -> None:
    paths = [one.partition("?")[0] for one in ADDRESSES]
    for path in described["paths"]:
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))
        assert any(re.fullmatch(pattern, one) for one in paths), path


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", METHODS)
def test_a_method_is_answered_or_refused(
    client: httpx.Client, members: dict[str, Any], method: str, address: str
) -> None:
    answer = client.request(method, address)
    contract(answer, members)
    if method in ("PATCH", "PROPFIND", "TRACE"):
        assert answer.status_code in (404, 405)
    if answer.status_code == 405:
        assert method not in answer.headers["allow"].split(", ")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "accept", ["image/png", "text/turtle;q=0", "*/*;q=0", "", ";;,", "a" * 999]
)
def test_what_nobody_can_send_is_not_sent(
    client: httpx.Client, members: dict[str, Any], accept: str, address: str
) -> None:
    contract(client.get(address, headers={"Accept": accept}), members)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "parameters",
    [
        "format=docx",
        "format=ttl&format=csv",
        "country=%00",
        "country=France",
        "query=",
        "query=%FF",
        "query=%zz",
        "query=ASK{}&default-graph-uri=not%20an%20iri",
        "query=ASK{}&using-graph-uri=a:b",
        "update=CLEAR%20ALL",
        "graph=%0D%0AX-Evil:1",
        "graph=a:b&default",
        "lang=xx",
        "&&==&;",
        "x=" + "y" * 8000,
    ],
)
def test_a_wrong_parameter_is_named_or_ignored(
    client: httpx.Client, members: dict[str, Any], parameters: str, address: str
) -> None:
    mark = "&" if "?" in address else "?"
    contract(client.get(f"{address}{mark}{parameters}"), members)


@pytest.mark.parametrize(("method", "address"), WRITING)
def test_who_may_not_write_is_told(
    client: httpx.Client, members: dict[str, Any], method: str, address: str
) -> None:
    sparql = address in ("/update", "/sparql")
    kind = {"Content-Type": "application/sparql-update" if sparql else "text/turtle"}
    body = b"CLEAR ALL" if sparql else b""
    for token in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic YTpi"}):
        answer = client.request(method, address, headers={**kind, **token}, content=body)
        contract(answer, members)
        assert answer.status_code == 401


@pytest.mark.parametrize(("method", "address"), OF_ONE_KIND)
@pytest.mark.parametrize(
    ("media_type", "body", "status"),
    [
        ("text/turtle", b"#" * (LONGEST + 1), {413, 415}),
        ("application/sparql-update", b"#" * (LONGEST + 1), {413, 415}),
        ("application/x-www-form-urlencoded", b"update=" + b"+" * LONGEST, {413, 415}),
        ("image/png", b"\x89PNG", {415}),
        ("", b"CLEAR ALL", {415}),
        ("text/turtle", b"<a> <b> \xff .", {400, 415}),
        ("text/turtle", b"<a> <b> .", {400, 415}),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:1/x", "a": 1}', {400, 415}),
        ("application/sparql-update", b"CLEAR EVERYTHING", {400, 415}),
        ("multipart/form-data", b"--x", {400, 415}),
    ],
)
def test_a_wrong_body_is_called_wrong(
    client: httpx.Client,
    members: dict[str, Any],
    method: str,
    address: str,
    media_type: str,
    body: bytes,
    status: set[int],
) -> None:
    headers = MAY | ({"Content-Type": media_type} if media_type else {})
    answer = client.request(method, address, headers=headers, content=body)
    contract(answer, members)
    assert answer.status_code in status


TEXT = st.text(max_size=12)
PAIRS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "query",
                "update",
                "format",
                "graph",
                "default",
                "default-graph-uri",
                "country",
                "lang",
            ]
        ),
        TEXT,
    ),
    max_size=3,
)
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30).map(str.strip)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(METHODS),
    address=st.sampled_from(ADDRESSES),
    more=TEXT,
    pairs=PAIRS,
    accept=HEADER,
    kind=st.sampled_from(
        ["text/turtle", "application/sparql-query", "application/x-www-form-urlencoded", "x/y"]
    ),
    body=st.binary(max_size=40),
)
def test_nothing_at_all_breaks_the_shape(
    client: httpx.Client,
    members: dict[str, Any],
    method: str,
    address: str,
    more: str,
    pairs: list[tuple[str, str]],
    accept: str,
    kind: str,
    body: bytes,
) -> None:
    path = address.partition("?")[0] + quote(more, safe="/")
    headers = {**MAY, "Accept": accept, "Content-Type": kind}
    contract(
        client.request(method, f"{path}?{urlencode(pairs)}", headers=headers, content=body), members
    )


@pytest.mark.parametrize(
    "sent",
    [
        b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_what_is_no_http_is_refused_before_anyone_reads_it(
    client: httpx.Client, sent: bytes
) -> None:
    """The parser of HTTP answers these itself, in plain text, and closes the connection."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), 60) as wire:
        wire.sendall(sent)
        wire.settimeout(60)
        found = b"".join(iter(lambda: wire.recv(4096), b""))
    assert found.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert not INTERNAL.search(found)
    assert client.get("/health").status_code == 200
