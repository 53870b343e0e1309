"""A real application over a small invented graph, in this process and behind a real server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
import uvicorn
from html5rdf.html5parser import HTMLParser as StrictParser  # type: ignore[import-untyped]
from starlette.types import ASGIApp

from cityweave.loading import load_content
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, ReplicatedStore, Works
from cityweave.validation.assignment import works
from cityweave.web import create_app
from web.client import client_of

CONTENT = Path(__file__).with_name("content")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(
        content_dir=CONTENT,
        max_request_bytes=20_000,
        max_query_characters=5_000,
        admin_token="the-token-of-these-tests",  # noqa: S106
    )


@pytest.fixture(scope="session")
def store(settings: Settings) -> Iterator[ReplicatedStore]:
    writer = EmbeddedStore(works=Works(works(settings)))
    load_content(writer, CONTENT)
    store = ReplicatedStore(writer, Limits.of(settings), settings)
    yield store
    store.close()


@pytest.fixture(scope="session")
def app(settings: Settings, store: ReplicatedStore) -> ASGIApp:
    return create_app(settings, store)


@pytest.fixture(scope="session")
def client(app: ASGIApp) -> Iterator[httpx.Client]:
    with client_of(app) as client:
        yield client


@pytest.fixture(scope="session")
def connect() -> Callable[[ASGIApp], httpx.Client]:
    """Makes a client for another application."""
    return client_of


@pytest.fixture(scope="session")
def server(app: ASGIApp) -> Iterator[str]:
    """The address of a real server on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    served = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=served.run, kwargs={"sockets": [listener]})
    thread.start()
    deadline = time.monotonic() + 20
    while not served.started and time.monotonic() < deadline:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    served.should_exit = True
    thread.join()
    listener.close()


class Outline(HTMLParser):
    """What a page is made of: elements in order, ids, and what labels point at."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"<{tag}> has an attribute twice"
        self.elements.append((tag, dict(attrs)))
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def check_page(text: str) -> Outline:
    """Hold a page to HTML's syntax and to the landmarks that assistive technology needs."""
    StrictParser(strict=True).parse(text)
    page = Outline()
    page.feed(text)
    assert page.all("html")[0]["lang"] in {"en", "es", "fr", "nl"}
    for tag in ("title", "main", "h1", "header", "footer"):
        assert len(page.all(tag)) == 1, f"{len(page.all(tag))} <{tag}>"
    assert page.headings[0] == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps), page.headings
    assert all(one.get("aria-label") for one in page.all("nav"))
    ids = [one["id"] for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids)), "an id stands twice"
    labelled = {one.get("for") for one in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for one in page.all(tag):
            assert one.get("type") == "hidden" or one.get("id") in labelled, one
    for attribute in ("aria-labelledby", "aria-describedby"):
        pointed = {one[attribute] for _, one in page.elements if attribute in one}
        assert pointed <= set(ids)
    assert all(one.get("scope") in {"col", "row"} for one in page.all("th"))
    assert not page.all("script")
    assert not [one for _, one in page.elements if "style" in one]
    loaded = [one.get("href") for one in page.all("link") if one["rel"] in {"stylesheet", "icon"}]
    assert loaded
    assert all(href and href.startswith("/") for href in loaded)
    return page


@pytest.fixture(scope="session")
def checked() -> Callable[[str], Outline]:
    return check_page


@pytest.fixture
def writable() -> Iterator[httpx.Client]:
    """A client with an admin's token, of an application with an empty store of its own."""
    settings = Settings(content_dir=CONTENT, admin_token="the-token-of-these-tests")  # noqa: S106
    store = ReplicatedStore(EmbeddedStore(), Limits.of(settings))
    with closing(store), client_of(create_app(settings, store)) as client:
        client.headers["Authorization"] = "Bearer the-token-of-these-tests"
        yield client
