"""Results that are kept: said so, never stale, and not where they may differ."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from serving import Served, serving

TOKEN = "a-token-for-this-test-only"  # noqa: S105
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://e/kept> ?o }"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(admin_token=TOKEN) as running:
        yield running


def ask(served: Served, query: str, **headers: str) -> httpx.Response:
    address = f"{served.address}sparql"
    return httpx.get(address, params={"query": query, "format": "csv"}, headers=headers, timeout=60)


def test_an_answer_says_whether_it_was_kept(served: Served) -> None:
    query = f"{COUNT} # once"
    first, second = ask(served, query), ask(served, query)
    assert first.headers["cache-status"] == "cityweave; fwd=miss"
    assert second.headers["cache-status"] == "cityweave; hit"
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert second.headers["last-modified"].endswith("GMT")


def test_no_answer_outlives_a_write(served: Served) -> None:
    writing = {"Authorization": f"Bearer {TOKEN}"}
    for number in range(1, 30):
        before = ask(served, COUNT)
        update = {"update": f"INSERT DATA {{ <http://e/a> <http://e/kept> {number} }}"}
        done = httpx.post(f"{served.address}update", data=update, headers=writing, timeout=60)
        assert done.status_code == 200
        after = ask(served, COUNT, **{"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert after.headers["cache-status"] == "cityweave; fwd=miss"
        assert after.text == f"n\r\n{number}\r\n"
        again = ask(served, COUNT, **{"If-None-Match": after.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "rAnD()"])
def test_what_may_differ_is_not_kept(served: Served, function: str) -> None:
    query = f"SELECT ({function} AS ?x) {{}}"
    first, second = ask(served, query), ask(served, query)
    assert second.headers["cache-status"] == "cityweave; fwd=miss"
    assert "etag" not in second.headers
    assert first.text != second.text


def test_a_missing_term_is_named_in_a_header(served: Served) -> None:
    prefix = "PREFIX cw: <https://w3id.org/cityweave/ontology#>"
    wrong = ask(served, f"{prefix} SELECT * {{ ?s a cw:Munincipality }}")
    assert "cw:Municipality" in wrong.headers["cityweave-notice"]
    assert "cityweave-notice" not in ask(served, f"{prefix} SELECT * {{ ?s a cw:Network }}").headers
