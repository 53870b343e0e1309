"""A request for data, understood: the query, the format of its result, and its validators."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from hashlib import blake2b

from cityweave.formats import ResultFormat
from cityweave.query import Notice, Prepared, notices
from cityweave.store import Moment, Store
from cityweave.web.replies import SHARED, settled

REMEMBERED = 2000
LONGEST = 4000
"""Requests that are remembered, and the longest of them, in bytes."""

LONGEST_NOTICE = 400

Headers = list[tuple[bytes, bytes]]

_SHARED = [(name.lower().encode(), value.encode()) for name, value in SHARED.items()]


def noticed(remarks: tuple[Notice, ...]) -> Headers:
    """Remarks about a query as headers, for programs that show them to people."""
    texts = (" ".join(str(one).split())[:LONGEST_NOTICE] for one in remarks)
    plain = ("".join(sign for sign in text if sign.isprintable()) for text in texts)
    return [(b"cityweave-notice", text.encode("ascii", "replace")) for text in plain]


@lru_cache(8)
def date(seconds: float) -> bytes:
    """A time, in seconds since 1970, as headers have it (RFC 9110, 5.6.7)."""
    return formatdate(seconds, usegmt=True).encode()


@dataclass(slots=True)
class Asked:
    """A query that was made ready, and the format that was chosen for it.

    `links` is the `Link` header of the answer, where it has one.
    """

    prepared: Prepared
    format: ResultFormat
    filename: str | None = None
    links: str = ""
    _state: Moment | None = field(default=None, repr=False)
    _etag: bytes = field(default=b"", repr=False)
    _described: Moment | None = field(default=None, repr=False)
    _headers: Headers = field(default_factory=list, repr=False)

    def etag(self, state: Moment) -> bytes | None:
        """A weak validator (RFC 9110, 8.8.3): the same query of the same state is the same result.

        None for a query that may give another result each time.
        """
        if self.prepared.request.volatile:
            return None
        if state is not self._state:
            self._follow(state)
        return self._etag

    def headers(self, store: Store, state: Moment) -> Headers:
        """The headers of an answer of that state, which is the store's at this moment."""
        if state is self._described:
            return self._headers
        etag = self.etag(state)
        headers = [
            (b"content-type", self.format.content_type.encode()),
            (b"vary", b"Accept, Accept-Encoding"),
            (b"cache-control", b"no-cache"),
            *_SHARED,
        ]
        if self.filename:
            disposition = f'inline; filename="{self.filename}"'
            headers.append((b"content-disposition", disposition.encode()))
        if self.links:
            headers.append((b"link", self.links.encode()))
        modified = settled(state.since)
        if etag is not None:
            headers.append((b"etag", etag))
        if etag is not None and modified is not None:
            headers.append((b"last-modified", date(modified)))
        asked = self.prepared.request
        headers += noticed(notices(store, asked.text, asked.base))
        if modified is not None:
            self._described, self._headers = state, headers
        return headers

    def _follow(self, state: Moment) -> None:
        asked = self.prepared.request
        media_type = self.format.media_type
        named = (state.name, media_type, asked.default_graphs, asked.named_graphs, asked.text)
        hashed = blake2b(repr(named).encode("utf-8", "surrogatepass"), digest_size=12)
        self._etag = f'W/"{hashed.hexdigest()}"'.encode()
        self._state = state


class Memory:
    """What the requests that came last were understood as, by their very bytes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[bytes, ...], Asked] = OrderedDict()

    def get(self, key: tuple[bytes, ...]) -> Asked | None:
        """What a request with these bytes was understood as, if it is remembered."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[bytes, ...], asked: Asked) -> None:
        """Remember one, and forget the one not seen for longest."""
        if sum(map(len, key)) <= LONGEST:
            self._kept[key] = asked
            if len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
