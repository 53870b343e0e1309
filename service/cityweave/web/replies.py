"""Data as responses with an ETag, or 304 where the client has it already; what writes did."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from hashlib import blake2b
from math import ceil
from time import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from cityweave.store import Change

EXPOSED = (
    "Cache-Status",
    "Cityweave-Conforms",
    "Cityweave-Limit",
    "Cityweave-Notice",
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-ID",
)
"""Headers that scripts of other sites may read (https://fetch.spec.whatwg.org/#http-cors-protocol)."""

_CONDITIONS = (b"if-none-match", b"if-modified-since")

SHARED = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": ", ".join(EXPOSED)}


def etag_of(body: bytes, content_type: str = "") -> str:
    """A strong validator of a body in a format (RFC 9110, 8.8.3)."""
    hashed = blake2b(body, digest_size=12, key=content_type.encode()[:64])
    return f'"{hashed.hexdigest()}"'


def is_known(
    scope: Scope, etag: bytes | None, *, is_there: bool, modified: int | None = None
) -> bool:
    """Whether ``If-None-Match`` names the validator; compared weakly (RFC 9110, 13.1.2).

    The star stands for any result, and only one that ``is_there`` is known to be one. Without that
    header, whether ``If-Modified-Since`` is not before ``modified``, in seconds since 1970
    (RFC 9110, 13.1.3).
    """
    if etag is None or scope["method"] != "GET":
        return False
    given = {name: value for name, value in scope["headers"] if name in _CONDITIONS}
    if (named := given.get(b"if-none-match")) is not None:
        listed = [one.strip().removeprefix(b"W/") for one in named.split(b",")]
        return etag.removeprefix(b"W/") in listed or (is_there and b"*" in listed)
    since = given.get(b"if-modified-since")
    return modified is not None and since is not None and _seconds(since) >= modified


def settled(since: float) -> int | None:
    """The second by whose beginning a state was there, as ``Last-Modified`` has it.

    It is told when it has begun: nothing that is changed afterwards can have the same one
    (RFC 9110, 8.8.2.2). None before that.
    """
    second = ceil(since)
    return second if time() >= second else None


def _seconds(value: bytes) -> float:
    """A date of HTTP in seconds since 1970; what is none was before all (RFC 9110, 13.1.3)."""
    try:
        return parsedate_to_datetime(value.decode("latin-1")).timestamp()
    except (ValueError, OverflowError):
        return -1.0


def data(
    request: Request, body: bytes, content_type: str, *, filename: str | None = None
) -> Response:
    """A response that carries data, or 304 Not Modified.

    ``filename`` is what a download is called.
    """
    etag = etag_of(body, content_type)
    headers = {"ETag": etag, "Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
    if is_known(request.scope, etag.encode(), is_there=True):
        return Response(status_code=304, headers=headers)
    if filename:
        headers["Content-Disposition"] = f'inline; filename="{filename}"'
    headers["Content-Type"] = content_type
    return Response(body, headers=headers)


def changed(change: Change, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """What a write did, in numbers of statements and names of graphs."""
    done = {
        "added": len(change.added),
        "removed": len(change.removed),
        "created": change.created,
        "dropped": change.dropped,
    }
    return JSONResponse(done, status, {"Cache-Control": "no-store", **(headers or {})})
