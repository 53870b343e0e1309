"""Requests that two readers could take for different ones, and other shapes of attack on HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

Raw = Callable[[bytes], bytes]
ASK = b"ASK {}"
HOST = b"Host: x\r\n"
CLOSE = b"Connection: close\r\n\r\n"
POST = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
GET = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\n"
SECOND = b"GET /nothing HTTP/1.1\r\n" + HOST + b"\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
LAST = b"0\r\n\r\n"


def parts(answer: bytes) -> tuple[int, dict[str, object]]:
    """Status and problem of an answer, which is one answer and no more."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1, answer
    assert head.startswith(b"HTTP/1.1 ")
    problem: dict[str, object] = json.loads(body) if b"application/problem+json" in head else {}
    return int(head.split()[1]), problem


@pytest.mark.parametrize(
    "data",
    [
        POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n" + LAST + SECOND,
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n" + LAST + SECOND,
        POST + b"Content-Length: 6\r\nContent-Length: 40\r\n\r\n" + ASK + SECOND,
        POST + b"Content-Length: 6\r\nContent-Length: 6\r\n\r\n" + ASK,
        POST + b"Content-Length: 6, 6\r\n\r\n" + ASK,
        POST + b"Content-Length: +6\r\n\r\n" + ASK,
        POST + b"Content-Length: -6\r\n\r\n" + ASK,
        POST + b"Content-Length: 0x6\r\n\r\n" + ASK,
        POST + b"Content-Length: 99999999999999999999999\r\n\r\n" + ASK,
        POST + b"Transfer-Encoding: xchunked\r\n\r\n" + LAST,
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n" + LAST,
        POST + b"Transfer-Encoding: identity, chunked\r\nTransfer-Encoding: x\r\n\r\n" + LAST,
        POST + b"Transfer-Encoding : chunked\r\n\r\n" + LAST,
        POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n" + LAST,
        POST + b" Transfer-Encoding: chunked\r\n\r\n" + LAST,
        CHUNKED + b"6;a=\nb\r\n" + ASK + b"\r\n" + LAST,
        CHUNKED + b"6\r\n" + ASK + b"XX" + LAST,
        CHUNKED + b"-6\r\n" + ASK + b"\r\n" + LAST,
        CHUNKED + b"0x6\r\n" + ASK + b"\r\n" + LAST,
        CHUNKED + b"ffffffffffffffffff\r\n" + ASK + b"\r\n" + LAST,
        CHUNKED + b"6\n" + ASK + b"\n0\n\n",
        GET + HOST + b"X: a\r\n b\r\n" + CLOSE,
        GET.replace(b"\r", b"") + b"Host: x\n\n",
        GET + b"Host: x\nX: y\r\n" + CLOSE,
        GET + b"Host: x\rX: y\r\n" + CLOSE,
        GET + HOST + b"X: \x00\r\n" + CLOSE,
        GET + HOST + b"X y: z\r\n" + CLOSE,
        GET + HOST + b": z\r\n" + CLOSE,
        b"GET /spa\x00rql HTTP/1.1\r\n" + HOST + CLOSE,
        b"GET /sparql?query=ASK {} HTTP/1.1\r\n" + HOST + CLOSE,
        b"GET /sparql HTTP/1.1 HTTP/1.1\r\n" + HOST + CLOSE,
        b"GET /spa\rql HTTP/1.1\r\n" + HOST + CLOSE,
        b"GET file:///etc/passwd HTTP/1.1\r\n" + HOST + CLOSE,
        b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + CLOSE,
        b"BREW /sparql HTTP/1.1\r\n" + HOST + CLOSE,
        b"get /sparql HTTP/1.1\r\n" + HOST + CLOSE,
        b"GET / HTTP/3.0\r\n" + HOST + CLOSE,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\xff\xfe\xfd\r\n\r\n",
        GET + CLOSE,
        GET + b"Host: a\r\nHost: b\r\n" + CLOSE,
        GET + b"Host: a b\r\n" + CLOSE,
        GET + b'Host: x"><script>alert(1)</script>\r\n' + CLOSE,
        GET + b"Host: x/../y\r\n" + CLOSE,
        GET + HOST + b"\r\nJUNK JUNK\r\n\r\n",
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_and_ends_the_connection(
    raw: Raw, data: bytes
) -> None:
    status, problem = parts(raw(data))
    assert (status, problem["code"]) == (400, "bad-request")
    assert problem["detail"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (GET + HOST + b"X: " + b"b" * 1_000_000, 431),
        (GET + HOST + b"a: b\r\n" * 300 + CLOSE, 431),
        (GET + HOST + b"a" * 1_000_000, 431),
        (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + CLOSE, 431),
        (b"GET /" + b"a" * 66_000 + b" HTTP/1.1\r\n" + HOST + CLOSE, 431),
        (b"G" * 100_000, 400),
    ],
    ids="value many name address long-address method".split(),
)
def test_a_head_has_a_longest_size(raw: Raw, data: bytes, status: int) -> None:
    found, problem = parts(raw(data))
    assert found == status
    assert problem["hint"]


@pytest.mark.parametrize("count", [101, 15_000])
def test_parameters_are_counted(raw: Raw, count: int) -> None:
    line = b"GET /sparql?" + b"&".join([b"a=b"] * count) + b" HTTP/1.1\r\n"
    status, problem = parts(raw(line + HOST + CLOSE))
    assert (status, problem["code"]) == (400, "bad-parameter")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (GET + HOST + CLOSE, 200),
        (GET.replace(b"/sparql", b"http://evil.example/sparql") + HOST + CLOSE, 200),
        (GET + HOST + b"Upgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n", 200),
        (GET + HOST + b"X-HTTP-Method-Override: DELETE\r\nX-Method-Override: PUT\r\n" + CLOSE, 200),
        (b"GET /store?default&_method=DELETE HTTP/1.1\r\n" + HOST + CLOSE, 200),
        (b"DELETE /store?default HTTP/1.1\r\n" + HOST + CLOSE, 401),
        (b"PUT /store?default HTTP/1.1\r\n" + HOST + b"X-Forwarded-For: ::1\r\n" + CLOSE, 401),
        (b"TRACE / HTTP/1.1\r\n" + HOST + CLOSE, 405),
        (b"OPTIONS * HTTP/1.1\r\n" + HOST + CLOSE, 404),
        (b"GET /sparql?update=DROP+ALL HTTP/1.1\r\n" + HOST + CLOSE, 400),
    ],
)  # fmt: skip
def test_odd_requests_mean_what_they_say_and_no_more(raw: Raw, data: bytes, status: int) -> None:
    answer = raw(data)
    assert parts(answer)[0] == status
    if status == 200 and b"query=" in data:
        assert b'"boolean":true' in answer


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost",
        b"GET / HTTP/1.1\r\n" + HOST,
        POST + b"Content-Length: 6\r\n\r\nASK",
        CHUNKED + b"6\r\nASK",
    ],
    ids="nothing lines name head body chunk".split(),
)
def test_who_does_not_finish_a_request_is_let_go(raw: Raw, data: bytes) -> None:
    status, problem = parts(raw(data))
    assert (status, problem["code"]) == (408, "request-too-slow")
    assert "max_request_seconds" in str(problem["detail"])
