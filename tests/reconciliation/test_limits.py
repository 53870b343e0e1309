"""What is too much or not right is told in the one shape, with the place and the limit."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from cityweave.errors import Abandoned, Overloaded, TooManyQueries
from cityweave.settings import Settings
from cityweave.store import Caller, ReplicatedStore
from cityweave.vocabulary import BASE
from cityweave.web import create_app
from cityweave.web.turns import Turns
from web.client import client_of

NAME = {"matchType": "name", "propertyValue": "Ghent"}


@pytest.fixture(scope="module")
def narrow(store: ReplicatedStore) -> Iterator[httpx.Client]:
    settings = Settings(
        max_reconciliation_queries=3,
        max_reconciliation_characters=20,
        max_reconciliation_values=4,
        max_extension_cells=6,
    )
    with client_of(create_app(settings, store)) as client:
        yield client


def batch(client: httpx.Client, queries: object) -> httpx.Response:
    return client.post("/reconcile", data={"queries": json.dumps(queries)})


@pytest.mark.parametrize(
    ("queries", "limit"),
    [
        ({f"q{number}": {"query": "Ghent"} for number in range(4)}, "max_reconciliation_queries"),
        ({"q": {"query": "G" * 21}}, "max_reconciliation_characters"),
        ({"q" * 21: {"query": "Ghent"}}, "max_reconciliation_characters"),
        ({"q": {"query": "a", "properties": [{}] * 5}}, "max_reconciliation_values"),
        ({"q": {"query": "a", "type": [1] * 5}}, "max_reconciliation_values"),
        ({"q": {"query": "Ghent", "type": "cw:" + "T" * 20}}, "max_reconciliation_characters"),
        (
            {"q": {"properties": [{"pid": "cw:country", "v": ["BE"] * 5}]}},
            "max_reconciliation_values",
        ),
    ],
)
def test_a_batch_is_bounded(narrow: httpx.Client, queries: dict[str, Any], limit: str) -> None:
    answer = batch(narrow, queries)
    assert answer.status_code == 413, answer.text
    assert limit in answer.json()["detail"]
    assert narrow.get("/reconcile").json()["batchSize"] == 3


def test_other_calls_are_bounded_too(narrow: httpx.Client) -> None:
    queries = [{"conditions": [NAME]}] * 4
    several = {"matchType": "name", "propertyValue": ["a", "b"]}
    answers = [
        narrow.post("/reconcile/draft/match", json={"queries": [{"conditions": [several]}] * 2}),
        narrow.post("/reconcile/draft/match", json={"queries": queries}),
        narrow.get("/reconcile/suggest/entity", params={"prefix": "g" * 21}),
        narrow.get("/reconcile/suggest/entity", params={"prefix": "g", "type": "cw:a," * 5}),
        narrow.get("/reconcile/suggest/entity", params={"prefix": "g", "type": "cw:" + "a" * 20}),
        narrow.get("/reconcile/preview", params={"id": "g" * 21}),
        narrow.post(
            "/reconcile/draft/extend", json={"ids": ["a"] * 4, "properties": [{"id": "cw:a"}] * 2}
        ),
        narrow.post("/reconcile/draft/extend", json={"ids": [], "properties": [{}] * 7}),
        narrow.get("/reconcile", params={"names": "x" * 21}, headers={"Accept": "text/html"}),
    ]
    assert [one.status_code for one in answers] == [413] * 9


@pytest.mark.parametrize(
    ("queries", "place"),
    [
        ([], "not an object"),
        ({"q": 1}, "q is not an object"),
        ({"q": {}}, "q has neither a name nor a property"),
        ({"q": {"query": 1}}, "q.query is not a text"),
        ({"q": {"query": "\ud800"}}, "surrogate"),
        ({"q": {"query": "a", "limit": 0}}, "q.limit"),
        ({"q": {"query": "a", "limit": "5"}}, "q.limit"),
        ({"q": {"query": "a", "type": 5}}, "q.type"),
        ({"q": {"query": "a", "type": "http://a b"}}, "not the identifier"),
        ({"q": {"query": "a", "properties": {}}}, "q.properties is not a list"),
        ({"q": {"query": "a", "properties": [{"pid": "cw:x"}]}}, "q.properties[0].v"),
        ({"q": {"query": "a", "properties": [{"pid": "} x", "v": "1"}]}}, "not the identifier"),
        ({"q": {"query": "a", "type": "http://a/%zz"}}, "not the identifier"),
        ({"q": {"query": "a", "type": "http://[x/y"}}, "not the identifier"),
        ({"q": {"query": "a", "type_strict": ["any"]}}, "q.type_strict is not a text"),
        ({"\ud800": {"query": "a"}}, "A key of the batch"),
        ({"k" * 400: {"query": 1}}, "k" * 80 + ".query"),
    ],
)
def test_what_is_not_right_is_told_with_its_place(
    client: httpx.Client, queries: object, place: str
) -> None:
    answer = batch(client, queries)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert place in answer.json()["detail"]
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"queries": {}},
        {"queries": [{}]},
        {"queries": [{"conditions": []}]},
        {"queries": [{"conditions": [{"matchType": "other", "propertyValue": "a"}]}]},
        {"queries": [{"conditions": [{"matchType": "property", "propertyValue": "a"}]}]},
        {"queries": [{"conditions": [{**NAME, "matchType": "property", "propertyId": "cw:a",
                                      "matchQuantifier": "most"}]}]},
        {"queries": [{"conditions": [{**NAME, "matchType": "property", "propertyId": "cw:a",
                                      "matchQuantifier": ["any"]}]}]},
    ],
)  # fmt: skip
def test_the_draft_tells_as_well(client: httpx.Client, found: object) -> None:
    answer = client.post("/reconcile/draft/match", json=found)
    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == "bad-parameter"


def test_bodies_of_other_types_and_no_json_are_refused(client: httpx.Client) -> None:
    assert client.post("/reconcile", json={}).status_code == 415
    assert client.post("/reconcile/draft/match", data={"queries": "{}"}).status_code == 415
    for text in ("{", "[" * 100_000, "nul", '{"queries": [1'):
        body = {"Content-Type": "application/json"}
        answer = client.post("/reconcile/draft/match", content=text, headers=body)
        assert answer.status_code == 400
    assert client.post("/reconcile", data={"other": "1"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/reconcile/preview",
        "/reconcile/view",
        "/reconcile/flyout/entity",
        "/reconcile/suggest/entity?limit=x",
        "/reconcile/suggest/entity?cursor=-1",
        "/reconcile/properties?type=a%20b",
        "/reconcile/properties?limit=0",
    ],
)
def test_parameters_are_checked(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    "path", ["/reconcile/preview", "/reconcile/flyout/entity", "/reconcile/view"]
)
def test_what_is_not_there_is_not_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path, params={"id": "https://example.org/<script>"})
    assert answer.status_code == 404
    assert "<script>" not in answer.text or answer.headers["content-type"].endswith("json")


def test_a_name_of_the_graph_is_text_in_a_preview(client: httpx.Client) -> None:
    answer = client.get("/reconcile", params={"names": "<b>x"}, headers={"Accept": "text/html"})
    assert "<b>x" not in answer.text
    assert "&lt;b&gt;x" in answer.text


def test_turns_are_counted() -> None:
    turns = Turns(3, 2)
    ready, go = threading.Barrier(3), threading.Event()

    def take(client: str) -> None:
        with turns.turn(Caller(client)):
            ready.wait(20)
            go.wait(20)

    def wait(client: str) -> None:
        ready.wait(20)
        with turns.turn(Caller(client)):
            pass

    threads = [
        threading.Thread(target=take, args=("a",)),
        threading.Thread(target=wait, args=("a",)),
    ]
    for one in threads:
        one.start()
    ready.wait(20)
    until(lambda: turns.waiting("a") == 2)
    with pytest.raises(TooManyQueries), turns.turn(Caller("a")):
        pass
    third = threading.Thread(target=wait_only, args=(turns, Caller("b")))
    third.start()
    until(lambda: turns.waiting("b") == 1)
    with pytest.raises(Overloaded), turns.turn(Caller("c")):
        pass
    go.set()
    for one in (*threads, third):
        one.join(20)
    assert turns.waiting("a") == turns.waiting("b") == 0


def test_who_leaves_does_not_wait_for_its_turn() -> None:
    turns, caller = Turns(3, 2), Caller("a")
    told: list[Exception] = []

    def wait() -> None:
        try:
            wait_only(turns, caller)
        except Abandoned as error:
            told.append(error)

    with turns.turn(Caller("b")):
        waiting = threading.Thread(target=wait)
        waiting.start()
        until(lambda: turns.waiting("a") == 1)
        caller.leave()
        waiting.join(20)
        assert len(told) == 1
        assert turns.waiting("a") == 0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def wait_only(turns: Turns, caller: Caller) -> None:
    with turns.turn(caller):
        pass


def test_a_client_may_ask_for_the_newest_names(client: httpx.Client) -> None:
    answer = client.get(
        "/reconcile/suggest/entity",
        params={"prefix": BASE + "id/city/ghent-be"},
        headers={"Cache-Control": "no-cache"},
    )
    assert answer.json()["result"][0]["name"] == "Ghent"
