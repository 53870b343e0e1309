"""What proxies tell: believed from those that are trusted, and only what a path can be."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from cityweave.catalogue import Catalogue
from cityweave.contributions import Contributions
from cityweave.contributions.judging import judge_in
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.web.forwarding import Forwarded
from cityweave.web.routes import routed
from cityweave.web.site import Site
from cityweave.web.suggestions import TOP

BASE = "https://example.org/weave/"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "dereferencing.md"


def placed(
    path: str, *headers: tuple[str, str], client: str = "127.0.0.1", root: str = ""
) -> tuple[str, str]:
    """Root and path of a request, as an application below sees them."""
    found: list[tuple[str, str]] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append((scope.get("root_path", ""), scope["path"]))
        assert Request(scope).url.path == scope["path"]
        response: Response = JSONResponse(None)
        await response(scope, receive, send)

    async def run() -> None:
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": root,
            "query_string": b"",
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
            "client": (client, 5000),
            "server": ("127.0.0.1", 8000),
        }

        async def receive() -> dict[str, object]:
            return {"type": "http.request"}

        async def send(_: object) -> None:
            return

        await Forwarded(app, BASE, "127.0.0.1,10.0.0.0/8")(scope, receive, send)

    asyncio.run(run())
    return found[0]


@pytest.mark.parametrize("client", ["127.0.0.1", "10.1.2.3"])
@pytest.mark.parametrize("path", ["/id/city/x", "/here/id/city/x"])
def test_a_trusted_proxy_tells_the_path(client: str, path: str) -> None:
    prefix = ("x-forwarded-prefix", "/here/")
    assert placed(path, prefix, client=client) == ("/here", "/here/id/city/x")


def test_others_tell_nothing() -> None:
    prefix = ("x-forwarded-prefix", "/here")
    assert placed("/id/city/x", prefix, client="192.0.2.7") == ("", "/id/city/x")


@pytest.mark.parametrize(
    "prefix",
    ["", "/", "here", "//evil.example", "/a//b", '/"><script>', "/a b", "https://x/", "/é"],
)
def test_what_is_no_path_counts_for_nothing(prefix: str) -> None:
    assert placed("/id/city/x", ("x-forwarded-prefix", prefix)) == ("", "/id/city/x")


@pytest.mark.parametrize("path", ["/id/city/x", "/weave/id/city/x"])
@pytest.mark.parametrize("host", ["example.org", "EXAMPLE.org"])
def test_the_host_of_the_base_stands_under_its_path(path: str, host: str) -> None:
    assert placed(path, ("host", host)) == ("/weave", "/weave/id/city/x")


def test_another_host_does_not() -> None:
    assert placed("/id/city/x", ("host", "127.0.0.1:8000")) == ("", "/id/city/x")
    assert placed("/weavers", ("host", "example.org")) == ("/weave", "/weave/weavers")


def test_a_path_that_the_server_knows_stays() -> None:
    headers = (("host", "example.org"), ("x-forwarded-prefix", "/here"))
    assert placed("/mine/id/x", *headers, root="/mine") == ("/mine", "/mine/id/x")


def paths(routes: Iterable[object]) -> Iterator[str]:
    """The paths of routes, and of the routers among them."""
    for one in routes:
        path = getattr(one, "path", None)
        if path is None:
            yield from paths(one.original_router.routes)  # type: ignore[attr-defined]
        else:
            yield path


def test_the_docs_name_every_path_that_a_prefix_cannot_begin_with() -> None:
    settings, store = Settings(), EmbeddedStore()
    with closing(Contributions(store, judge_in(store), settings)) as kept:
        app = routed(Site.of(settings, store, Catalogue({}), kept))
    own = {one.split("/")[1].partition(".{")[0] for one in paths(app.routes)}
    assert set(TOP) | {".well-known"} == own - {""}
    text = PAGE.read_text("utf-8").partition("anything\nbut ")[2].partition("\n\n")[0]
    assert set(re.findall("`([^`]+)`", text)) == own - {""}
