"""Many clients at once, and what happens on the wire."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx


def test_the_server_answers_many_at_once(server: str) -> None:
    def ask(number: int) -> int:
        query = f"SELECT ?n {{ VALUES ?n {{ {number} }} ?s ?p ?o }} LIMIT 1"
        answer = httpx.get(f"{server}/sparql", params={"query": query}, timeout=60)
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(64))) == list(range(64))


def test_a_slow_query_does_not_hold_up_the_others(server: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g a ?i FILTER(?i != ?c) }"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(httpx.get, f"{server}/sparql", params={"query": slow}, timeout=60)
        answered = 0
        while not waiting.done():
            assert httpx.get(f"{server}/health", timeout=60).json()["status"] == "ok"
            answered += 1
        assert waiting.result().status_code == 200
    assert answered > 1


def test_head_over_the_wire(server: str) -> None:
    answer = httpx.head(f"{server}/queries/partners.csv", timeout=60)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0
