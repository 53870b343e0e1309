"""A batch takes no more than it may, and nothing any more when its client has gone."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import httpx
import pytest
from starlette.types import Message

from cityweave.errors import Abandoned, QueryTimeout
from cityweave.reconciliation import allowance
from cityweave.reconciliation.allowance import Allowance
from cityweave.reconciliation.answering import answer
from cityweave.reconciliation.following import Following
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.matching import Condition, Query
from cityweave.settings import Settings
from cityweave.store import Caller, EmbeddedStore, ReplicatedStore
from cityweave.vocabulary import BASE, CW, PREFIXES
from cityweave.web import create_app
from web.client import client_of

LABEL = PREFIXES["rdfs"] + "label"
LATVIA = Query((), conditions=(Condition("cw:country", ("Latvia",)),))
LABELLED = Query((), conditions=(Condition(LABEL, ("Riga",)),))
NAMED = Query(("Riga",))


MANY = 2_000


def heavy(count: int = MANY) -> dict[str, Any]:
    """A batch that compares all labels with 19 texts, again and again."""
    return {
        f"q{query}": {
            "properties": [{"pid": LABEL, "v": [f"nothing {query} {one}" for one in range(19)]}]
        }
        for query in range(count)
    }


def send(client: httpx.Client, queries: object) -> httpx.Response:
    return client.post("/reconcile", data={"queries": json.dumps(queries)})


@pytest.mark.parametrize("query", [LATVIA, LABELLED, NAMED], ids=["country", "label", "name"])
def test_a_batch_ends_with_its_time_and_its_caller(
    writer: EmbeddedStore, index: Index, query: Query
) -> None:
    with pytest.raises(QueryTimeout, match="max_reconciliation_seconds"):
        next(answer(writer, index, [query], Allowance(-1, Caller())))
    caller = Caller()
    answers = answer(writer, index, [query, query], Allowance(600, caller))
    assert next(answers)
    caller.leave()
    with pytest.raises(Abandoned):
        next(answers)


def test_the_comparisons_of_a_batch_are_counted(store: ReplicatedStore) -> None:
    with client_of(create_app(Settings(max_reconciliation_seconds=600), store)) as client:
        assert send(client, heavy(1)).status_code == 200
        found = send(client, heavy(50))
    assert found.status_code == 413
    assert f"{allowance.COMPARED}" in found.json()["detail"]


def test_the_time_of_a_batch_is_limited(
    store: ReplicatedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "COMPARED", 10**12)
    settings = Settings(max_reconciliation_seconds=1, max_reconciliation_queries=MANY)
    with client_of(create_app(settings, store)) as client:
        found = send(client, heavy())
    assert found.status_code == 504, found.text
    assert found.json()["code"] == "query-timeout"
    assert found.headers["cityweave-limit"] == "max_reconciliation_seconds"


def test_nothing_is_computed_for_a_client_that_has_gone(
    store: ReplicatedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "COMPARED", 10**12)
    settings = Settings(max_reconciliation_seconds=600, max_reconciliation_queries=MANY)
    app = create_app(settings, store)
    assert asyncio.run(abandoned(app, {"queries": [draft(one) for one in heavy().values()]})) == 503
    with client_of(app) as client:
        assert send(client, {"q": {"query": "Riga"}}).status_code == 200


def draft(query: dict[str, Any]) -> dict[str, Any]:
    conditions = [
        {"matchType": "property", "propertyId": one["pid"], "propertyValue": one["v"]}
        for one in query["properties"]
    ]
    return {"conditions": conditions}


async def abandoned(app: Any, batch: object) -> int:
    """The status of the answer to a client that sends a batch and leaves."""
    body = json.dumps(batch).encode()
    received: list[Message] = [
        {"type": "http.request", "body": body, "more_body": False},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return received.pop(0)

    async def send_on(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/reconcile/draft/match",
        "raw_path": b"/reconcile/draft/match",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"weave.test"), (b"content-type", b"application/json")],
        "client": ("192.0.2.7", 1),
        "server": ("weave.test", 80),
    }
    await app(scope, receive, send_on)
    return int(sent[0]["status"])


def test_an_extension_takes_a_turn(store: ReplicatedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "COMPARED", 10**12)
    settings = Settings(
        max_reconciliation_seconds=2,
        max_reconciliation_queries=MANY,
        max_reconciliations_per_client=1,
    )
    asked = {"ids": [BASE + "id/city/riga-lv"], "properties": [{"id": "cw:country"}]}
    with client_of(create_app(settings, store)) as client:
        assert client.post("/reconcile/draft/extend", json=asked).status_code == 200

        def run() -> None:
            while send(client, heavy()).status_code == 429:
                pass

        running = threading.Thread(target=run)
        running.start()
        seen = set()
        while running.is_alive() and 429 not in seen:
            seen.add(client.post("/reconcile/draft/extend", json=asked).status_code)
        running.join(60)
    assert 429 in seen


def test_who_leaves_does_not_wait_for_the_index(store: ReplicatedStore) -> None:
    caller = Caller()
    caller.leave()
    following = Following(store, BASE + "id/")
    with pytest.raises(Abandoned):
        following.index(caller)
    assert following.index().things


def test_things_of_a_country_are_those_that_say_so(index: Index) -> None:
    for types in ((), (CW + "Municipality",), (CW + "Place", CW + "PublicAuthority")):
        for country in index.countries:
            walked = [
                one
                for one in range(len(index.things))
                if index.country(one) == country
                and (not types or any(index.is_a(one, kind) for kind in types))
            ]
            assert list(index.of_country(country, types)) == walked
