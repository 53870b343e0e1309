import re

import httpx
import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PATHS = [
    "/",
    "/queries",
    "/queries/cities-of-country",
    "/queries/cities-of-country.csv",
    "/sparql?query=ASK%7B%7D",
    "/doc/city/petrinia",
    "/source/gazette",
    "/ontology",
    "/docs",
    "/openapi.json",
    "/health",
    "/static/cityweave.css",
    "/nowhere",
]


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_sealed(client: httpx.Client, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept, "Origin": "https://example.org"})
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(client: httpx.Client, path: str) -> None:
    whole = client.get(path)
    head = client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "content-length", "etag", "vary"):
        if name == "content-length" and path == "/nowhere":
            continue
        assert head.headers.get(name) == whole.headers.get(name), name


def test_a_request_keeps_its_own_id_when_it_is_a_plain_one(client: httpx.Client) -> None:
    given = client.get("/health", headers={"X-Request-ID": "trace-1.2_3"})
    assert given.headers["x-request-id"] == "trace-1.2_3"
    for forged in ("a b", "<x>", "x" * 65):
        answer = client.get("/health", headers={"X-Request-ID": forged})
        assert answer.headers["x-request-id"] != forged


def test_other_sites_may_ask(client: httpx.Client) -> None:
    answer = client.options(
        "/sparql",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    refused = client.options(
        "/sparql",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "DELETE"},
    )
    assert "DELETE" not in refused.headers["access-control-allow-methods"]


def test_an_answer_names_how_it_may_be_kept(client: httpx.Client) -> None:
    for path in ("/queries", "/queries/partners", "/doc/city/petrinia", "/openapi.json"):
        first = client.get(path)
        assert first.headers["cache-control"] == "no-cache"
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        etag = first.headers["etag"].removeprefix("W/")
        weak = client.get(path, headers={"If-None-Match": f'"x", W/{etag}'})
        assert weak.status_code == 304
