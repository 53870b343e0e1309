"""Endpoints that are slow, lie, never end or send bombs: bounded, and told by name."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler

import pytest

from cityweave.errors import (
    CityweaveError,
    FederationRefused,
    RemoteFailed,
    RemoteTimeout,
    RemoteTooLarge,
)
from cityweave.formats import by_name
from cityweave.query import QueryRequest, answer
from cityweave.store import EmbeddedStore
from federation.remotes import JSON, Answer, Remote, Request, Script, always, gateway, remote

OK = {"Content-Type": JSON}


def rows(count: int) -> bytes:
    row = {"s": {"type": "uri", "value": "http://e/a"}}
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [row] * count}}).encode()


def result(term: object) -> Script:
    body = {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": term}]}}
    return always(200, OK, json.dumps(body).encode())


def chunked(handler: BaseHTTPRequestHandler, headers: dict[str, str]) -> Callable[[bytes], None]:
    """Begin an answer without a length; gives what writes a part of it."""
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    for name, value in {"Transfer-Encoding": "chunked", **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    return lambda data: (handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data)), None)[1]


def silent(request: Request, handler: BaseHTTPRequestHandler) -> None:
    """Never answers."""
    handler.rfile.read(1)


def slow_head(request: Request, handler: BaseHTTPRequestHandler) -> None:
    """Sends a byte of its head now and then."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        handler.connection.settimeout(0.05)
        try:
            if not handler.connection.recv(1):
                return
        except TimeoutError:
            continue


def dripping(request: Request, handler: BaseHTTPRequestHandler) -> None:
    """Sends a row now and then, for ever."""
    write = chunked(handler, OK)
    write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
    handler.connection.settimeout(0.05)
    while True:
        write(b"{},")
        try:
            if not handler.connection.recv(1):
                return
        except TimeoutError:
            continue


def endless(request: Request, handler: BaseHTTPRequestHandler) -> None:
    """Sends as fast as it can, for ever."""
    write = chunked(handler, OK)
    while True:
        write(b" " * 60_000)


@cache
def packed() -> bytes:
    """400 megabytes in less than one."""
    packing = zlib.compressobj(9, wbits=31)
    parts = [packing.compress(b" " * 10_000_000) for _ in range(40)]
    return b"".join(parts) + packing.flush()


def bomb(request: Request, handler: BaseHTTPRequestHandler) -> Answer:
    """Sends them."""
    return 200, {**OK, "Content-Encoding": "gzip"}, packed()


def no_http(request: Request, handler: BaseHTTPRequestHandler) -> None:
    """Speaks another protocol."""
    handler.wfile.write(b"220 SMTP\r\n\r\n")


def round_and_round(request: Request, handler: BaseHTTPRequestHandler) -> Answer:
    """Redirects to itself."""
    return 302, {"Location": request.path + "x"}, b""


def deep(levels: int) -> object:
    term: object = {"type": "uri", "value": "http://e/a"}
    name = {"type": "uri", "value": "http://e/p"}
    for _ in range(levels):
        term = {"type": "triple", "value": {"subject": name, "predicate": name, "object": term}}
    return term


def deepest() -> bytes:
    """So deep that readers that call themselves end the process."""
    name = '{"type":"uri","value":"http://e/a"}'
    begin = f'{{"type":"triple","value":{{"subject":{name},"predicate":{name},"object":'
    body = '{"head":{"vars":["s"]},"results":{"bindings":[{"s":'
    return (body + begin * 60_000 + name + "}}" * 60_000 + "}]}}").encode()


def asked(script: Script, word: str = "SERVICE", /, **limits: int) -> tuple[Remote, bytes]:
    with remote(script) as there:
        text = f"SELECT * {{ {word} <{there.iri}> {{ ?s ?p ?o }} }}"
        found = answer(
            EmbeddedStore(), QueryRequest(text), by_name("tsv"), gateway(there, **limits)
        )
        assert len(found.notices) == word.count("SILENT")
        return there, found.body


