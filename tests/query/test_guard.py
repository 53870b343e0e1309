"""The guard: no way to SERVICE, and no false alarm where the word is only text."""

from __future__ import annotations

import pytest

from cityweave.errors import FederationRefused, UnsupportedQuery
from cityweave.formats import by_name
from cityweave.query import QueryRequest, answer
from cityweave.query.guard import refuse_service
from cityweave.query.tokens import tokenize
from cityweave.store import EmbeddedStore

TARGET = "http://127.0.0.1:9/"
P = f"PREFIX a: <{TARGET}> PREFIX : <{TARGET}> "


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE <{TARGET}> {{ ?s ?p ?o }} }}",
        "SELECT * { BIND(<http://x> AS ?x) SERVICE ?x { ?s ?p ?o } }",
        f"SELECT * {{ SERVICE#\n<{TARGET}> {{}} }}",
        f"SELECT * {{ SERVICE<{TARGET}>{{}} }}",
        f"SELECT * {{ SERVICESILENT<{TARGET}>{{}} }}",
        P + "SELECT * { SERVICE:x {} }",
        P + "SELECT * { SERVICEa:x {} }",
        P + "SELECT * { ?s ?p trueSERVICE a:x {} }",
        f"SELECT * {{ ?s ?p 1SERVICE<{TARGET}>{{}} }}",
        f"SELECT * {{ ?s ?p 'x'SERVICE<{TARGET}>{{}} }}",
        f"SELECT * {{ ?a ?p ?b FILTER(?a<?b#>'''\n) SERVICE <{TARGET}> {{}} #'''\n}}",
        f"SELECT * {{ ?a ?p ?b FILTER(?a<?b#>\n) SERVICE <{TARGET}> {{}} }}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE <{TARGET}> {{}} }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE <{TARGET}> {{}} }} }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{TARGET}> {{ ?s ?p ?o }} }}",
        f"ASK {{ OPTIONAL {{ SERVICE <{TARGET}> {{}} }} }}",
    ],
)
def test_service_is_refused_in_every_disguise(text: str) -> None:
    formats = {"C": "ttl", "A": "json"}
    result_format = by_name(formats.get(text[0], "csv"))
    # one that is written as it should be is refused where no host is allowed
    with pytest.raises((UnsupportedQuery, FederationRefused)) as caught:
        answer(EmbeddedStore(), QueryRequest(text), result_format)
    assert caught.value.line
    with pytest.raises(UnsupportedQuery, match="might be a SERVICE"):
        refuse_service(text, tokenize(text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        "SELECT * { ?s ?p '''a\nSERVICE <http://x> {}''' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x> {}",
        "SELECT * { ?s <http://e/SERVICE#x> ?o }",
        "SELECT ?service { ?service ?p ?o }",
        "PREFIX service: <http://e/> SELECT * { ?s service:x ?o . ?o a service:y }",
        "PREFIX service: <http://e/> SELECT * { GRAPH service:x { ?s ?p ?o } }",
        "PREFIX ex: <http://e/> SELECT * { ?s ex:service ?o FILTER(?o <3) }",
    ],
)
def test_the_word_alone_is_no_offence(text: str) -> None:
    assert answer(EmbeddedStore(), QueryRequest(text), by_name("csv")).kind == "bindings"


def test_silence_is_no_way_around() -> None:
    text = f"SELECT * {{ service silent <{TARGET}> {{ ?s ?p ?o }} }}"
    found = answer(EmbeddedStore(), QueryRequest(text), by_name("csv"))
    assert "gave nothing" in found.notices[0].detail
    with pytest.raises(UnsupportedQuery):
        refuse_service(text, tokenize(text))


def test_from_a_file_reads_no_file() -> None:
    text = "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"
    assert answer(EmbeddedStore(), QueryRequest(text), by_name("tsv")).body.count(b"\n") == 1
