"""The service description (https://www.w3.org/TR/sparql11-service-description/), and DESCRIBE."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.description import NAMESPACES
from cityweave.formats import rdf_by_media_type
from cityweave.parsing import parse
from cityweave.store import EmbeddedStore

SD = NAMESPACES["sd"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ENDPOINT = "http://weave.test/sparql"


def described(answer: httpx.Response) -> list[Quad]:
    assert answer.status_code == 200
    return list(parse(answer.content, rdf_by_media_type(answer.headers["content-type"])).quads)


def values(quads: list[Quad], subject: object, name: str) -> list[Any]:
    predicate = NamedNode(SD + name)
    return [one.object for one in quads if one.subject == subject and one.predicate == predicate]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_the_endpoint_describes_itself_in_the_format_asked_for(
    client: httpx.Client, accept: str, content_type: str
) -> None:
    """2: a GET without a query returns RDF."""
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.headers["content-type"] == content_type
    assert "Accept" in answer.headers["vary"]
    quads = described(answer)
    service = NamedNode(ENDPOINT)
    assert values(quads, service, "endpoint") == [service]
    assert NamedNode(SD + "SPARQL11Query") in values(quads, service, "supportedLanguage")
    assert NamedNode(SD + "SPARQL11Update") in values(quads, service, "supportedLanguage")
    assert NamedNode(SD + "UnionDefaultGraph") in values(quads, service, "feature")
    assert len(values(quads, service, "resultFormat")) == 11
    head = client.head("/sparql", headers={"Accept": accept})
    assert head.headers["etag"] == answer.headers["etag"]


def test_the_description_says_what_is_in_the_dataset(
    client: httpx.Client, store: EmbeddedStore
) -> None:
    quads = described(client.get("/sparql"))
    (dataset,) = values(quads, NamedNode(ENDPOINT), "defaultDataset")
    (default,) = values(quads, dataset, "defaultGraph")
    counted = [one.object for one in quads if one.subject == default]
    assert Literal(store.count()) in counted
    names = {values(quads, one, "name")[0].value for one in values(quads, dataset, "namedGraph")}
    assert names == {name for name in store.graphs() if "#" not in name}


def test_a_browser_still_gets_the_editor(
    client: httpx.Client, checked: Callable[[str], Any]
) -> None:
    page = client.get("/sparql", headers={"Accept": BROWSER})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    checked(page.text)


def test_describe_answers_a_concise_bounded_description(writable: httpx.Client) -> None:
    """All that is said of the thing, and of the blank nodes that this leads to; no more."""
    data = """@prefix : <http://e/> .
    :a :p :b , [ :q [ :r 1 ] ] . :b :p :c . :z :p :a . [] :p :a ."""
    writable.put("/store?default", content=data, headers={"Content-Type": "text/turtle"})
    answer = writable.get(
        "/sparql",
        params={"query": "DESCRIBE <http://e/a>"},
        headers={"Accept": "application/n-triples"},
    )
    predicates = sorted(line.split()[1] for line in answer.text.splitlines())
    assert predicates == ["<http://e/p>", "<http://e/p>", "<http://e/q>", "<http://e/r>"]