WRONG: list[tuple[str, Script, type[CityweaveError], str]] = [
    ("no answer", silent, RemoteTimeout, "max_federation_seconds"),
    ("a slow head", slow_head, RemoteTimeout, "within 1 s"),
    ("a slow body", dripping, RemoteTimeout, "within 1 s"),
    ("an endless body", endless, RemoteTooLarge, "max_federation_bytes"),
    ("a gzip bomb", bomb, RemoteTooLarge, "max_federation_bytes"),
    ("many bytes", always(200, OK, b" " * 11_000_000), RemoteTooLarge, "10000000 bytes"),
    ("many rows", always(200, OK, rows(1001)), RemoteTooLarge, "1000 rows"),
    ("a page", always(200, {"Content-Type": "text/html"}, b"<html>"), RemoteFailed, "text/html"),
    ("no media type", always(200, {}, rows(1)), RemoteFailed, "without a media type"),
    ("CSV", always(200, {"Content-Type": "text/csv"}, b"s\r\n"), RemoteFailed, "text/csv"),
    ("an error", always(500, OK, rows(1)), RemoteFailed, "answered 500"),
    ("a refusal", always(403, OK), RemoteFailed, "answered 403"),
    ("no content", always(204, {}), RemoteFailed, "answered 204"),
    ("a redirect to nowhere", always(302, {}), RemoteFailed, "answered 302"),
    (
        "a broken redirect",
        always(302, {"Location": "http://[::1"}),
        RemoteFailed,
        "does not keep to HTTP",
    ),
    (
        "a redirect in bytes",
        always(302, {"Location": "http://\xff\xfe/"}),
        FederationRefused,
        "not one that may be asked",
    ),
    ("a redirect to words", always(302, {"Location": "mailto:a@b"}), RemoteFailed, "HTTP"),
    ("redirects", round_and_round, RemoteFailed, "more than 5 times"),
    ("no JSON", always(200, OK, b"{"), RemoteFailed, "no result"),
    ("nothing", always(200, OK, b""), RemoteFailed, "no result"),
    ("no UTF-8", always(200, OK, b'{"\xff":1}'), RemoteFailed, "no result"),
    ("a number", always(200, OK, b"1"), RemoteFailed, "no result"),
    ("a list", always(200, OK, b"[]"), RemoteFailed, "no result"),
    ("ASK", always(200, OK, b'{"head":{},"boolean":true}'), RemoteFailed, "no result"),
    ("half of JSON", always(200, OK, rows(3)[:-20]), RemoteFailed, "no result"),
    ("an error as JSON", always(200, OK, b"Error: timeout"), RemoteFailed, "no result"),
    (
        "an error in words",
        always(200, {"Content-Type": "text/plain"}, b"Virtuoso 37000 Error"),
        RemoteFailed,
        "text/plain",
    ),
    ("a part", always(206, OK, rows(1)), RemoteFailed, "answered 206"),
    (
        "what it has by then",
        always(200, {**OK, "X-SQL-State": "S1TAT"}, rows(1)),
        RemoteFailed,
        "gave up before its answer was whole",
    ),
    (
        "not all rows",
        always(200, {**OK, "X-SPARQL-MaxRows": "3"}, rows(3)),
        RemoteFailed,
        "3 rows at most",
    ),
    (
        "other variables",
        always(200, OK, rows(2).replace(b'"s"', b'"x"')),
        RemoteFailed,
        "other variables",
    ),
    (
        "variables that are not announced",
        always(200, OK, rows(2).replace(b'{"s"', b'{"o"')),
        RemoteFailed,
        "other variables",
    ),
    ("no head", always(200, OK, b'{"results":{"bindings":[]}}'), RemoteFailed, "no result"),
    ("a bad head", always(200, OK, rows(1).replace(b'["s"]', b"[{}]")), RemoteFailed, "no result"),
    ("deep JSON", always(200, OK, b"[" * 900_000), RemoteFailed, "no result"),
    ("deep triples", always(200, OK, deepest()), RemoteFailed, "no result"),
    ("rather deep triples", result(deep(101)), RemoteFailed, "no result"),
    ("a bad IRI", result({"type": "uri", "value": "x> . SERVICE <y"}), RemoteFailed, "no result"),
    ("a number as IRI", result({"type": "uri", "value": 5}), RemoteFailed, "no result"),
    ("a number as literal", result({"type": "literal", "value": 5}), RemoteFailed, "no result"),
    ("half a character", result({"type": "literal", "value": "\ud800"}), RemoteFailed, "no result"),
    (
        "a bad language",
        result({"type": "literal", "value": "x", "xml:lang": "e n"}),
        RemoteFailed,
        "no result",
    ),
    (
        "a bad direction",
        result({"type": "literal", "value": "x", "xml:lang": "en", "its:dir": "up"}),
        RemoteFailed,
        "no result",
    ),
    ("another type", result({"type": "path", "value": "x"}), RemoteFailed, "no result"),
    ("no term", result("x"), RemoteFailed, "no result"),
    (
        "a literal as subject",
        result(
            {
                "type": "triple",
                "value": {
                    "subject": {"type": "literal", "value": "x"},
                    "predicate": {"type": "uri", "value": "http://e/p"},
                    "object": {"type": "literal", "value": "x"},
                },
            }
        ),
        RemoteFailed,
        "no result",
    ),
    (
        "broken gzip",
        always(200, {**OK, "Content-Encoding": "gzip"}, b"no gzip"),
        RemoteFailed,
        "broken gzip",
    ),
    (
        "half of gzip",
        always(200, {**OK, "Content-Encoding": "gzip"}, gzip.compress(rows(900))[:-20]),
        RemoteFailed,
        "ends too early",
    ),
    (
        "another encoding",
        always(200, {**OK, "Content-Encoding": "br"}, rows(1)),
        RemoteFailed,
        "nobody asked for",
    ),
    (
        "half of the body",
        always(200, {**OK, "Content-Length": "5000"}, rows(1)),
        RemoteFailed,
        "broke off",
    ),
    (
        "no HTTP",
        no_http,
        RemoteFailed,
        "broke off",
    ),
]


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [one[1:] for one in WRONG],
    ids=[one[0] for one in WRONG],
)
def test_an_endpoint_that_does_wrong_is_told(
    script: Script, kind: type[CityweaveError], words: str
) -> None:
    limits = {
        "max_federation_seconds": 1 if kind is RemoteTimeout else 60,
        "max_federation_bytes": 10_000_000,
        "max_federation_rows": 1000,
    }
    packed()
    with pytest.raises(kind, match=words) as caught:
        asked(script, **limits)
    assert type(caught.value) is kind
    assert caught.value.line == 1
    assert caught.value.column == len("SELECT * { ") + 1
    assert "/sparql" in caught.value.detail or kind is FederationRefused
    assert asked(script, "SERVICE SILENT", **limits)[1].count(b"\n") >= 1


