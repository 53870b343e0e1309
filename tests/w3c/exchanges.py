"""Requests and the answers that they must get: what a test of a protocol is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import httpx
from pyoxigraph import RdfFormat, parse

from w3c.comparison import triples

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
PLAIN = {"Content-Type": "text/plain"}

Check = Callable[[httpx.Response], object]


def done(answer: httpx.Response) -> bool:
    """Whether a request was carried out (the W3C's “2xx or 3xx”)."""
    return 200 <= answer.status_code < 400


def refused(answer: httpx.Response) -> bool:
    """Whether a request was refused as wrong, and not because its sender may not write."""
    return 400 <= answer.status_code < 500 and answer.status_code not in (401, 403, 404)


def status(*codes: int) -> Check:
    """Whether an answer has one of these statuses."""
    return lambda answer: answer.status_code in codes


def truth(expected: bool) -> Check:
    """Whether an answer is the result of an ASK, and this one."""

    def check(answer: httpx.Response) -> bool:
        named = answer.headers["content-type"].startswith("application/sparql-results+json")
        return done(answer) and named and json.loads(answer.content)["boolean"] is expected

    return check


def typed(*media_types: str) -> Check:
    """Whether an answer has one of these media types."""
    return lambda answer: (
        done(answer) and answer.headers["content-type"].partition(";")[0] in media_types
    )


def holds(turtle: str) -> Check:
    """Whether an answer is exactly this graph, in Turtle."""

    def check(answer: httpx.Response) -> bool:
        if answer.status_code != 200 or not typed("text/turtle")(answer):
            return False
        base = str(answer.request.url.copy_with(query=None))
        found, expected = (
            triples(parse(text, format=RdfFormat.TURTLE, base_iri=base))
            for text in (answer.content, turtle.encode())
        )
        return found == expected

    return check


@dataclass(frozen=True)
class Request:
    """One request and what its answer must be like; `{new}` is the last `Location`."""

    method: str
    path: str
    check: Check
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Exchange:
    """Requests one after the other, under the name that the W3C gives the requirement."""

    name: str
    requests: tuple[Request, ...]

    def __str__(self) -> str:
        return self.name

    def failures(self, client: httpx.Client) -> list[str]:
        """What was answered otherwise than it must be, in words."""
        found = []
        new = ""
        for one in self.requests:
            path = one.path.replace("{new}", new)
            answer = client.request(one.method, path, headers=one.headers, content=one.body)
            new = answer.headers.get("location", new)
            if not one.check(answer):
                found.append(f"{one.method} {path}: {answer.status_code} {answer.text[:300]}")
        return found


def by_get(check: Check, *parameters: tuple[str, str]) -> Request:
    """A request of the query protocol by GET."""
    return Request("GET", f"/sparql?{urlencode(parameters, quote_via=quote)}", check)


def by_form(check: Check, *parameters: tuple[str, str], headers: Mapping[str, str]) -> Request:
    """A request by POST whose body is written like a form."""
    body = urlencode(parameters, quote_via=quote).encode()
    return Request("POST", "/sparql", check, headers, body)


def directly(
    check: Check,
    text: str,
    *parameters: tuple[str, str],
    headers: Mapping[str, str] = QUERY,
    encoding: str = "utf-8",
) -> Request:
    """A request by POST whose body is the query or update itself."""
    path = "/sparql" + (f"?{urlencode(parameters, quote_via=quote)}" if parameters else "")
    return Request("POST", path, check, headers, text.encode(encoding))
