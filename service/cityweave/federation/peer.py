"""Another server of this kind, asked on behalf of who runs a command and names it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from cityweave import __version__
from cityweave.errors import CityweaveError, RemoteFailed

SECONDS = 120
"""How long one request may take."""


class Peer:
    """A server at an address, with the token that it knows somebody by."""

    def __init__(self, address: str, token: str | None = None) -> None:
        self._address = address.rstrip("/")
        self._headers = {"Accept": "application/json", "User-Agent": f"Cityweave/{__version__}"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"

    def ask(
        self,
        path: str,
        *,
        parameters: Mapping[str, str] | None = None,
        document: tuple[str, bytes] | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Any:
        """What the server answers, from JSON.

        With `document` (a name and bytes) or `fields` it is a form by POST, else a GET.
        Raises `RemoteFailed` when nothing sensible comes back, and the server's own errors.
        """
        method = "GET" if document is None and fields is None else "POST"
        try:
            answer = httpx.request(
                method,
                f"{self._address}{path}",
                params=dict(parameters or {}),
                data=dict(fields) if fields is not None else None,
                files=None if document is None else {"file": document},
                headers=self._headers,
                timeout=SECONDS,
                follow_redirects=False,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RemoteFailed(
                f"The server at {self._address} cannot be reached.",
                hint="Look whether the address is right, and whether it runs.",
            ) from error
        try:
            told = json.loads(answer.content)
        except ValueError as error:
            raise RemoteFailed(
                f"The server at {self._address} answered {answer.status_code}, and no JSON.",
                hint="Look whether it is a server of Cityweave.",
            ) from error
        if answer.status_code >= 400:
            raise _error(told, answer.status_code)
        return told


def _error(told: Any, status: int) -> CityweaveError:
    """The error that a problem is (RFC 9457), of the class that has its code."""
    problem = told if isinstance(told, dict) else {}
    kinds = {kind.code: kind for kind in _kinds(CityweaveError)}
    kind = kinds.get(str(problem.get("code")), RemoteFailed)
    detail = str(problem.get("detail") or f"The server answered {status}.")
    hint = problem.get("hint")
    return kind(detail, hint=None if hint is None else str(hint))


def _kinds(root: type[CityweaveError]) -> Iterator[type[CityweaveError]]:
    yield root
    for kind in root.__subclasses__():
        yield from _kinds(kind)
