"""LOAD: documents of other hosts, as triples of a graph."""

from __future__ import annotations

import gzip

import pyoxigraph as ox
import pytest

from cityweave.errors import (
    BadParameter,
    CityweaveError,
    FederationRefused,
    QuerySyntaxError,
    RemoteFailed,
    RemoteTooLarge,
    SyntaxErrorInData,
    UnknownFormat,
)
from cityweave.store import Change, EmbeddedStore
from cityweave.update import perform
from cityweave.vocabulary import UNNAMED_GRAPH
from federation.remotes import Script, always, gateway, remote

TURTLE = b'<> <u:p> <#x> , _:b , "x"@en--ltr , 01 . _:b <u:q> <<( <u:a> <u:b> "\\"\\\\" )>> .'
OK = {"Content-Type": "text/turtle; charset=utf-8"}
DOCUMENTS = [
    ("/data", OK, TURTLE),
    ("/data.ttl", {"Content-Type": "text/plain"}, TURTLE),
    ("/data.ttl", {**OK, "Content-Encoding": "gzip"}, gzip.compress(TURTLE, mtime=0)),
]


def load(
    script: Script,
    text: str,
    store: EmbeddedStore | None = None,
    path: str = "/data",
    **limits: int,
) -> tuple[Change, str]:
    store = store or EmbeddedStore()
    with remote(script) as there:
        iri = f"http://{there.host}{path}"
        return perform(
            store, text.replace("<D>", f"<{iri}>"), gateway=gateway(there, **limits)
        ), iri


@pytest.mark.parametrize(("path", "headers", "body"), DOCUMENTS)
@pytest.mark.parametrize("graph", [None, "http://e/g"])
def test_a_document_becomes_triples(
    path: str, headers: dict[str, str], body: bytes, graph: str | None
) -> None:
    into = f" INTO GRAPH <{graph}>" if graph else ""
    change, iri = load(always(200, headers, body), f"LOAD <D>{into}", path=path)
    assert len(change.added) == 5
    assert {one.graph_name for one in change.added} == {ox.NamedNode(graph or UNNAMED_GRAPH)}
    objects = {one.object for one in change.added}
    assert ox.NamedNode(f"{iri}#x") in objects
    assert ox.Literal("x", language="en", direction=ox.BaseDirection.LTR) in objects
    (node,) = [one for one in objects if isinstance(one, ox.BlankNode)]
    assert [one.subject for one in change.added if one.predicate.value == "u:q"] == [node]


def test_it_is_one_of_many_operations() -> None:
    store = EmbeddedStore()
    text = """PREFIX : <http://e/> INSERT DATA { :a :b :c } ; LOAD <D> INTO GRAPH :g ;
    LOAD <D> INTO GRAPH :h ; WITH :g DELETE { ?s <u:q> ?o } WHERE { ?s <u:q> ?o }"""
    load(always(200, OK, TURTLE), text, store)
    assert (store.count("http://e/g"), store.count("http://e/h")) == (4, 5)


def test_an_empty_document_makes_its_graph() -> None:
    change, _ = load(always(200, OK, b""), "LOAD <D> INTO GRAPH <http://e/g>")
    assert change.created == ("http://e/g",)


def test_relative_addresses_resolve_where_the_document_is_in_the_end() -> None:
    def script(request: object, handler: object) -> tuple[int, dict[str, str], bytes]:
        if request.path == "/data":  # type: ignore[attr-defined]
            return 302, {"Location": "/moved/data"}, b""
        return 200, OK, b"<x> <u:p> 1 ."

    change, iri = load(script, "LOAD <D>")
    (quad,) = change.added
    assert quad.subject == ox.NamedNode(iri.replace("/data", "/moved/x"))


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        (always(404, OK), RemoteFailed, "answered 404"),
        (always(200, {"Content-Type": "text/html"}, b"<html>"), RemoteFailed, "text/html"),
        (always(200, {"Content-Type": "text/plain"}, TURTLE), UnknownFormat, "without suffix"),
        (always(200, OK, b"<a> <b>"), SyntaxErrorInData, "/data"),
        (always(200, OK, b" " * 1001), RemoteTooLarge, "1000 bytes"),
        (
            always(200, {"Content-Type": "application/trig"}, b"<u:g> { <u:s> <u:p> 1 }"),
            BadParameter,
            "names the graph",
        ),
        (
            always(
                200, {"Content-Type": "application/ld+json"}, b'{"@context":"http://127.0.0.1/"}'
            ),
            SyntaxErrorInData,
            "remote",
        ),
        (always(302, {"Location": "file:///etc/passwd"}), FederationRefused, "not an http"),
    ],
)
def test_what_fails_changes_nothing(script: Script, kind: type[CityweaveError], words: str) -> None:
    store = EmbeddedStore()
    text = "INSERT DATA { <u:s> <u:p> 1 } ; LOAD <D> INTO GRAPH <http://e/g>"
    with pytest.raises(kind, match=words) as caught:
        load(script, text, store, max_federation_bytes=1000)
    assert caught.value.line == 1 or kind is SyntaxErrorInData, "that has a place of its own"
    assert not store.graphs()
    quietly = text.replace("LOAD", "LOAD SILENT")
    change, _ = load(script, quietly, store, max_federation_bytes=1000)
    assert len(change.added) == 1


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <D> INTO <http://e/g>",
        "LOAD <D> GRAPH <http://e/g>",
        "LOAD INTO GRAPH <http://e/g>",
        "LOAD <D> <D>",
        "LOAD",
        "LOAD SILENT",
        "LOAD SILENT SILENT <D>",
        "LOAD { <D> }",
        "LOAD a:b",
        "PREFIX : <u:> LOAD :",
    ],
)
def test_what_is_no_load_is_told(text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        load(always(200, OK, TURTLE), text)
