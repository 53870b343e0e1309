"""Every question that is shipped, over HTTP, on the graph that is shipped."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from cityweave import resources
from cityweave.catalogue import Catalogue, CatalogueQuery
from cityweave.settings import Settings
from cityweave.web import create_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CATALOGUE = Catalogue.load(resources.content("queries"))
NAMES = [query.name for query in CATALOGUE if not query.endpoints]
FEDERATED = [query for query in CATALOGUE if query.endpoints]


@pytest.fixture(scope="module")
def shipped(connect: Callable[[ASGIApp], httpx.Client]) -> Iterator[httpx.Client]:
    with closing(create_app(Settings())) as app, connect(app) as client:
        yield client


@pytest.mark.parametrize("name", NAMES)
def test_a_question_answers_as_json_as_csv_and_as_a_page(
    shipped: httpx.Client, checked: Callable[[str], Any], name: str
) -> None:
    answer = shipped.get(f"/queries/{name}")
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"] == "application/sparql-results+json":
        found = answer.json()
        table = shipped.get(f"/queries/{name}.csv")
        assert table.status_code == 200
        if "results" in found:
            rows = list(csv.reader(io.StringIO(table.text, newline="")))
            assert rows[0] == found["head"]["vars"]
            assert len(rows) - 1 == len(found["results"]["bindings"])
    page = shipped.get(f"/queries/{name}", headers={"Accept": BROWSER})
    assert page.status_code == 200
    checked(page.text)


@pytest.mark.parametrize("query", FEDERATED, ids=lambda query: query.name)
def test_a_question_for_others_says_that_they_are_not_asked(
    shipped: httpx.Client, checked: Callable[[str], Any], query: CatalogueQuery
) -> None:
    answer = shipped.get(f"/queries/{query.name}")
    assert (answer.status_code, answer.json()["code"]) == (400, "federation-refused")
    page = shipped.get(f"/queries/{query.name}", headers={"Accept": BROWSER})
    assert page.status_code == 200
    assert all(one in page.text for one in query.endpoints)
    checked(page.text)


def test_the_first_pages_are_sound(shipped: httpx.Client, checked: Callable[[str], Any]) -> None:
    for path in ("/", "/queries", "/ontology", "/shapes", "/docs", "/sparql"):
        checked(shipped.get(path, headers={"Accept": BROWSER}).text)


def test_a_page_of_every_kind_of_thing(
    shipped: httpx.Client, checked: Callable[[str], Any]
) -> None:
    query = (
        "SELECT ?class (SAMPLE(?s) AS ?one) { ?s a ?class"
        ' FILTER(STRSTARTS(STR(?s), "https://w3id.org/cityweave/")'
        ' && STRSTARTS(STR(?class), "https://w3id.org/cityweave/ontology#")) } GROUP BY ?class'
    )
    rows = shipped.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert len(rows) > 20
    for row in rows:
        path = "/" + row["one"]["value"].removeprefix("https://w3id.org/cityweave/")
        if path.startswith("/id/"):
            path = shipped.get(path).headers["location"]
        answer = shipped.get(path, headers={"Accept": BROWSER})
        assert answer.status_code == 200, path
        checked(answer.text)


def test_a_city_shows_what_its_administration_takes_part_in(shipped: httpx.Client) -> None:
    page = shipped.get("/doc/city/vienna-at", headers={"Accept": BROWSER}).text
    part = page[page.index('id="involvements"') : page.index('id="facts"')]
    assert "Takes part in" in part
    assert ">Housing</a>" in part
    assert ">coordinator</a>" in part
    assert ">Municipality of Vienna</a>" in part
    assert "lines 70 to 72" in part


def test_a_city_shows_what_others_take_part_in_for_it(shipped: httpx.Client) -> None:
    page = shipped.get("/doc/city/celje-si", headers={"Accept": BROWSER}).text
    part = page[page.index('id="involvements"') : page.index('id="facts"')]
    assert ">Cities@Heart</a>" in part
    assert ">JZ Socio Celje</a>" in part


def test_a_source_that_is_no_document_has_a_name_in_the_language(shipped: httpx.Client) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": "nl"}
    page = shipped.get("/doc/city/mechelen-be", headers=headers).text
    assert ">de redactie</a>" in page
    assert ">editorial</a>" not in page
    assert ">de redactie</h1>" in shipped.get("/graph/editorial", headers=headers).text


def test_a_body_shows_who_speaks_for_it(shipped: httpx.Client) -> None:
    page = shipped.get(
        "/doc/organisation/municipality-of-mechelen-be", headers={"Accept": BROWSER}
    ).text
    part = page[page.index('id="involvements"') : page.index('id="facts"')]
    assert ">Bart Somers</a>" in part
    assert part.count(">IncluCities</a>") == 1


def test_a_city_shows_what_it_is_in_other_data_and_how_sure_that_is(shipped: httpx.Client) -> None:
    page = shipped.get("/doc/city/heerlen-nl", headers={"Accept": BROWSER}).text
    part = page[page.index('id="elsewhere"') : page.index('id="incoming"')]
    assert 'href="http://www.wikidata.org/entity/Q9799"' in part
    assert ">NL_GM0917<" in part
    assert ">certain</a>" in part
    assert ">Links to GeoNames</a>" in part
    facts = page[page.index('id="facts"') : page.index('id="elsewhere"')]
    assert "Q9799" not in facts
    assert ">position</a>" in facts


def test_the_examples_of_the_description_are_answered_in_every_format(
    shipped: httpx.Client,
) -> None:
    asked = 0
    for path, methods in shipped.get("/openapi.json").json()["paths"].items():
        get = methods.get("get", {"parameters": []})
        parts = {one["name"]: one for one in get["parameters"] if one["in"] == "path"}
        if not parts or not all("example" in one for one in parts.values()):
            continue
        address = path
        for name, one in parts.items():
            address = address.replace(f"{{{name}}}", one["example"])
        given = get["responses"].get("200", {"content": {"text/turtle": {}}})["content"]
        for media_type in given:
            found = shipped.get(address, headers={"Accept": media_type})
            assert found.status_code == int(next(iter(get["responses"]))), address
            if found.status_code == 200 and "style" not in parts:
                assert found.headers["content-type"].startswith(media_type), address
            asked += 1
    assert asked > 40


def test_each_node_without_a_name_is_shown(shipped: httpx.Client) -> None:
    data = shipped.get("/shapes/prefixes", headers={"Accept": "application/n-triples"}).text
    page = shipped.get("/shapes/prefixes", headers={"Accept": BROWSER}).text
    nested = data.count("<http://www.w3.org/ns/shacl#declare>")
    assert nested > 1
    assert page.count('title="http://www.w3.org/ns/shacl#namespace"') == nested
