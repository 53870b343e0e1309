"""The questions as RDF over HTTP, and in the graph itself where somebody puts them there."""

from __future__ import annotations

import httpx
import pytest

from catalogue.sib import FINDING
from cityweave.formats import rdf_by_media_type
from cityweave.parsing import parse

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
WELL_KNOWN = "/.well-known/sparql-examples"
NAMES = ["cities-of-country", "graph-of-networks", "is-anyone-there", "partners"]


def said(answer: httpx.Response) -> set[tuple[str, str, str]]:
    assert answer.status_code == 200
    quads = parse(answer.content, rdf_by_media_type(answer.headers["content-type"])).quads
    return {(str(one.subject), str(one.predicate), str(one.object)) for one in quads}


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_all_questions_are_there_in_every_format(
    client: httpx.Client, accept: str, content_type: str
) -> None:
    answer = client.get(WELL_KNOWN, headers={"Accept": accept})
    assert answer.headers["content-type"] == content_type
    subjects = {subject for subject, _, _ in said(answer)}
    assert {f"<https://w3id.org/cityweave/queries/{name}>" for name in NAMES} <= subjects
    again = client.get(
        WELL_KNOWN, headers={"Accept": accept, "If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_people_are_sent_to_the_questions(client: httpx.Client) -> None:
    answer = client.get(WELL_KNOWN, headers={"Accept": BROWSER})
    assert (answer.status_code, answer.headers["location"]) == (303, "/queries")


@pytest.mark.parametrize(
    ("address", "accept", "content_type"),
    [
        ("/queries/cities-of-country", "text/turtle", "text/turtle; charset=utf-8"),
        ("/queries/cities-of-country", "application/ld+json", "application/ld+json"),
        ("/queries/cities-of-country.ttl", BROWSER, "text/turtle; charset=utf-8"),
        ("/queries/cities-of-country?format=nt", "*/*", "application/n-triples"),
        ("/queries/is-anyone-there.rdf", "*/*", "application/rdf+xml"),
    ],
)
def test_a_question_whose_answer_is_a_table_is_itself_there_as_rdf(
    client: httpx.Client, address: str, accept: str, content_type: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.headers["content-type"] == content_type
    whole = said(client.get(WELL_KNOWN))
    assert said(answer) <= whole
    texts = [
        value for _, predicate, value in said(answer) if predicate.endswith(("select>", "ask>"))
    ]
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("address", "accept", "content_type"),
    [
        ("/queries/cities-of-country", "application/json", "application/sparql-results+json"),
        ("/queries/cities-of-country", "text/turtle;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("/queries/cities-of-country", "*/*", "application/sparql-results+json"),
        ("/queries/graph-of-networks", "text/turtle", "text/turtle; charset=utf-8"),
    ],
)
def test_the_answer_comes_first(
    client: httpx.Client, address: str, accept: str, content_type: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.headers["content-type"].replace("application/json", content_type) == content_type
    assert b"SPARQLExecutable" not in answer.content


def test_tools_that_ask_the_endpoint_find_them_once_they_are_put_there(
    client: httpx.Client, writable: httpx.Client
) -> None:
    body = client.get(WELL_KNOWN, headers={"Accept": "text/turtle"}).content
    graph = "http://weave.test/.well-known/sparql-examples"
    put = writable.put(
        f"/store?graph={graph}", content=body, headers={"Content-Type": "text/turtle"}
    )
    assert put.is_success
    rows = writable.get("/sparql", params={"query": FINDING, "format": "json"}).json()
    found = {row["sq"]["value"].rpartition("/")[2] for row in rows["results"]["bindings"]}
    assert found >= set(NAMES)
    assert len(found) == len(rows["results"]["bindings"])
