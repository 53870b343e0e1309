"""Data as responses: content type, ETag, and 304 where the client has it already."""

from __future__ import annotations

from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response


def etag_of(body: bytes) -> str:
    """A strong validator of a body (RFC 9110, 8.8.3)."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def _matches(header: str, etag: str) -> bool:
    """Whether ``If-None-Match`` names the validator; compared weakly (RFC 9110, 13.1.2)."""
    listed = (one.strip().removeprefix("W/") for one in header.split(","))
    return any(one in ("*", etag) for one in listed)


def data(
    request: Request, body: bytes, content_type: str, *, filename: str | None = None
) -> Response:
    """A response that carries data, or 304 Not Modified.

    ``filename`` is what a download is called.
    """
    etag = etag_of(body)
    headers = {"ETag": etag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if request.method == "GET" and _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    if filename:
        headers["Content-Disposition"] = f'inline; filename="{filename}"'
    headers["Content-Type"] = content_type
    return Response(body, headers=headers)
