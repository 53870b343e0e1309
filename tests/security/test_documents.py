"""Documents and updates that are made to choke or to reach out: refused, or read and no more."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise

import httpx
import pytest

from security.conftest import GROWTH
from serving import Served, figure

Refused = Callable[[httpx.Response], dict[str, object]]
GRAPH = {"graph": "http://e/attacked"}
TTL, TRIG = "text/turtle", "application/trig"
NT, NQ = "application/n-triples", "application/n-quads"
RDF, JSONLD = "application/rdf+xml", "application/ld+json"
S = "<http://e/s> <http://e/p> "
DEEP = 100_000
XML = """<?xml version="1.0"?><!DOCTYPE r [%s]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/s"><e:p>%s</e:p></rdf:Description></rdf:RDF>"""


def laughs(last: str) -> str:
    """Entities, each ten times as long as the one before it."""
    letters = "abcdefghijkl"[: ord(last) - ord("a") + 1]
    several = (f'<!ENTITY {this} "{f"&{one};" * 10}">' for one, this in pairwise(letters))
    return '<!ENTITY a "aaaaaaaaaa">' + "".join(several)


def nested(before: str, inside: str, after: str, size: int = DEEP) -> str:
    return before * size + inside + after * size


def put(writer: httpx.Client, body: str | bytes, media_type: str) -> httpx.Response:
    headers = {"Content-Type": media_type}
    return writer.put("store", params=GRAPH, content=body, headers=headers)


