"""Whole graphs as responses: read by a reader, sent as they come, within the limits of a result."""

from __future__ import annotations

from hashlib import blake2b

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cityweave.formats import RdfFormat
from cityweave.naming import prefixes_of
from cityweave.store import Caller, Moment
from cityweave.web.asked import Headers, date
from cityweave.web.delivery import forward, watched
from cityweave.web.replies import is_known
from cityweave.web.site import Site


class Export(Response):
    """Every named graph in one format, or the triples of one graph."""

    def __init__(self, site: Site, rdf_format: RdfFormat, graph: str | None) -> None:
        super().__init__()
        self._site = site
        self._format = rdf_format
        self._graph = graph

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, or 304 where the client has it. Raises as `Store.dump` before that."""
        store = self._site.store
        state = store.state
        etag = self._etag(state)
        headers = self._about(etag, state)
        if is_known(scope, etag, is_there=False):
            await send({"type": "http.response.start", "status": 304, "headers": headers[1:]})
            await send({"type": "http.response.body", "body": b""})
            return
        client = scope.get("client")
        caller = Caller(client[0] if client else None)
        async with watched(receive, caller):
            asked = store.asked_by(caller)
            result = await asked.export(self._format, self._graph, prefixes_of(self._site.base))
            await forward(result, headers, self._site, scope, send, caller)

    def _etag(self, state: Moment) -> bytes:
        named = repr((state.name, self._format.name, self._graph))
        return b'W/"%s"' % blake2b(named.encode(), digest_size=12).hexdigest().encode()

    def _about(self, etag: bytes, state: Moment) -> Headers:
        content_type = self._format.media_type
        if self._format.is_text:
            content_type += "; charset=utf-8"
        return [
            (b"content-type", content_type.encode()),
            (b"vary", b"Accept, Accept-Encoding"),
            (b"cache-control", b"no-cache"),
            (b"etag", etag),
            (b"last-modified", date(state.since)),
        ]
