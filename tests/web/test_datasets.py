"""The description over HTTP: for programs and for people, and the ways that lead to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad
from starlette.types import ASGIApp

from cityweave.description.terms import term
from cityweave.formats import rdf_by_media_type, rdf_by_name
from cityweave.parsing import parse
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.web import create_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DATASET = NamedNode("https://w3id.org/cityweave/datasets#graph")


def quads_of(answer: httpx.Response) -> tuple[Quad, ...]:
    assert answer.status_code == 200
    return parse(answer.content, rdf_by_media_type(answer.headers["content-type"])).quads


def values(answer: httpx.Response, subject: NamedNode, name: str) -> set[object]:
    found = (one for one in quads_of(answer) if one.predicate == term(name))
    return {one.object for one in found if one.subject == subject}


@pytest.mark.parametrize(
    ("address", "accept", "content_type"),
    [
        ("/datasets", "*/*", "text/turtle; charset=utf-8"),
        ("/datasets", "application/ld+json", "application/ld+json"),
        ("/datasets", "application/rdf+xml", "application/rdf+xml"),
        ("/datasets?format=nt", "*/*", "application/n-triples"),
        ("/datasets.ttl", BROWSER, "text/turtle; charset=utf-8"),
        ("/datasets.html", "*/*", "text/html; charset=utf-8"),
        ("/datasets", BROWSER, "text/html; charset=utf-8"),
        ("/.well-known/void", "*/*", "text/turtle; charset=utf-8"),
        ("/.well-known/void", "application/n-triples", "application/n-triples"),
        ("/.well-known/void?format=jsonld", BROWSER, "application/ld+json"),
    ],
)
def test_the_format_follows_accept_suffix_and_parameter(
    client: httpx.Client, address: str, accept: str, content_type: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert "Accept" in answer.headers["vary"]


def test_all_formats_say_the_same(client: httpx.Client) -> None:
    counts = {
        len(quads_of(client.get(f"/datasets.{one}"))) for one in ("ttl", "nt", "rdf", "jsonld")
    }
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("suffix", "media_type", "said"),
    [
        ("bib", "application/x-bibtex; charset=utf-8", "author = {{The Cityweave project}}"),
        ("cff", "application/yaml; charset=utf-8", "- name: The Cityweave project"),
    ],
)
def test_programs_are_told_how_to_cite(
    client: httpx.Client, suffix: str, media_type: str, said: str
) -> None:
    for address in (f"/datasets.{suffix}", f"/datasets?format={suffix}"):
        answer = client.get(address, headers={"Accept": BROWSER})
        assert answer.headers["content-type"] == media_type
        assert said in answer.text
    page = client.get("/datasets?lang=nl", headers={"Accept": BROWSER}).text
    assert f'href="/datasets.{suffix}"' in page
    assert "Hoe te citeren" in page
    assert re.search(r"<p>The Cityweave project \(\d{4}\): Cityweave: hoe .* Versie ", page)


def test_people_are_sent_from_the_well_known_place_to_the_page(client: httpx.Client) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.headers["location"]) == (303, "/datasets")
    assert answer.headers["vary"].startswith("Accept")


@pytest.mark.parametrize("address", ["/datasets.docx", "/datasets.csv"])
def test_another_suffix_leads_nowhere(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert ".ttl" in answer.json()["hint"]


def test_the_description_is_known_by_its_content(client: httpx.Client) -> None:
    first = client.get("/datasets.nt")
    assert first.headers["content-location"] == "/datasets.nt"
    assert "last-modified" not in first.headers  # sizes of files come to be known in between
    again = client.get("/datasets.nt", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_addresses_are_those_that_the_client_sees(client: httpx.Client) -> None:
    answer = client.get("/datasets.ttl", headers={"Host": "data.example:81"})
    found = {one.object for one in quads_of(answer) if one.predicate == term("dcat:downloadURL")}
    assert NamedNode("http://data.example:81/dumps/cityweave.nq") in found


def test_a_write_changes_the_numbers(writable: httpx.Client) -> None:
    before = writable.get("/datasets.ttl")
    assert values(before, DATASET, "void:triples") == {Literal(0)}
    data = "<http://e/a> <http://e/p> <http://e/b> ."
    writable.put("/store?graph=http://e/g", content=data, headers={"Content-Type": "text/turtle"})
    after = writable.get("/datasets.ttl", headers={"If-None-Match": before.headers["etag"]})
    assert values(after, DATASET, "void:triples") == {Literal(1)}
    assert NamedNode("http://e/g") in values(after, DATASET, "void:subset")


def test_the_operator_says_who_publishes_under_which_licence(
    connect: Callable[[ASGIApp], httpx.Client], settings: Settings
) -> None:
    own = Settings(
        content_dir=settings.content_dir,
        publisher="Stad Ergens",
        contact="https://ergens.example/contact",
        licence="https://creativecommons.org/publicdomain/zero/1.0/",
    )
    with connect(create_app(own, EmbeddedStore())) as client:
        answer = client.get("/datasets.ttl")
        about = DATASET.value.removesuffix("graph")
        assert values(answer, NamedNode(about + "publisher"), "foaf:name") == {
            Literal("Stad Ergens")
        }
        assert values(answer, NamedNode(about + "contact"), "vcard:hasURL") == {
            NamedNode("https://ergens.example/contact")
        }
        assert values(answer, DATASET, "dcterms:license") == {NamedNode(own.licence)}
        page = client.get("/datasets", headers={"Accept": BROWSER}).text
        assert "Stad Ergens" in page
        assert 'href="https://ergens.example/contact"' in page


@pytest.mark.parametrize("language", ["en", "es", "fr", "nl"])
def test_the_page_names_numbers_licence_and_files(
    client: httpx.Client, checked: Callable[[str], Any], language: str
) -> None:
    page = client.get("/datasets", headers={"Accept": BROWSER, "Accept-Language": language}).text
    outline = checked(page)
    linked = {one.get("href") for one in outline.all("a")}
    assert {
        "https://creativecommons.org/licenses/by/4.0/",
        "/dumps/cityweave.nq",
        "/dumps/cities.geojson",
        "/dumps/graph/editorial.ttl",
        "/dumps/source/gazette.ttl",
        "/dumps/class/Municipality.csv",
        "/datasets.ttl",
    } <= linked
    alternates = {one.get("type") for one in outline.all("link") if one["rel"] == "alternate"}
    assert {"text/turtle", "application/ld+json"} <= alternates


@pytest.mark.parametrize("path", ["/", "/queries", "/doc/network/harbour-lights", "/nowhere"])
def test_every_page_leads_to_the_description(
    client: httpx.Client, checked: Callable[[str], Any], path: str
) -> None:
    page = client.get(path, headers={"Accept": BROWSER}).text
    footer = page[page.index("<footer>") :]
    assert 'href="/datasets"' in footer
    assert 'href="/.well-known/void?format=ttl"' in footer
    described = [one for one in checked(page).all("link") if one["rel"] == "describedby"]
    assert [one["href"] for one in described] == ["/.well-known/void"]


@pytest.mark.parametrize("accept", [BROWSER, "application/json"])
def test_the_first_page_names_the_description_in_its_head(
    client: httpx.Client, accept: str
) -> None:
    answer = client.get("/", headers={"Accept": accept})
    assert answer.links["describedby"]["url"] == "/.well-known/void"
    assert answer.links["service-desc"]["url"] == "/openapi.json"


def test_the_endpoint_leads_to_the_description(client: httpx.Client) -> None:
    answer = client.get("/sparql")
    service = NamedNode("http://weave.test/sparql")
    assert values(answer, service, "dcat:servesDataset") == {DATASET}
    assert NamedNode("http://weave.test/.well-known/void") in values(
        answer, service, "rdfs:seeAlso"
    )


def test_crawlers_may_see_pages_and_files_and_leave_queries_alone(client: httpx.Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    closed = [
        line.removeprefix("Disallow: ")
        for line in answer.text.splitlines()
        if line.startswith("Disallow: ")
    ]
    for path in ("/", "/datasets", "/dumps/cityweave.nq", "/.well-known/void", "/queries", "/id/a"):
        assert not any(path.startswith(one) for one in closed)
    assert any("/sparql?query=x".startswith(one) for one in closed)


def test_a_path_prefix_is_kept(connect: Callable[[ASGIApp], httpx.Client], app: ASGIApp) -> None:
    async def mounted(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "root_path": "/weave", "path": "/weave" + scope["path"]}, receive, send)

    with connect(mounted) as client:
        found = {
            str(one.object)[1:-1]
            for one in quads_of(client.get("/datasets.ttl"))
            if one.predicate == term("dcat:downloadURL")
        }
        assert "http://weave.test/weave/dumps/cityweave.nq" in found
        assert rdf_by_name("ttl").media_type in client.get("/datasets.ttl").headers["content-type"]