REFUSED: dict[str, tuple[str, str | bytes]] = {
    "xml-laughs": (RDF, XML % (laughs("l"), "&l;")),
    "xml-laughs-in-an-attribute": (
        RDF, (XML % (laughs("j"), "")).replace("http://e/s", "http://e/&j;")),
    "xml-quadratic": (RDF, XML % (f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 50_000)),
    "xml-entity-of-itself": (RDF, XML % ('<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;")),
    "xml-external-file": (RDF, XML % ('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;")),
    "xml-external-host": (RDF, XML % ('<!ENTITY a SYSTEM "http://127.0.0.1:9/">', "&a;")),
    "xml-public": (RDF, XML % ('<!ENTITY a PUBLIC "x" "file:///etc/passwd">', "&a;")),
    "xml-external-unused": (RDF, XML % ('<!ENTITY a SYSTEM "file:///etc/passwd">', "x")),
    "xml-undeclared": (RDF, XML % ("", "&nothing;")),
    "xml-deep": (RDF, (XML % ("", nested("<e:a>", "x", "</e:a>")))),
    "xml-not-utf-8": (RDF, (XML % ("", "x")).encode("utf-16")[:-1]),
    "xml-claims-an-encoding": (RDF, (XML % ("", "\xe9")).replace(
        '"1.0"', '"1.0" encoding="x-unknown"').encode("latin-1")),
    "jsonld-remote-context": (JSONLD, json.dumps({"@context": "http://127.0.0.1:9/c", "a": 1})),
    "jsonld-file-context": (JSONLD, json.dumps({"@context": "file:///etc/passwd", "a": 1})),
    "jsonld-import": (JSONLD, json.dumps(
        {"@context": {"@version": 1.1, "@import": "http://127.0.0.1:9/c"}, "a": 1})),
    "jsonld-remote-in-scope": (JSONLD, json.dumps(
        {"@context": {"a": {"@id": "http://e/a", "@context": "http://127.0.0.1:9/"}},
         "a": {"b": 1}})),
    "jsonld-context-of-itself": (JSONLD, json.dumps(
        {"@context": {"a": "b:c", "b": "a:d"}, "@id": "http://e/s", "a": 1})),
    "jsonld-deep": (JSONLD, nested('{"http://e/p":', "1", "}", 60_000)),
    "jsonld-deep-context": (JSONLD, json.dumps({"@id": "http://e/s", "http://e/p": 1})[:-1]
                            + ', "@context": ' + nested("[", "{}", "]") + "} x"),
    "jsonld-open": (JSONLD, "[" * DEEP),
    "jsonld-not-closed": (JSONLD, '{"@id": "http://e/s", "http://e/p": ' + "[" * DEEP),
    "turtle-lists": (TTL, S + nested("(", "1", ")") + " ."),
    "turtle-blank-nodes": (TTL, S + nested("[ <http://e/p> ", "1", " ]") + " ."),
    "turtle-open-lists": (TTL, S + "(" * 1_000_000),
    "turtle-triples": (TTL, S + nested("<<( <a:a> <a:b> ", "1", ")>>") + " ."),
    "turtle-reified": (TTL, nested("<< ", "<a:a> <a:b> 1", " >>") + " <a:b> 1 ."),
    "turtle-annotations": (TTL, S + nested("1 {| <a:b> ", "1", " |}") + " ."),
    "turtle-some-triples": (TTL, S + nested("<<( <a:a> <a:b> ", "1", ")>>", 20) + " ."),
    "nt-triples": (NT, S + nested("<<( <a:a> <a:b> ", '"1"', ")>>") + " ."),
    "trig-graphs": (TRIG, nested("<a:g> {", S + "1", "}")),
    "trig-names-graphs": (TRIG, "<a:g> { " + S + "1 }"),
    "nq-names-graphs": (NQ, S + '"1" <a:g> .'),
    "literal": (TTL, S + f'"{"x" * 200_000}" .'),
    "literal-of-lines": (TTL, S + '"""' + "x\n" * 100_000 + '""" .'),
    "nt-line": (NT, S + f'"{"é" * 1_000_000}" .'),
    "nt-line-without-end": (NT, S + '"' + "x" * 2_900_000),
    "iri": (TTL, f"<http://e/{'x' * 200_000}> <a:b> 1 ."),
    "many-statements": (TTL, S + ",".join(map(str, range(60_000))) + " ."),
    "long-prefix": (TTL, f"@prefix a: <http://e/{'x' * 50_000}> . " + "a:a a:b a:c, a:d . " * 100),
    "not-utf-8": (TTL, S.encode() + b'"\xff\xfe" .'),
    "half-a-character": (NT, S.encode() + b'"\xc3" .'),
    "surrogate": (TTL, S + '"\\uD800" .'),
    "nul": (TTL, S.encode() + b"\x00 ."),
    "iri-with-escape": (TTL, "<http://e/\\u0020> <a:b> 1 ."),
    "relative-base": (TTL, "@base <x> . @prefix : <//> . <> :b ."),
    "too-long": (TTL, "#" * 3_000_001),
    "media-type": ("text/html", "<p>"),
    "no-media-type": ("", S + "1 ."),
    "charset": ("text/turtle; charset=utf-7", S + "1 ."),
    "charset-quoted": ('text/turtle; charset="utf-16"', S + "1 ."),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_hostile_document_is_refused(writer: httpx.Client, refused: Refused, name: str) -> None:
    media_type, body = REFUSED[name]
    answer = put(writer, body, media_type)
    if name == "xml-deep":  # the parser's time grows with the square of the depth
        assert (answer.status_code, answer.json()["code"]) == (504, "write-timeout")
        return
    problem = refused(answer)
    assert problem["code"] in {
        "syntax-error-in-data", "bad-parameter", "too-large", "unknown-format",
        "write-too-hungry", "write-too-large", "write-too-complex",
    }  # fmt: skip
    assert writer.get("store", params=GRAPH).status_code == 404


READ: dict[str, tuple[str, str, int]] = {
    "entities-of-namespaces": (RDF, XML % ('<!ENTITY e "http://e/">', "&e;x"), 1),
    "nested-a-little": (TTL, S + nested("(", "1", ")", 50) + " .", 101),
    "triples-a-little": (TTL, S + nested("<<( <a:a> <a:b> ", "1", ")>>", 10) + " .", 1),
    "literal-within-the-limit": (TTL, S + f'"{"x" * 100_000}" .', 1),
    "import-is-a-statement": (
        TTL, "<a:a> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/> .", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(READ))
def test_a_document_that_only_looks_hostile_is_read(writer: httpx.Client, name: str) -> None:
    media_type, body, added = READ[name]
    answer = put(writer, body, media_type)
    assert answer.status_code == 201, answer.text
    assert answer.json()["added"] == added
    assert "root:" not in writer.get("store", params=GRAPH).text
    assert writer.delete("store", params=GRAPH).is_success


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[str, list[str]]]:
    """A server that nobody should ask, and what it was asked."""
    asked: list[str] = []

    class Trap(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"@context": {"a": "http://e/a"}}')

    with HTTPServer(("127.0.0.1", 0), Trap) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


REACHING = sorted(one for one in REFUSED if "http://127.0.0.1:9/" in str(REFUSED[one][1]))


@pytest.mark.parametrize("name", [*REACHING, "import-is-a-statement"])
def test_no_document_has_anything_fetched(
    writer: httpx.Client, trap: tuple[str, list[str]], name: str
) -> None:
    address, asked = trap
    media_type, body = (REFUSED.get(name) or READ[name])[:2]
    put(writer, str(body).replace("http://127.0.0.1:9/", address), media_type)
    writer.delete("store", params=GRAPH)
    assert asked == []


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "x-unknown", "gzip, gzip"])
@pytest.mark.parametrize("path", ["store", "sparql", "update"])
def test_a_compressed_body_is_not_unpacked(
    writer: httpx.Client, refused: Refused, path: str, encoding: str
) -> None:
    media_type = {"store": TTL, "update": "application/sparql-update"}.get(
        path, "application/sparql-query"
    )
    headers = {"Content-Type": media_type, "Content-Encoding": encoding}
    bomb = gzip.compress(b" " * 20_000_000)
    named = GRAPH if path == "store" else {}
    answer = writer.post(path, params=named, content=bomb, headers=headers)
    assert refused(answer)["code"] == "unknown-format"


def form(*parts: bytes, boundary: bytes = b"b", end: bytes = b"--b--\r\n") -> bytes:
    return b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + end


FILE = b'Content-Disposition: form-data; name="g"; filename="a"\r\nContent-Type: text/turtle\r\n'
GOOD = FILE + b"\r\n<a:a> <a:b> 1 ."
MULTIPART = b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n"
FORMS: dict[str, tuple[str, bytes]] = {
    "many-parts": ("b", form(*[GOOD] * 101)),
    "many-empty-parts": ("b", form(*[b"\r\n"] * 300_000)),
    "many-headers": ("b", form(b"X: y\r\n" * 100_000 + GOOD)),
    "long-header": ("b", form(b"X: " + b"y" * 1_000_000 + b"\r\n" + GOOD)),
    "parts-in-parts": ("b", form(b"".join(MULTIPART % (n, n) for n in range(20_000)))),
    "no-end": ("b", form(GOOD, end=b"")),
    "no-boundary": ("", form(GOOD)),
    "other-boundary": ("c", form(GOOD)),
    "long-boundary": ("b" * 5000, form(GOOD)),
    "no-parts": ("b", b""),
    "encoded": ("b", form(b"Content-Transfer-Encoding: base64\r\n" + GOOD)),
    "no-type": ("b", form(b'Content-Disposition: form-data; name="g"\r\n\r\n<a:a> <a:b> 1 .')),
    "not-rdf": ("b", form(GOOD.replace(b"text/turtle", b"text/html"))),
    "charset": ("b", form(GOOD.replace(b"text/turtle", b"text/turtle; charset=utf-16"))),
    "not-utf-8": ("b", form(FILE + b'\r\n<a:a> <a:b> "\xff" .')),
    "one-wrong": ("b", form(GOOD, FILE + b"\r\n<a:a> <a:b> (((((" )),
    "bomb": ("b", form(FILE.replace(b"text/turtle", RDF.encode()) + b"\r\n" + (
        XML % (laughs("l"), "&l;")).encode())),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_hostile_form_is_refused(writer: httpx.Client, refused: Refused, name: str) -> None:
    boundary, body = FORMS[name]
    media_type = f"multipart/form-data; boundary={boundary}" if boundary else "multipart/form-data"
    headers = {"Content-Type": media_type}
    refused(writer.post("store", params=GRAPH, content=body, headers=headers))
    assert writer.get("store", params=GRAPH).status_code == 404


def test_an_honest_form_is_read(writer: httpx.Client) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    body = form(GOOD, GOOD.replace(b"1", b"2"))
    answer = writer.post("store", params=GRAPH, content=body, headers=headers)
    assert answer.json()["added"] == 2
    assert writer.delete("store", params=GRAPH).is_success


UPDATES = {
    "groups": "DELETE {} WHERE " + nested("{", "", "}", 3000),
    "data": "INSERT DATA { " + S + nested("[ <a:b> ", "1", "]", 50_000) + "}",
    "lists": "INSERT DATA { " + S + nested("(", "1", ")", 50_000) + "}",
    "triples": "INSERT DATA { " + S + nested("<<( <a:a> <a:b> ", "1", ")>>", 20) + "}",
    "sum": "INSERT { <a:a> <a:b> ?x } WHERE { BIND(" + "1+" * 100_000 + "1 AS ?x) }",
    "literal": f'INSERT DATA {{ {S} "{"x" * 200_000}" }}',
    "doubling": "INSERT { <a:a> <a:b> ?z } WHERE { BIND('xx' AS ?a0) " + "".join(
        f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1}) " for n in range(40)) + "BIND(?a40 AS ?z) }",
    "product": "INSERT { ?a ?b ?f } WHERE { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } "
        "GRAPH ?z { ?g ?h ?i } }",
    "load": "LOAD <http://127.0.0.1:9/>",
    "load-file": "LOAD <file:///etc/passwd> INTO GRAPH <a:g>",
    "service": "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(UPDATES))
def test_a_hostile_update_is_refused(writer: httpx.Client, name: str) -> None:
    before = writer.get("sparql", params={"query": "SELECT (COUNT(*) AS ?n) {?s ?p ?o}"}).text
    answer = writer.post("update", data={"update": UPDATES[name]})
    assert answer.status_code in {400, 413, 504}
    assert answer.json()["code"] in {
        "query-too-complex", "query-syntax-error", "unsupported-query", "federation-refused",
        "write-timeout", "write-too-complex", "write-too-hungry", "write-too-large",
    }  # fmt: skip
    assert answer.json()["hint"]
    after = writer.get("sparql", params={"query": "SELECT (COUNT(*) AS ?n) {?s ?p ?o}"}).text
    assert before == after


def test_a_refusal_names_the_place(writer: httpx.Client) -> None:
    text = "DELETE {}\nWHERE " + nested("{", "", "}", 3000)
    problem = writer.post("update", data={"update": text}).json()
    assert (problem["code"], problem["line"], problem["column"]) == ("query-too-complex", 2, 1007)
    assert "max_query_depth" in problem["detail"]


@pytest.mark.parametrize("path", ["store?graph=http://e/x", "update", "store"])
def test_strangers_are_not_even_listened_to(served: Served, path: str) -> None:
    """A document of someone without a token is not parsed; no reader is started for it."""
    readers = set(served.readers())
    headers = {"Content-Type": TTL if "store" in path else "application/sparql-update"}
    body = nested("[", "", "]")
    answer = httpx.post(f"{served.address}{path}", content=body, headers=headers, timeout=60)
    assert answer.status_code == 401
    assert set(served.readers()) <= readers


def test_the_front_did_not_grow(served: Served) -> None:
    print(f"the front has {figure(served.process.pid, 'VmRSS') / 1e6:.0f} MB")
    assert figure(served.process.pid, "VmRSS") < 200_000_000 + GROWTH


def test_the_corpus_is_large() -> None:
    assert len(REFUSED) + len(READ) + len(FORMS) + len(UPDATES) >= 80
