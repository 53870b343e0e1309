"""What a proxy in front tells of a request: whose it is, its scheme, the path it stands under.

A deployment may be shown under a path, as `https://example.org/weave/`. Pages, redirects and links
begin with that path; everything below takes it from the ``root_path`` of ASGI
(https://asgi.readthedocs.io/en/latest/specs/www.html#http-connection-scope).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

HEADER = b"x-forwarded-prefix"
_PREFIX = re.compile(r"(?:/[\w.~%@:+-]+)+", re.ASCII)


class Forwarded(ProxyHeadersMiddleware):
    """Wraps an application as uvicorn's middleware does, and minds ``X-Forwarded-Prefix``, too.

    The header counts from `trusted` proxies only (addresses with commas between). Without it, a
    request to the host of the `base` is taken to stand under the path of the base.
    """

    def __init__(self, app: ASGIApp, base: str, trusted: str = "127.0.0.1") -> None:
        super().__init__(app, trusted)  # type: ignore[arg-type]
        parts = urlsplit(base)
        self._host = parts.netloc.lower().encode()
        self._path = parts.path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Handle one request."""
        if scope["type"] == "http" and not scope.get("root_path"):
            prefix = self._prefix(scope)
            if prefix:
                scope = under(scope, prefix)
        await super().__call__(scope, receive, send)  # type: ignore[arg-type]

    def _prefix(self, scope: Scope) -> str:
        client = scope.get("client")
        trusted = client is not None and client[0] in self.trusted_hosts
        here = False
        for name, value in scope["headers"]:
            if trusted and name == HEADER:
                given = value.decode("latin-1").strip().rstrip("/")
                return given if _PREFIX.fullmatch(given) else ""
            here = here or (name == b"host" and value.lower() == self._host)
        return self._path if here else ""


def under(scope: Scope, prefix: str) -> Scope:
    """The scope of a request under that path, whether the proxy has left the path on it or not.

    A prefix that begins as a route does cannot be told from it (docs/dereferencing.md).
    """
    path, raw = scope["path"], scope.get("raw_path") or scope["path"].encode()
    if path != prefix and not path.startswith(prefix + "/"):
        path, raw = prefix + path, prefix.encode() + raw
    return {**scope, "root_path": prefix, "path": path, "raw_path": raw}
