"""One request to another host: checked at every step, bounded in time and size."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx

from cityweave.errors import FederationRefused, RemoteFailed
from cityweave.federation.addresses import Resolver, places
from cityweave.federation.allowance import Allowance
from cityweave.federation.decoding import decoded
from cityweave.federation.targets import Address, Targets

REDIRECTS = 5
"""Most redirects of one request."""

_TIMED_OUT = "S1TAT"
"""Virtuoso sends what it has by then, with 200 and this state (its “anytime queries”)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask: an address, the media types that will do, and a form for POST."""

    iri: str
    media_types: tuple[str, ...]
    form: bytes | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What came: the address that answered in the end, its media type, and the bytes.

    `most_rows`: how many rows there can be before some are left out, where that was said.
    """

    url: str
    media_type: str
    body: bytes
    most_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """How the world is reached: the allow-list, the names of hosts, the certificates to trust.

    `agent` is who asks, for `User-Agent`.
    """

    targets: Targets
    resolver: Resolver
    trust: Callable[[], ssl.SSLContext]
    agent: str


async def fetch(wanted: Wanted, outside: Outside, allowance: Allowance) -> Received:
    """Ask, follow redirects, and receive the whole body.

    Each address on the way has to be allowed by itself, and no redirect leads from
    https to http. There is no time limit here. Raises `FederationRefused`,
    `RemoteFailed`, `RemoteTooLarge`.
    """
    address = Address.of(wanted.iri)
    for _ in range(REDIRECTS + 1):
        target = outside.targets.permit(address)
        found = await places(address.host, address.port, target.private, outside.resolver)
        async with _answer(wanted, address, found, outside) as response:
            if not response.has_redirect_location:
                return await _received(wanted, address, response, allowance)
            address = _next(address, response)
            if response.status_code == 303:  # the answer is there for GET (RFC 9110, 15.4.4)
                wanted = replace(wanted, form=None)
    raise RemoteFailed(
        f"<{wanted.iri}> redirects more than {REDIRECTS} times.",
        hint="Name the address that it leads to.",
    )


@asynccontextmanager
async def _answer(
    wanted: Wanted, address: Address, found: tuple[tuple[str, int], ...], outside: Outside
) -> AsyncIterator[httpx.Response]:
    """The answer's head, from the first of the places that can be reached.

    The request goes to a place by its number, so that nothing is looked up again; the
    name stands in `Host` and in TLS, where the certificate is held to it. A client
    of its own for each request keeps no cookies and no connections.
    """
    secure = address.url.scheme == "https"
    async with httpx.AsyncClient(
        verify=outside.trust() if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        trust_env=False,
        follow_redirects=False,
        timeout=None,  # noqa: S113 - the gateway bounds the whole
    ) as client:
        failure: Exception | None = None
        for place, port in found:
            request = client.build_request(
                "GET" if wanted.form is None else "POST",
                address.url.copy_with(host=place, port=port),
                content=wanted.form,
                headers=_headers(wanted, address, outside.agent),
                extensions={"sni_hostname": address.host} if secure else {},
            )
            try:
                response = await client.send(request, stream=True)
            except httpx.ConnectError as error:
                failure = error
                continue
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise _broken(wanted) from error
            try:
                yield response
            finally:
                await response.aclose()
            return
        raise RemoteFailed(
            f"<{wanted.iri}> cannot be reached.", hint="It may be down; try later."
        ) from failure


def _headers(wanted: Wanted, address: Address, agent: str) -> dict[str, str]:
    headers = {
        "Host": address.url.netloc.decode("ascii"),
        "Accept": ", ".join(wanted.media_types),
        "Accept-Encoding": "gzip",
        "User-Agent": agent,
        "Connection": "close",
    }
    if wanted.form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return headers


def _next(address: Address, response: httpx.Response) -> Address:
    """Where a redirect leads. Raises `FederationRefused` when that is from https to http."""
    location = response.headers["location"]
    try:
        following = Address.of(str(address.url.join(location)))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise RemoteFailed(f"<{address.url}> redirects to what is no address.") from error
    if address.url.scheme == "https" and following.url.scheme == "http":
        raise FederationRefused(
            f"<{address.url}> redirects from https to http.",
            hint="Name the address that it leads to, if that is safe.",
        )
    return following


async def _received(
    wanted: Wanted, address: Address, response: httpx.Response, allowance: Allowance
) -> Received:
    """The body of an answer that is what was wanted."""
    if response.status_code != 200:
        raise RemoteFailed(
            f"<{wanted.iri}> answered {response.status_code} instead of a result.",
            hint="Ask it directly to see what it says.",
        )
    if response.headers.get("x-sql-state") == _TIMED_OUT:
        raise RemoteFailed(
            f"<{wanted.iri}> gave up before its answer was whole.", hint="Ask it for less."
        )
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in wanted.media_types:
        shown = f"“{media_type[:80]}”" if media_type else "something without a media type"
        raise RemoteFailed(
            f"<{wanted.iri}> answered with {shown} instead of {wanted.media_types[0]}.",
            hint="Look whether this is the right address.",
        )
    body = bytearray()
    try:
        encoding = response.headers.get("content-encoding", "")
        async for data in decoded(response.aiter_raw(), encoding, allowance, wanted.iri):
            body += data
    except httpx.HTTPError as error:
        raise _broken(wanted) from error
    most = response.headers.get("x-sparql-maxrows", "")
    return Received(
        str(address.url), media_type, bytes(body), int(most[:9]) if most.isdecimal() else None
    )


def _broken(wanted: Wanted) -> RemoteFailed:
    return RemoteFailed(
        f"<{wanted.iri}> broke off its answer, or does not keep to HTTP.", hint="Try later."
    )
