"""Every kind of address as strangers ask for it: what HTTP promises holds at all of them.

The headers are those that the clients send; the rules are RFC 9110's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from cityweave.settings import Settings
from cityweave.store import ReplicatedStore
from cityweave.web import create_app

CONSTRUCT = "CONSTRUCT%20%7B?s%20?p%20?o%7D%20WHERE%20%7B?s%20?p%20?o%7D"
SELECT = "SELECT%20*%20WHERE%20%7B?s%20a%20?c%7D%20ORDER%20BY%20?s%20?c"
GRAPH = "https://w3id.org/cityweave/graph/editorial"
ADDRESSES = [
    "/",
    "/id/city/petrinia",
    "/id/city/petrinia.ttl",
    "/doc/city/petrinia",
    "/doc/city/petrinia.jsonld",
    "/doc/city/petrinia.html",
    "/source/gazette",
    "/graph/editorial",
    "/graph/ontology",
    "/graph/default",
    "/ontology",
    "/ontology.ttl",
    "/shapes",
    "/shapes/Municipality",
    "/shapes/places.ttl",
    "/shapes/places.ttl.nt",
    "/profile/names/0.1.0",
    "/profiles",
    "/problem",
    "/problem/not-found",
    "/fault/ambiguous-date",
    "/queries",
    "/queries/partners",
    "/queries/partners.csv",
    "/queries/partners.rq",
    "/queries/graph-of-networks",
    "/datasets",
    "/datasets.ttl",
    "/.well-known/void",
    "/.well-known/sparql-examples",
    "/dumps",
    "/dumps/graph/editorial.ttl",
    "/dumps/cities.geojson",
    "/sparql",
    f"/sparql?query={CONSTRUCT}",
    f"/sparql?query={SELECT}",
    "/store",
    "/store?default",
    f"/store?graph={GRAPH}",
    "/reconcile",
    "/templates",
    "/contributions",
    "/openapi.json",
    "/docs",
    "/static/cityweave.css",
]
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
EXPANDED = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"'
ACCEPTS = {
    "nothing said": None,
    "empty": "",
    "curl, wget": "*/*",
    "Firefox": FIREFOX,
    "Chrome": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
    "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
    "rdflib": "application/rdf+xml,text/rdf+n3,application/xhtml+xml;q=0.5, */*;q=0.1",
    "rdflib, Turtle": "text/turtle, application/x-turtle",
    "Jena": "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,"
    "application/rdf+xml;q=0.7,*/*;q=0.3",
    "RDF4J": "application/rdf+xml;q=0.8, application/xml;q=0.8, text/xml;q=0.8, text/turtle, "
    "application/x-turtle, application/trig;q=0.8, text/plain;q=0.7, text/n3;q=0.7",
    "Comunica": "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
    "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,"
    "application/json;q=0.45,application/xml;q=0.3,text/html;q=0.2",
    "OpenRefine": "application/json, text/javascript, */*; q=0.01",
    "old Java": "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
    "jsonld.js": "application/ld+json, application/json",
    "expanded": EXPANDED,
    "compacted": EXPANDED.replace("expanded", "compacted"),
    "tables": "text/csv",
    "no page": "text/html;q=0, */*",
    "no Turtle": "text/turtle;q=0, */*;q=0.5",
    "nothing": "*/*;q=0",
    "nonsense": "turtle please",
    "a picture": "image/png",
}
FIXED = (
    "/openapi.json",
    "/docs",
    "/static/",
    "/dumps",
    ".rq",
    ".csv",
    ".ttl",
    ".jsonld",
    ".html",
    "/reconcile",
)
"""What is there in one form only, whoever asks, or asks by its suffix; and the manifest, which is
given to clients of all kinds."""

PASSING = {"date", "x-request-id", "content-length", "transfer-encoding", "cache-status"}
"""Headers that differ between answers that are otherwise the same."""


def listed(answer: httpx.Response, name: str) -> set[str]:
    return {one.strip().lower() for one in answer.headers.get(name, "").split(",")} - {""}


def kept(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in PASSING}


@contextmanager
def bare(client: httpx.Client) -> Iterator[httpx.Client]:
    """The client without the headers that it sends by itself."""
    own = {name: client.headers.pop(name) for name in ("accept", "accept-encoding", "user-agent")}
    try:
        yield client
    finally:
        client.headers.update(own)


@pytest.fixture
def stranger(client: httpx.Client) -> Iterator[httpx.Client]:
    with bare(client) as found:
        yield found


def ask(client: httpx.Client, address: str, accept: str | None, **more: str) -> httpx.Response:
    given = {} if accept is None else {"Accept": accept}
    return client.get(address, headers={**given, **more})


def may_be(accept: str | None, content_type: str) -> bool:
    """Whether a header names a media type or all with a quality above zero; read in a plain way."""
    kind = content_type.partition(";")[0]
    for element in (accept or "*/*").split(","):
        media, *parameters = (one.strip() for one in element.split(";"))
        quality = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        if media in (kind, "*/*", "*", f"{kind.partition('/')[0]}/*") and float(quality) > 0:
            return True
    return False


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_client_gets_what_it_takes(stranger: httpx.Client, address: str) -> None:
    answers = {one: ask(stranger, address, accept) for one, accept in ACCEPTS.items()}
    has_one_form = any(one in address for one in FIXED)
    for name, answer in answers.items():
        assert answer.status_code in (200, 303, 406), (name, answer.text)
        kind = answer.headers.get("content-type", "")
        if answer.status_code == 200 and not has_one_form:
            assert may_be(ACCEPTS[name], kind), (name, kind)
        if answer.status_code == 406:
            assert answer.json()["hint"] if "json" in kind else "<main" in answer.text, name
    assert answers["nothing said"].content == answers["empty"].content
    assert answers["nothing said"].status_code == answers["curl, wget"].status_code
    kinds = {one.headers.get("content-type") for one in answers.values()}
    for name, answer in answers.items():
        if len(kinds) > 1:
            assert "accept" in listed(answer, "vary"), name
        if answer.headers.get("content-language"):
            assert "accept-language" in listed(answer, "vary"), name
    tagged: dict[str, set[tuple[str, bytes]]] = {}
    for answer in answers.values():
        if "etag" in answer.headers:
            one = answer.headers["content-type"], answer.content
            tagged.setdefault(answer.headers["etag"], set()).add(one)
    assert [one for one in tagged.values() if len(one) > 1] == []


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("accept", ["*/*", FIREFOX, EXPANDED], ids=["curl", "Firefox", "expanded"])
def test_the_same_answer_in_other_ways(stranger: httpx.Client, address: str, accept: str) -> None:
    answer = ask(stranger, address, accept)
    head = stranger.head(address, headers={"Accept": accept})
    assert (head.status_code, head.content, kept(head)) == (answer.status_code, b"", kept(answer))
    if answer.status_code != 200:
        return
    for coding in ("gzip", "br", "zstd", "zstd, gzip;q=0.5", "*", "identity", "gzip;q=0, br;q=0"):
        coded = ask(stranger, address, accept, **{"Accept-Encoding": coding})
        assert steady(coded) == steady(answer), coding
        used = coded.headers.get("content-encoding")
        assert used in {None, *(one.partition(";")[0] for one in coding.split(", "))} or (
            coding == "*"
        )
        if used:
            assert "accept-encoding" in listed(coded, "vary")
            assert coded.headers.get("etag", "W/").startswith("W/")
    part = ask(stranger, address, accept, Range="bytes=0-9")
    if part.status_code == 206:
        assert part.content == answer.content[:10]
        assert part.headers["content-range"] == f"bytes 0-9/{len(answer.content)}"
    else:
        assert (part.status_code, steady(part)) == (200, steady(answer))
    if tag := answer.headers.get("etag"):
        for named in (tag, tag.removeprefix("W/"), f'"another", {tag}'):
            known = ask(stranger, address, accept, **{"If-None-Match": named})
            assert (known.status_code, known.content) == (304, b""), named
            for name in ("etag", "vary", "cache-control", "content-location", "link"):
                assert known.headers.get(name) == answer.headers.get(name), name
        other = ask(stranger, address, accept, **{"If-None-Match": '"another"'})
        assert (other.status_code, steady(other)) == (200, steady(answer))


def steady(answer: httpx.Response) -> bytes:
    """What an answer says, without the key that each form for a contribution has anew."""
    return re.sub(rb'(?<=name="key" value=")[^"]+', b"", answer.content)


WRITTEN = {
    "/graph/editorial": "DELETE, GET, HEAD, OPTIONS, POST, PUT",
    "/graph/ontology": "DELETE, GET, HEAD, OPTIONS, POST, PUT",
    "/graph/default": "DELETE, GET, HEAD, OPTIONS, POST, PUT",
    "/store": "DELETE, GET, HEAD, OPTIONS, POST, PUT",
    "/sparql": "GET, HEAD, OPTIONS, POST",
    "/contributions": "GET, HEAD, OPTIONS, POST",
    "/reconcile": "GET, HEAD, OPTIONS, POST",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_says_what_it_takes(stranger: httpx.Client, address: str) -> None:
    wanted = WRITTEN.get(address.partition("?")[0], "GET, HEAD, OPTIONS")
    told = stranger.options(address)
    assert (told.status_code, told.content, told.headers["allow"]) == (204, b"", wanted)
    refused = stranger.request("PATCH", address)
    assert (refused.status_code, refused.headers["allow"]) == (405, wanted)
    assert wanted in refused.json()["hint"]
    assert stranger.options("/nowhere").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_scripts_of_other_sites_may_ask(stranger: httpx.Client, address: str) -> None:
    asking = {"Origin": "https://other.example"}
    before = {
        **asking,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "accept, if-none-match",
    }
    allowed = stranger.options(address, headers=before)
    assert allowed.status_code == 200
    assert {"accept", "if-none-match"} <= listed(allowed, "access-control-allow-headers")
    for accept in ("*/*", FIREFOX, "image/png"):
        answer = ask(stranger, address, accept, **asking)
        assert answer.headers.get_list("access-control-allow-origin") == ["*"], accept
        assert "link" in listed(answer, "access-control-expose-headers")


@pytest.fixture(scope="module")
def below(
    settings: Settings, store: ReplicatedStore, connect: Callable[[ASGIApp], httpx.Client]
) -> Iterator[httpx.Client]:
    """A client of the same deployment under a path."""
    app = create_app(settings, store)

    async def placed(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "root_path": "/weave"}, receive, send)

    with connect(placed) as client, bare(client) as found:
        yield found


@pytest.mark.parametrize("address", ADDRESSES)
def test_below_a_path_all_addresses_begin_with_it(below: httpx.Client, address: str) -> None:
    for accept in ("*/*", FIREFOX):
        answer = ask(below, "/weave" + address, accept)
        assert answer.status_code in (200, 303, 406), answer.text
        own = [
            answer.headers[one] for one in ("location", "content-location") if one in kept(answer)
        ]
        own += [one["url"] for one in answer.links.values() if one["url"].startswith("/")]
        for one in own:
            assert one.startswith("/weave/"), one
            assert ask(below, one, None).status_code in (200, 303), one
