"""The one shape of every failure: RFC 9457 problem details, or a page for people."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cityweave.errors import (
    Abandoned,
    CityweaveError,
    LimitExceeded,
    MethodNotAllowed,
    NotFound,
    RemoteFailed,
    SyntaxErrorInData,
)
from cityweave.naming import renamed
from cityweave.vocabulary import PROBLEM
from cityweave.web.documents import address, escaped
from cityweave.web.methods import allowed
from cityweave.web.negotiation import wants_page
from cityweave.web.page import Page
from cityweave.web.site import Site

MEDIA_TYPE = "application/problem+json"
MEANT = "Did you mean"
_LOG = logging.getLogger("cityweave.web")
_SETTING = re.compile(r"\bmax(?:_[a-z]+)+")
"""The name of a setting that is a limit, in the words of a `LimitExceeded`."""

_TOLD = (LimitExceeded, RemoteFailed)
"""Errors from 500 on whose words are for the client: nothing is wrong here."""

UNNAMED = "about:blank"
"""The type of what means no more than its status does (RFC 9457, 4.2.1)."""

_INTERNAL = "The server could not finish this request. What was asked may well be right."


@dataclass(frozen=True)
class Problem:
    """A failure as the wire has it (https://www.rfc-editor.org/rfc/rfc9457#section-3.1).

    ``code`` is the last part of ``type``; ``line`` and ``column`` count from one in
    what was sent, of which ``source`` is the file. ``suggestions`` are addresses, as references
    (RFC 3986, 4.1), that may have been meant.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    hint: str | None = None
    line: int | None = None
    column: int | None = None
    source: str | None = None
    suggestions: tuple[str, ...] | None = None

    def body(self) -> bytes:
        """The JSON text, without the members that have no value."""
        members = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(members, ensure_ascii=False).encode()


def problem_of(error: Exception, site: Site, request: Request) -> Problem:
    """The problem that an exception is; of those from 500 on, few say what they are."""
    request_id = request_id_of(request)
    if isinstance(error, CityweaveError):
        internal = _is_internal(error)
        detail, hint = as_told(error)
        return Problem(
            type=type_of(error.code),
            title=error.title,
            status=error.status,
            detail=detail,
            code=error.code,
            request_id=request_id,
            hint=renamed(hint, site.base) if hint else None,
            line=None if internal else error.line,
            column=None if internal else error.column,
            source=error.source or None if isinstance(error, SyntaxErrorInData) else None,
        )
    if isinstance(error, HTTPException):
        return _of_http(error, site, request)
    return Problem(
        type=type_of(CityweaveError.code),
        title=CityweaveError.title,
        status=500,
        detail=_INTERNAL,
        code=CityweaveError.code,
        request_id=request_id,
    )


def _is_internal(error: CityweaveError) -> bool:
    """Whether its words are for the log alone."""
    return error.status >= 500 and not isinstance(error, _TOLD)


def as_told(error: CityweaveError) -> tuple[str, str | None]:
    """What a client is told of an error, and what to do: little of what went wrong inside."""
    return (_INTERNAL, None) if _is_internal(error) else (error.detail, error.hint or None)


def _of_http(error: HTTPException, site: Site, request: Request) -> Problem:
    """The problem that a router or a folder of files met; one of ours where it has a name."""
    path = request.url.path
    if error.status_code == 404:
        hint = "The calls are listed at /docs, the questions at /queries."
        return problem_of(NotFound(f"There is nothing at {path}", hint=hint), site, request)
    if error.status_code == 405:
        detail = f"{path} does not take {request.method} requests."
        hint = f"It takes {allowed(request, error)}."
        return problem_of(MethodNotAllowed(detail, hint=hint), site, request)
    phrase = HTTPStatus(error.status_code).phrase
    return Problem(
        type=UNNAMED,
        title=phrase,
        status=error.status_code,
        detail=f"{phrase}.",
        code=phrase.lower().replace(" ", "-"),
        request_id=request_id_of(request),
    )


def type_of(code: str) -> str:
    """The name of a type of problems, which is the same in every deployment."""
    return f"{PROBLEM}/{code}"


def request_id_of(request: Request) -> str:
    """The id of a request, as the header and the log have it."""
    return str(request.scope.get("state", {}).get("request_id", ""))


def respond(error: Exception, site: Site, request: Request, near: tuple[str, ...] = ()) -> Response:
    """The answer to a request that failed, logged with its id; `near` are paths of the deployment.

    They may have been meant, and are told as ``suggestions`` and as links (RFC 8288).
    """
    problem = _suggesting(problem_of(error, site, request), near, Page.of(request).root)
    ours = problem.status >= 500 and not isinstance(error, (*_TOLD, Abandoned))
    level = logging.ERROR if ours else logging.INFO
    _LOG.log(
        level,
        "%s %r: %d %s (request %s)",
        request.method,
        request.url.path,
        problem.status,
        problem.code,
        problem.request_id,
        exc_info=error if ours else None,
    )
    headers: Mapping[str, str] = {"Vary": "Accept", "Cache-Control": "no-store"}
    if isinstance(error, HTTPException) and error.status_code == 405:
        headers = {**headers, "Allow": allowed(request, error)}
    if problem.status in (401, 403):
        headers = {**headers, "WWW-Authenticate": _challenge(problem.status, request)}
    if isinstance(error, LimitExceeded) and (limits := _SETTING.findall(error.detail)):
        headers = {**headers, "Cityweave-Limit": ", ".join(limits)}
    if isinstance(error, LimitExceeded) and error.retry_after is not None:
        headers = {**headers, "Retry-After": str(error.retry_after)}
    if problem.suggestions:
        links = [f'<{one}>; rel="related"' for one in problem.suggestions]
        headers = {**headers, "Link": ", ".join(links)}
    if wants_page(request.headers.get("accept"), request.query_params.get("format")):
        response: Response = site.render(
            request, "problem.html", {"problem": problem}, problem.status
        )
        response.headers.update(headers)
        response.headers["Vary"] = "Accept, Accept-Language"
        return response
    return Response(problem.body(), problem.status, headers, MEDIA_TYPE)


def _suggesting(problem: Problem, near: tuple[str, ...], root: str) -> Problem:
    """A problem with what may have been meant, in the hint as well, which is for people."""
    if not near:
        return problem
    paths = [path.partition("#") for path in near]
    found = tuple(address(root, path) + mark + escaped(rest) for path, mark, rest in paths)
    hint = problem.hint or ""
    if not hint.startswith(MEANT):
        hint = f"{MEANT} {' or '.join(found)}? {hint}".strip()
    return replace(problem, hint=hint, suggestions=found)


def _challenge(status: int, request: Request) -> str:
    """What a client needs to be let in (RFC 6750, section 3)."""
    challenge = 'Bearer realm="cityweave"'
    if status == 403:
        return f'{challenge}, error="insufficient_scope"'
    if request.headers.get("authorization", "").lower().startswith("bearer "):
        return f'{challenge}, error="invalid_token"'
    return challenge
