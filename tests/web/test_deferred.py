"""An application that is made while queries are answered: who asks for it early waits for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Scope

from cityweave.catalogue import Catalogue
from cityweave.contributions import Contributions
from cityweave.contributions.judging import judge_in
from cityweave.settings import Settings
from cityweave.store import ReplicatedStore
from cityweave.web.app import wrapped
from cityweave.web.deferred import Deferred
from cityweave.web.site import Site
from web.client import client_of

PATIENCE = 60
"""Seconds after which something is stuck."""


@pytest.fixture
def workers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as workers:
        yield workers


@pytest.fixture
def site(settings: Settings, store: ReplicatedStore) -> Iterator[Site]:
    with closing(Contributions(store, judge_in(store), settings)) as kept:
        yield Site.of(settings, store, Catalogue({}), kept)


async def asked(app: ASGIApp, path: str = "/") -> Message:
    """The body of the answer to a request."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    await app(scope, receive, send)
    return sent[-1]


def test_queries_are_answered_before_the_rest_is_there(
    site: Site, workers: ThreadPoolExecutor
) -> None:
    """With the headers and the problems that all answers have, while a page waits."""
    may_go_on = Event()

    def make() -> ASGIApp:
        assert may_go_on.wait(PATIENCE)
        return PlainTextResponse("the page")

    with client_of(wrapped(Deferred(make, workers), site)) as client:
        page = workers.submit(client.get, "/")
        try:
            found = client.get("/sparql?query=ASK{}", headers={"X-Request-ID": "early"})
            wrong = client.get("/sparql?query=ASKK{}", headers={"Accept": "text/csv"})
            assert not page.done()
        finally:
            may_go_on.set()
        assert page.result(PATIENCE).text == "the page"
    assert found.json()["boolean"] is True
    assert found.headers["X-Request-ID"] == "early"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["ETag"]
    assert wrong.status_code == 400
    assert wrong.headers["Content-Type"] == "application/problem+json"


def test_it_is_made_once_however_many_wait(workers: ThreadPoolExecutor) -> None:
    made = 0

    def make() -> ASGIApp:
        nonlocal made
        made += 1
        return PlainTextResponse("there")

    async def many(app: ASGIApp) -> list[Message]:
        return await asyncio.gather(*(asked(app) for _ in range(20)))

    app = Deferred(make, workers)
    assert [one["body"] for one in asyncio.run(many(app))] == [b"there"] * 20
    assert asyncio.run(asked(app))["body"] == b"there"  # also on another event loop
    assert made == 1


def test_who_goes_away_while_waiting_takes_nothing_from_the_others(
    workers: ThreadPoolExecutor,
) -> None:
    may_go_on = Event()

    def make() -> ASGIApp:
        assert may_go_on.wait(PATIENCE)
        return PlainTextResponse("there")

    async def two(app: ASGIApp) -> Message:
        leaving, staying = (asyncio.create_task(asked(app)) for _ in range(2))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        may_go_on.set()
        return await asyncio.wait_for(staying, PATIENCE)

    assert asyncio.run(two(Deferred(make, workers)))["body"] == b"there"


def test_what_cannot_be_made_is_a_problem_for_each_request_and_for_who_waits(
    site: Site, workers: ThreadPoolExecutor
) -> None:
    def make() -> ASGIApp:
        raise ModuleNotFoundError("No module named 'secret'")

    rest = Deferred(make, workers)
    with client_of(wrapped(rest, site)) as client:
        for _ in range(2):
            answer = client.get("/", headers={"Accept": "application/json"})
            assert answer.status_code == 500
            assert json.loads(answer.content)["code"] == "internal-error"
            assert "secret" not in answer.text
        assert client.get("/sparql?query=ASK{}").status_code == 200
    with pytest.raises(ModuleNotFoundError):
        asyncio.run(rest.made())
