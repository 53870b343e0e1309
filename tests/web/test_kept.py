"""Results that are kept: said so, never stale, and not where they may differ."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from serving import Served, serving
from web.client import settled

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
    third = settled(lambda: ask(served, query))
    assert third.headers["last-modified"].endswith("GMT")


def test_a_date_alone_tells_what_is_known(served: Served) -> None:
    """As `wget -N` and `curl -z` have it; never beside a validator, never of what was before."""
    query = f"{COUNT} # of a day"
    first = settled(lambda: ask(served, query))
    date = first.headers["last-modified"]
    again = ask(served, query, **{"If-Modified-Since": date})
    assert (again.status_code, again.content) == (304, b"")
    for others in (
        {"If-Modified-Since": date, "If-None-Match": '"another"'},
        {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Mon, 01 Jan 99999999 00:00:00 GMT"},
    ):
        assert ask(served, query, **others).status_code == 200, others
    writing = {"Authorization": f"Bearer {TOKEN}"}
    for number in range(3):
        update = {"update": f"INSERT DATA {{ <http://e/a> <http://e/dated> {number} }}"}
        httpx.post(f"{served.address}update", data=update, headers=writing, timeout=60)
        soon = ask(served, query, **{"If-Modified-Since": date})
        assert soon.status_code == 200
        date = settled(lambda: ask(served, query)).headers["last-modified"]


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