def test_a_gzip_bomb_stays_packed() -> None:
    packed()
    tracemalloc.start()
    with pytest.raises(RemoteTooLarge):
        asked(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (OK, rows(1)),
        ({"Content-Type": "application/json; charset=utf-8"}, rows(1)),
        ({**OK, "X-SPARQL-MaxRows": "2", "X-SQL-State": "00000"}, rows(1)),
        ({**OK, "Content-Encoding": "gzip"}, gzip.compress(rows(1), mtime=0)),
    ],
)
def test_honest_ones_are_heard(headers: dict[str, str], body: bytes) -> None:
    there, found = asked(always(200, headers, body))
    assert found == b"?s\n<http://e/a>\n"
    (request,) = there.asked
    assert request.method == "POST"
    assert request.query == "SELECT * WHERE { ?s ?p ?o }"
    assert request.headers["accept"].startswith(JSON)
    assert "cookie" not in request.headers


def test_what_was_not_asked_for_is_left_out() -> None:
    """An endpoint cannot bind variables of the query that its pattern does not have."""
    body = rows(1).replace(b'["s"]', b'["s", "x"]').replace(b'{"s":', b'{"x": {}, "s":')
    assert asked(always(200, OK, body))[1] == b"?s\n<http://e/a>\n"


def test_blank_nodes_may_be_called_anything() -> None:
    _, found = asked(result({"type": "bnode", "value": "nodeID://b10022"}))
    assert found.startswith(b"?s\n_:")
    assert b"nodeID" not in found


def test_triples_may_nest_a_hundred_deep() -> None:
    assert asked(result(deep(100)))[1].count(b"<<(") == 100


def test_the_limits_are_those_of_the_whole_query() -> None:
    with remote(always(200, OK, rows(600))) as there:
        two = f"SERVICE <{there.iri}> {{ ?s ?p ?o }} SERVICE <{there.iri}> {{ ?s ?q ?r }}"
        ways = gateway(there, max_federation_rows=1000)
        with pytest.raises(RemoteTooLarge, match="1000 rows"):
            answer(EmbeddedStore(), QueryRequest(f"ASK {{ {two} }}"), by_name("json"), ways)
