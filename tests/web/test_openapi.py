import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter

from cityweave.catalogue import Catalogue
from cityweave.settings import Settings
from cityweave.store import Store
from cityweave.web import create_app
from web.client import client_of

WRITER = {"Content-Type": "text/turtle", "Authorization": "Bearer the-token-of-these-tests"}
CONTENT = Path(__file__).with_name("content")


def test_every_question_has_an_entry_with_its_parameters(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "http://weave.test"}]
    for query in Catalogue.load(CONTENT / "queries"):
        entry = described["paths"][f"/queries/{query.name}"]["get"]
        assert entry["summary"] == query.summary
        assert entry["tags"] == list(query.tags)
        own = [one["name"] for one in entry["parameters"] if one["name"] != "format"]
        assert own == [parameter.name for parameter in query.parameters]
    most = described["paths"]["/queries/cities-of-country"]["get"]["parameters"][1]
    assert most["schema"] == {"type": "integer", "default": 100}
    assert most["description"] == "How many at most"


def _given(operation: dict[str, Any]) -> list[str]:
    """What a call answers with, where it does not lead elsewhere."""
    return list(operation["responses"].get("200", {"content": {}})["content"])


def _addresses(paths: Iterable[str], contribution: str) -> Iterator[tuple[str, str]]:
    """Each path with an address that it fits; `test_shipped` has names that are only there."""
    parts = {
        "/flyout/{kind}": "/flyout/entity",
        "graph/{name}": "graph/editorial",
        "{kind}": "city",
        "{name}": "petrinia",
        "{document}": "gazette",
        "{id}": contribution,
        "{contributor}": "admin",
        "{code}": "not-found",
        "{fault}": "mojibake",
    }
    for path in paths:
        address = path
        for name, value in parts.items():
            address = address.replace(name, value)
        if "{" not in address:
            yield path, address


def test_every_described_call_answers(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    contribution = client.post(
        "/contributions",
        content="no Turtle",
        headers=WRITER,
    )
    stored = client.put("/store/petrinia", content="<a:b> <a:c> 1 .", headers=WRITER)
    assert stored.status_code == 201
    identifiers = []
    for path, address in _addresses(described["paths"], contribution.json()["id"]):
        methods = described["paths"][path]
        for method, operation in methods.items():
            identifiers.append(operation["operationId"])
            if "security" in operation:
                assert client.request(method, address).status_code in (401, 415), address
                continue
            for content_type in _given(operation):
                if address == "/sparql":
                    is_graph = "turtle" in content_type or "n-" in content_type
                    is_graph = is_graph or any(
                        part in content_type for part in ("rdf+xml", "ld+json", "trig")
                    )
                    query = "DESCRIBE <a:b>" if is_graph else "SELECT * {}"
                    answer = client.request(
                        method,
                        address,
                        params={"query": query} if method == "get" else None,
                        data={"query": query} if method == "post" else None,
                        headers={"Accept": content_type},
                    )
                    assert answer.status_code == 200, content_type
                    assert answer.headers["content-type"].startswith(content_type)
            body = operation.get("requestBody", {"content": {}})["content"]
            sent = {type_: one["example"] for type_, one in body.items() if "example" in one}
            for content_type, example in sent.items():
                for accepted in operation["responses"]["200"]["content"]:
                    headers = {"Content-Type": content_type, "Accept": accepted}
                    answer = client.request(method, address, content=example, headers=headers)
                    assert answer.status_code == 200, address
                    assert answer.headers["content-type"].startswith(accepted)
            if address != "/sparql" and not sent:
                needed = {
                    one["name"]: one["example"].replace("ghent-be", "petrinia")
                    for one in operation["parameters"]
                    if one.get("required") and one["in"] == "query"
                }
                expected = int(next(iter(operation["responses"])))
                answer = client.request(method, address, params=needed)
                assert answer.status_code == expected, address
    assert len(identifiers) == len(set(identifiers))
    assert client.delete("/store/petrinia", headers=WRITER).status_code == 200


def test_the_page_for_developers_has_every_call(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    page = client.get("/docs", headers={"Accept": "text/html"}).text
    for path, methods in described["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page


def test_the_document_refers_only_to_what_it_has(client: httpx.Client) -> None:
    described = client.get("/openapi.json")
    assert set(described.json()["components"]["schemas"]) == {"Problem"}
    assert described.text.count('"$ref"') == described.text.count("#/components/schemas/Problem")


def test_health(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"


UNSAID = {
    "/openapi.json": "the description itself",
    "/docs": "its page",
    "/robots.txt": "for crawlers",
    "/static/": "what pages are made of",
    "/dumps": "leads to the list of files",
    "/reconcile/view": "leads to the page of a thing, as the manifest says",
}
"""Routes that the description leaves out, and why."""

ENDPOINT = Path(__file__).resolve().parents[2] / "docs" / "endpoint.md"
PROXY = ENDPOINT.with_name("dereferencing.md")


@pytest.fixture
def routes(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> set[tuple[str, str]]:
    """Method and beginning of every route that the application is made of."""
    found: set[tuple[str, str]] = set()
    add: Callable[..., Any] = APIRouter.add_api_route

    def noted(router: APIRouter, path: str, *given: Any, **more: Any) -> None:
        fixed = re.sub(r"\.\{suffix\}$", "", path).partition("{")[0]
        found.update((method, fixed) for method in more.get("methods") or ["GET"])
        add(router, path, *given, **more)

    monkeypatch.setattr(APIRouter, "add_api_route", noted)
    with client_of(create_app(settings, store)) as client:
        assert client.get("/openapi.json").status_code == 200
    return found


def test_every_route_is_described(client: httpx.Client, routes: set[tuple[str, str]]) -> None:
    described = client.get("/openapi.json").json()["paths"]
    told = {(method.upper(), path) for path, methods in described.items() for method in methods}
    missing = {
        (method, path)
        for method, path in routes
        if not path.startswith(tuple(UNSAID))
        and not any(way == method and one.startswith(path) for way, one in told)
    }
    assert missing == set()
    assert {one for one in UNSAID if not any(path.startswith(one) for _, path in routes)} == set()


def test_the_docs_name_where_every_address_begins(routes: set[tuple[str, str]]) -> None:
    first = {path.strip("/").split("/")[0] for _, path in routes} - {"", "static"}
    told = ENDPOINT.read_text(encoding="utf-8").split("\n## ")[0]
    assert {one for one in first if f"`/{one}" not in told} == set()
    kept = re.search(r"can be anything\nbut (.+?)\.\n", PROXY.read_text("utf-8"), re.DOTALL)
    assert kept is not None
    assert set(re.findall(r"`([^`]+)`", kept[1])) == first | {"static"}
