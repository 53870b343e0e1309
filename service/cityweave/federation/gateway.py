"""The one way to other hosts, with the limits that the settings name."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from urllib.parse import urlencode

import httpx

from cityweave import __version__
from cityweave.errors import (
    FederationRefused,
    Overloaded,
    RemoteFailed,
    RemoteTimeout,
    RemoteTooLarge,
    UnknownFormat,
)
from cityweave.federation.addresses import Resolver, look_up
from cityweave.federation.allowance import Allowance
from cityweave.federation.fetch import Outside, Received, Wanted, fetch
from cityweave.federation.rows import MEDIA_TYPES, Rows, read_rows
from cityweave.federation.targets import Address, Targets
from cityweave.formats import RDF_FORMATS, RdfFormat, rdf_by_media_type, rdf_by_suffix
from cityweave.settings import Settings

_SERVICE = b"http://www.w3.org/ns/sparql-service-description#"

AT_ONCE = 16
"""Requests to other hosts that go on at the same time; more would take too much memory."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document: its bytes, their format, and the address that it came from in the end."""

    data: bytes
    rdf_format: RdfFormat
    url: str


class Gateway:
    """Asks other hosts: those of the allow-list, each time within limits. Keeps nothing.

    Its methods may be called from any event loop. `resolver` and `trust` are the
    system's unless others are given.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        resolver: Resolver = look_up,
        trust: Callable[[], ssl.SSLContext] = httpx.create_ssl_context,
    ) -> None:
        """Read the allow-list. Raises `InvalidSettings`."""
        self._settings = settings
        agent = f"Cityweave/{__version__} (+{settings.base})"
        self._outside = Outside(Targets.of(settings), resolver, cache(trust), agent)
        self._lock = Lock()
        self._going = 0

    @property
    def is_open(self) -> bool:
        """Whether there is any host that may be asked."""
        return bool(self._outside.targets.entries)

    @property
    def query_seconds(self) -> float:
        """How long the store may work for one query (`max_query_seconds`)."""
        return self._settings.max_query_seconds

    def permit(self, iri: str) -> None:
        """Raise `FederationRefused` when that address may not be asked."""
        self._outside.targets.permit(Address.of(iri))

    def permits(self, iri: str) -> bool:
        """Whether that address may be asked."""
        try:
            self.permit(iri)
        except FederationRefused:
            return False
        return True

    def allowance(self) -> Allowance:
        """What one query may receive, all of its requests together."""
        return Allowance(self._settings)

    async def select(
        self, endpoint: str, query: str, variables: frozenset[str], allowance: Allowance
    ) -> Rows:
        """Ask a SPARQL endpoint a SELECT query by POST.

        (https://www.w3.org/TR/sparql11-protocol/#query-via-post-urlencoded) Raises
        `FederationRefused`, `RemoteFailed`, `RemoteTooLarge`, `RemoteTimeout`, `Overloaded`.
        """
        form = urlencode({"query": query}).encode()
        async with self._bounded(endpoint):
            received = await fetch(Wanted(endpoint, MEDIA_TYPES, form), self._outside, allowance)
            rows = await asyncio.to_thread(read_rows, received.body, variables, endpoint)
        allowance.take_rows(rows.count, endpoint)
        if received.most_rows is not None and rows.count >= received.most_rows:
            raise RemoteFailed(
                f"<{endpoint}> sends {received.most_rows} rows at most, and there may be more.",
                hint="Ask it for less: put more of the pattern, or VALUES, inside of SERVICE.",
            )
        return rows

    async def load(self, iri: str) -> Fetched:
        """Fetch an RDF document. Raises as `select`, and `UnknownFormat`."""
        known = tuple(one.media_type for one in RDF_FORMATS)
        wanted = Wanted(iri, (*known, "text/plain", "application/xml", "text/xml"))
        async with self._bounded(iri):
            received = await fetch(wanted, self._outside, self.allowance())
        return Fetched(received.body, _format(received), received.url)

    async def document(self, iri: str, media_types: tuple[str, ...]) -> Received:
        """Fetch a document that comes as one of these media types. Raises as `select`."""
        async with self._bounded(iri):
            return await fetch(Wanted(iri, media_types), self._outside, self.allowance())

    async def graph(self, iri: str) -> Fetched:
        """All triples at an address: those of a document, or of a SPARQL endpoint.

        An endpoint is told by its service description, or by answering nothing else
        (https://www.w3.org/TR/sparql11-service-description/#accessing). Raises as `load`.
        """
        try:
            fetched = await self.load(iri)
        except (RemoteTooLarge, RemoteTimeout):
            raise
        except RemoteFailed as error:
            try:
                return await self._triples(iri)
            except RemoteFailed:
                raise error from None
        return await self._triples(iri) if _SERVICE in fetched.data else fetched

    async def _triples(self, endpoint: str) -> Fetched:
        """What the default graph of an endpoint holds."""
        form = urlencode({"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"}).encode()
        wanted = Wanted(endpoint, ("application/n-triples", "text/turtle"), form)
        async with self._bounded(endpoint):
            received = await fetch(wanted, self._outside, self.allowance())
        return Fetched(received.body, _format(received), received.url)

    @asynccontextmanager
    async def _bounded(self, name: str) -> AsyncIterator[None]:
        """Count a request, and end it when its time is over."""
        seconds = self._settings.max_federation_seconds
        with self._lock:
            if self._going >= AT_ONCE:
                raise Overloaded(
                    f"{AT_ONCE} requests to other hosts go on already.", hint="Try again soon."
                )
            self._going += 1
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as error:
            raise RemoteTimeout(
                f"<{name}> did not answer within {seconds} s, the limit of max_federation_seconds.",
                hint="Ask it for less, or try later.",
            ) from error
        finally:
            with self._lock:
                self._going -= 1


def _format(received: Received) -> RdfFormat:
    """The format that the media type tells, or the suffix where that is a general one."""
    try:
        return rdf_by_media_type(received.media_type)
    except UnknownFormat:
        path = httpx.URL(received.url).path
        return rdf_by_suffix(path)
