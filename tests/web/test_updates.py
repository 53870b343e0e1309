"""The update operation of the SPARQL 1.1 Protocol.

The names say what https://www.w3.org/TR/sparql11-protocol/#update-operation asks (section 2.2).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from starlette.types import ASGIApp

from cityweave.access import Role, Tokens
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.web import create_app

CONTENT = Path(__file__).with_name("content")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPDATE = {"Content-Type": "application/sparql-update"}
UPDATE_8 = {"Content-Type": "application/sparql-update;charset=UTF-8"}
INSERT = "INSERT DATA { <a:a> <a:b> 1 . GRAPH <a:g> { <a:a> <a:b> 1, 2 } }"


def rows(client: httpx.Client, query: str, **parameters: str) -> list[str]:
    answer = client.get(
        "/sparql", params={"query": query, **parameters}, headers={"Accept": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    return answer.text.split("\r\n")[1:-1]


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.parametrize("path", ["/sparql", "/update"])
@pytest.mark.parametrize(
    "send",
    [
        lambda client, path: client.post(path, data={"update": INSERT}),
        lambda client, path: client.post(path, content=INSERT, headers=UPDATE),
        lambda client, path: client.post(
            path,
            content=INSERT,
            headers={"Content-Type": "application/sparql-update;charset=UTF-8"},
        ),
    ],
)
def test_both_ways_of_updating_agree(
    writable: httpx.Client, path: str, send: Callable[[httpx.Client, str], httpx.Response]
) -> None:
    answer = send(writable, path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {"added": 3, "removed": 0, "created": [], "dropped": []}
    assert rows(writable, COUNT) == ["2"], "a client that wrote sees what it wrote, merged"


def test_an_empty_update_is_one(writable: httpx.Client) -> None:
    assert writable.post("/update", content="", headers=UPDATE).status_code == 200
    assert writable.post("/update", content="# none\n", headers=UPDATE).status_code == 200


@pytest.mark.parametrize("way", ["form", "direct"])
def test_using_graph_uri_names_the_dataset(writable: httpx.Client, way: str) -> None:
    writable.post("/update", data={"update": INSERT})
    text = "INSERT { GRAPH <a:n> { <a:n> <a:n> ?o } } WHERE { ?s ?p ?o FILTER(?o > 1) }"
    dataset = f"using-graph-uri={quote('a:g')}"
    if way == "form":
        answer = writable.post("/update", content=f"update={quote(text)}&{dataset}", headers=FORM)
    else:
        answer = writable.post(f"/update?{dataset}", content=text, headers=UPDATE)
    assert answer.json()["added"] == 1
    assert rows(writable, "SELECT ?o { GRAPH <a:n> { ?s ?p ?o } }") == ["2"]


def test_several_graphs_and_named_ones(writable: httpx.Client) -> None:
    writable.post(
        "/update", data={"update": "INSERT DATA { GRAPH <a:1> { <a:a> <a:b> 1 } "
                         "GRAPH <a:2> { <a:a> <a:b> 1 } GRAPH <a:3> { <a:a> <a:b> 3 } }"}
    )  # fmt: skip
    text = "INSERT { <a:n> <a:n> ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }"
    writable.post("/update?using-graph-uri=a:1&using-graph-uri=a:2", content=text, headers=UPDATE)
    assert rows(writable, "SELECT ?n { <a:n> <a:n> ?n }") == ["1"], "a shared triple counts once"
    text = "INSERT { <a:m> <a:m> ?g } WHERE { GRAPH ?g { ?s ?p ?o } }"
    writable.post("/update?using-named-graph-uri=a:3", content=text, headers=UPDATE)
    assert rows(writable, "SELECT ?n { <a:m> <a:m> ?n }") == ["a:3"]


def test_what_failed_changed_nothing(writable: httpx.Client) -> None:
    writable.post("/update", data={"update": INSERT})
    answer = writable.post("/update", data={"update": "CLEAR ALL ; DROP GRAPH <a:none>"})
    assert answer.status_code == 409
    assert rows(writable, COUNT) == ["2"]


def test_an_etag_does_not_outlive_an_update(writable: httpx.Client) -> None:
    first = writable.get("/sparql", params={"query": COUNT})
    known = {"If-None-Match": first.headers["etag"]}
    assert writable.get("/sparql", params={"query": COUNT}, headers=known).status_code == 304
    assert writable.head("/sparql", params={"query": COUNT}, headers=known).status_code == 304
    writable.post("/update", data={"update": INSERT})
    assert writable.get("/sparql", params={"query": COUNT}, headers=known).status_code == 200


def test_formats_have_validators_of_their_own(client: httpx.Client) -> None:
    etags = {
        client.get("/sparql", params={"query": COUNT}, headers={"Accept": accept}).headers["etag"]
        for accept in ("application/json", "application/sparql-results+json", "text/csv")
    }
    assert len(etags) == 3


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 401), (Role.CONTRIBUTOR, 403), (Role.REVIEWER, 403), (Role.ADMIN, 200)],
)
@pytest.mark.parametrize(
    ("method", "path", "body", "content_type"),
    [
        ("POST", "/update", "CREATE SILENT GRAPH <a:g>", "application/sparql-update"),
        ("POST", "/sparql", "update=CREATE+SILENT+GRAPH+%3Ca:g%3E", FORM["Content-Type"]),
        ("PUT", "/store?graph=a:g", "", "text/turtle"),
        ("POST", "/store?graph=a:g", "", "text/turtle"),
        ("DELETE", "/store?graph=a:g", "", "text/turtle"),
    ],
)
def test_writing_needs_an_admin(
    tmp_path: Path,
    connect: Callable[[ASGIApp], httpx.Client],
    role: Role | None,
    status: int,
    method: str,
    path: str,
    body: str,
    content_type: str,
) -> None:
    store = EmbeddedStore()
    store.replace((), "a:g")
    client = connect(create_app(Settings(content_dir=CONTENT, data_dir=tmp_path), store))
    headers = {"Content-Type": content_type}
    if role:
        headers["Authorization"] = "Bearer " + Tokens(tmp_path).create(role)[0]
    answer = client.request(method, path, content=body, headers=headers)
    assert answer.status_code == status
    assert store.holds("a:g") or status == 200
    if status == 403:
        assert answer.headers["www-authenticate"].endswith('error="insufficient_scope"')
        assert answer.json()["code"] == "forbidden"
    elif status == 401:
        assert answer.headers["www-authenticate"] == 'Bearer realm="cityweave"'


def test_a_wrong_token_is_told_apart_from_none(client: httpx.Client) -> None:
    headers = {**UPDATE, "Authorization": "Bearer wrong"}
    answer = client.post("/update", content="CLEAR ALL", headers=headers)
    assert answer.headers["www-authenticate"].endswith('error="invalid_token"')


def test_other_sites_may_send_a_token(client: httpx.Client) -> None:
    answer = client.options(
        "/update",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert answer.status_code == 200
    assert "authorization" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers
