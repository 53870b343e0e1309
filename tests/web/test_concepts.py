"""What goes wrong has names that lead somewhere: each problem and each fault, as page and data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store
from starlette.types import ASGIApp

from cases.corpus import cases
from cityweave.errors import CityweaveError, SyntaxErrorInData, TooManyQueries, kinds
from cityweave.naming import path_of
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.validation.describing import report_of
from cityweave.validation.rendering import render
from cityweave.vocabulary import BASE, FAULT, LANGUAGES, PREFIXES, PROBLEM
from cityweave.web import create_app
from cityweave.web.fault_types import fault_types
from cityweave.web.problem_types import problem_types
from cityweave.web.problems import type_of

BROWSER = {"Accept": "text/html"}
SKOS = PREFIXES["skos"]
CLASSES = list(kinds())
FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def graph_of(answer: httpx.Response, name: str = "ttl") -> Store:
    assert answer.status_code == 200, answer.text
    store = Store()
    store.load(answer.content, format=FORMATS[name])
    return store


def texts(store: Store, iri: str, name: str) -> dict[str, str]:
    """What a property says in each language."""
    found = store.quads_for_pattern(NamedNode(iri), NamedNode(SKOS + name), None)
    terms = [quad.object for quad in found]
    return {one.language or "": one.value for one in terms if isinstance(one, Literal)}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda one: str(one.code))
def test_the_type_of_every_error_leads_to_what_it_means(
    client: httpx.Client, kind: type[CityweaveError]
) -> None:
    iri = type_of(kind.code)
    path = "/" + str(path_of(iri, BASE))
    store = graph_of(client.get(path, headers={"Accept": "text/turtle"}))
    assert texts(store, iri, "prefLabel")["en"] == kind.title
    assert texts(store, iri, "prefLabel").keys() == set(LANGUAGES)
    assert texts(store, iri, "scopeNote").keys() == set(LANGUAGES)
    assert (texts(store, iri, "definition")["en"]).endswith((".", "?"))
    page = client.get(path, headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html")
    assert f'<h1 lang="en">{kind.title}</h1>' in page.text
    assert f"<dd>{kind.status} " in page.text
    assert texts(store, iri, "scopeNote")["en"].partition("'")[0] in page.text


@pytest.mark.parametrize("kind", CLASSES, ids=lambda one: str(one.code))
def test_the_example_is_what_is_answered(client: httpx.Client, kind: type[CityweaveError]) -> None:
    store = graph_of(client.get(f"/problem/{kind.code}.ttl"))
    values = store.query(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        " PREFIX http: <http://www.w3.org/2011/http#>"
        f" SELECT ?text ?status {{ <{PROBLEM}/{kind.code}> <{SKOS}example>"
        " [ rdf:value ?text ; http:statusCodeValue ?status ] }"
    )
    ((text, status),) = values  # type: ignore[misc]
    example = json.loads(text.value)
    assert int(status.value) == example["status"] == kind.status
    assert example["type"] == f"{PROBLEM}/{kind.code}"
    assert (example["title"], example["code"]) == (kind.title, kind.code)
    assert example.keys() <= {"type", "title", "status", "detail", "code", "hint", "request_id"}


def test_what_is_the_same_stays_the_same_document(client: httpx.Client) -> None:
    for path in ("/problem.ttl", "/problem/not-found.jsonld", "/fault.nt"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304, path


def test_a_request_that_fails_names_the_page_that_explains_it(client: httpx.Client) -> None:
    for method, path in (("GET", "/nowhere"), ("DELETE", "/"), ("GET", "/sparql?query=x")):
        problem = client.request(method, path, headers={"Accept": "application/json"}).json()
        explained = client.get(problem["type"].removeprefix(BASE.rstrip("/")), headers=BROWSER)
        assert explained.status_code == 200
        assert problem["title"] in explained.text
        page = client.request(method, path, headers=BROWSER).text
        assert (
            f'<a href="/problem/{problem["code"]}">' in page
            or method + path == "GET/sparql?query=x"
        )


@pytest.mark.parametrize("scheme", [problem_types(), fault_types()], ids=lambda one: str(one.path))
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_are_listed(
    client: httpx.Client, scheme: Any, language: str, checked: Callable[[str], Any]
) -> None:
    address = f"/{scheme.path}"
    page = client.get(f"{address}?lang={language}", headers=BROWSER)
    checked(page.text)
    for code in scheme.concepts:
        assert f'href="{address}/{code}?lang={language}"' in page.text
    for name in FORMATS:
        store = graph_of(client.get(f"{address}.{name}"), name)
        assert {
            quad.subject.value  # type: ignore[union-attr]
            for quad in store.quads_for_pattern(None, NamedNode(SKOS + "inScheme"), None)
        } == {f"{BASE}{scheme.path}/{code}" for code in scheme.concepts}


def test_every_page_of_them_is_well_formed(
    client: httpx.Client, checked: Callable[[str], Any]
) -> None:
    for scheme in (problem_types(), fault_types()):
        for number, code in enumerate(scheme.concepts):
            language = LANGUAGES[number % len(LANGUAGES)]
            page = client.get(f"/{scheme.path}/{code}?lang={language}", headers=BROWSER)
            assert page.headers["content-language"] == language
            assert f'rel="canonical" href="{BASE}{scheme.path}/{code}"' in page.text
            checked(page.text)


def test_the_tree_is_one_of_broader_and_narrower_kinds(client: httpx.Client) -> None:
    store = graph_of(client.get("/problem.ttl"))
    for kind in CLASSES[1:]:
        parent = type_of(kind.__mro__[1].code)  # type: ignore[attr-defined]
        up = (NamedNode(type_of(kind.code)), NamedNode(SKOS + "broader"), NamedNode(parent))
        assert len(list(store.quads_for_pattern(*up))) == 1
    tops = store.quads_for_pattern(NamedNode(PROBLEM), NamedNode(SKOS + "hasTopConcept"), None)
    assert [quad.object for quad in tops] == [NamedNode(type_of(CityweaveError.code))]
    see = store.quads_for_pattern(
        NamedNode(type_of(TooManyQueries.code)), NamedNode(PREFIXES["rdfs"] + "seeAlso"), None
    )
    assert [quad.object for quad in see] == [
        NamedNode("https://www.rfc-editor.org/rfc/rfc6585#section-4")
    ]


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/problem/qery-timeout", "query-timeout"),
        ("/problem/notfound.ttl", "not-found"),
        ("/fault/ambigous-date", "ambiguous-date"),
        ("/fault/", "/fault"),
        ("/problem.docx", "/problem"),
        ("/problem/x/y", "/problem"),
    ],
)
def test_unknown_ones_are_not_found_and_near_ones_proposed(
    client: httpx.Client, path: str, near: str
) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert near in answer.json()["hint"]
    assert answer.json()["code"] == "not-found"


def test_the_faults_of_all_cases_have_names_that_lead_somewhere(client: httpx.Client) -> None:
    faults = {one.component for case in cases() for one in case.findings if not one.rule}
    assert len(faults) > 25
    answers = {code: client.get(f"/fault/{code}.ttl").status_code for code in faults}
    assert {code: status for code, status in answers.items() if status != 200} == {}


def test_a_report_names_its_faults_by_names_that_answer(client: httpx.Client) -> None:
    sent = f"<{BASE}ontology#city> a <urn:x> ."
    headers = {"Content-Type": "text/turtle"}
    turtle = client.post("/validate", content=sent, headers={**headers, "Accept": "text/turtle"})
    assert f"<{FAULT}/foreign-term>" in turtle.text
    page = client.post("/validate", content=sent, headers={**headers, **BROWSER})
    assert '<a href="/fault/foreign-term"><code>foreign-term</code></a>' in page.text
    assert client.get("/fault/foreign-term", headers=BROWSER).status_code == 200
    broken = render(report_of([SyntaxErrorInData("No.", line=1)]), "ttl").decode()
    assert f"<{PROBLEM}/syntax-error-in-data>" in broken


@pytest.mark.parametrize("base", ["http://localhost:8000/", "https://example.org/weave/"])
def test_they_are_called_the_same_under_any_base(
    connect: Callable[[ASGIApp], httpx.Client], base: str
) -> None:
    with connect(create_app(Settings(base=base), EmbeddedStore())) as client:
        problem = client.get("/nowhere", headers={"Accept": "application/json"}).json()
        assert problem["type"] == f"{PROBLEM}/not-found"
        path = "/" + str(path_of(problem["type"], base))
        store = graph_of(client.get(path, headers={"Accept": "text/turtle"}))
        assert texts(store, problem["type"], "prefLabel")["en"] == problem["title"]
