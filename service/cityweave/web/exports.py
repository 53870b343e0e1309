"""What readers write, sent as it comes, within the limits of a result and known by the state."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from hashlib import blake2b
from typing import Protocol

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cityweave.formats import RdfFormat, ResultFormat, rdf_by_name
from cityweave.naming import prefixes_of
from cityweave.store import Caller, Moment, Result, Store
from cityweave.web.asked import Headers, date
from cityweave.web.delivery import forward, watched
from cityweave.web.replies import SHARED, is_known, settled
from cityweave.web.site import Site

Begin = Callable[[Store], Awaitable[Result]]
"""Begins to have something written, by a reader of the store that it gets."""

Told = Callable[[Moment, int], None]
"""Is told, after the whole was sent, of which state it was and how many bytes it has."""


class Converter(Protocol):
    """Makes other bytes of a result as it comes."""

    def part(self, data: bytes) -> bytes:
        """What these bytes become, or some of it."""
        ...

    def end(self) -> bytes:
        """What is left at the end."""
        ...


class Export(Response):
    """What readers write in a format; ``name`` tells it from everything else of the same state."""

    def __init__(
        self,
        site: Site,
        name: object,
        content_type: str,
        begin: Begin,
        *,
        filename: str | None = None,
        told: Told | None = None,
    ) -> None:
        super().__init__()
        self._site = site
        self._name = name
        self._type = content_type
        self._begin = begin
        self._filename = filename
        self._told = told

    @classmethod
    def of_graph(cls, site: Site, chosen: ResultFormat, graph: str | None) -> Export:
        """Every named graph in one format, or the triples of one graph."""
        name = chosen.name, chosen.media_type, graph
        begin = dumping(site, rdf_by_name(chosen.name), graph)
        return cls(site, name, chosen.content_type, begin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, or 304 where the client has it. Raises as `Store.dump` before that."""
        store = self._site.store
        state = store.state
        etag = self._etag(state)
        headers = self._about()
        modified = settled(state.since)
        known: Headers = [(b"etag", etag)]
        if modified is not None:
            known.append((b"last-modified", date(modified)))
        if is_known(scope, etag, is_there=False, modified=modified):
            await send(
                {"type": "http.response.start", "status": 304, "headers": [*headers[1:], *known]}
            )
            await send({"type": "http.response.body", "body": b""})
            return
        client = scope.get("client")
        caller = Caller(client[0] if client else None)
        async with watched(receive, caller):
            result = Counted(await self._begin(store.asked_by(caller)))
            if store.state is state:  # else nobody can say whose the result is
                headers += known
            await forward(result, headers, self._site, scope, send, caller)
        if self._told and result.is_whole and store.state is state:
            self._told(state, result.size)

    def _etag(self, state: Moment) -> bytes:
        named = repr((state.name, self._name))
        return b'W/"%s"' % blake2b(named.encode(), digest_size=12).hexdigest().encode()

    def _about(self) -> Headers:
        headers = [
            (b"content-type", self._type.encode()),
            (b"vary", b"Accept, Accept-Encoding"),
            (b"cache-control", b"no-cache"),
            *((name.lower().encode(), value.encode()) for name, value in SHARED.items()),
        ]
        if self._filename:
            disposition = f'attachment; filename="{self._filename}"'
            headers.append((b"content-disposition", disposition.encode()))
        return headers


def prefixes(site: Site) -> Mapping[str, str]:
    """The prefixes that files of a deployment declare."""
    return prefixes_of(site.base)


def dumping(site: Site, rdf_format: RdfFormat, graph: str | None) -> Begin:
    """Has every named graph written, or the triples of one."""

    async def begin(store: Store) -> Result:
        return await store.export(rdf_format, graph, prefixes(site))

    return begin


class Counted:
    """A result whose bytes are counted, and converted where somebody is there to do so."""

    def __init__(self, inner: Result, converter: Converter | None = None) -> None:
        self._inner = inner
        self._converter = converter
        self.size = 0
        self.is_whole = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._inner:
            if data := self._taken(part):
                yield data
        if data := self._ended():
            yield data

    @property
    def ended(self) -> bool:
        """Whether the whole result is here."""
        return self._inner.ended

    def rest(self) -> bytes:
        """What is here and was not taken yet; the end where that is here, too."""
        data = self._taken(self._inner.rest())
        return data + self._ended() if self._inner.ended else data

    def close(self) -> None:
        """Stop what still runs."""
        self._inner.close()

    def _taken(self, data: bytes) -> bytes:
        made = self._converter.part(data) if self._converter else data
        self.size += len(made)
        return made

    def _ended(self) -> bytes:
        if self.is_whole:
            return b""
        self.is_whole = True
        made = self._converter.end() if self._converter else b""
        self.size += len(made)
        return made
