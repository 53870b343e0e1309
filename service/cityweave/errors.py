"""The exceptions of Cityweave, in one tree, each with its HTTP status, code and title.

    CityweaveError                500 internal-error
    ├── BadRequest                400 bad-request
    │   ├── QuerySyntaxError      400 query-syntax-error
    │   ├── UnsupportedQuery      400 unsupported-query
    │   │   └── UnsupportedOrder  400 unsupported-order
    │   ├── FederationRefused     400 federation-refused
    │   ├── SyntaxErrorInData     400 syntax-error-in-data
    │   └── BadParameter          400 bad-parameter
    ├── Unauthorized              401 unauthorized
    ├── Forbidden                 403 forbidden
    ├── NotFound                  404 not-found
    │   └── UnknownQuery          404 unknown-query
    ├── MethodNotAllowed          405 method-not-allowed
    ├── NotAcceptable             406 not-acceptable
    ├── RequestTooSlow            408 request-too-slow
    ├── UpdateRefused             409 update-refused
    ├── ContributionRefused       409 contribution-refused
    ├── TooLarge                  413 too-large
    ├── UnknownFormat             415 unknown-format
    ├── HeadTooLarge              431 head-too-large
    ├── LimitExceeded             503 limit-exceeded
    │   ├── QueryTimeout          504 query-timeout
    │   ├── ResultTooLarge        413 result-too-large
    │   ├── QueryTooHungry        413 query-too-hungry
    │   ├── QueryTooComplex       400 query-too-complex
    │   ├── WriteTimeout          504 write-timeout
    │   ├── WriteTooHungry        413 write-too-hungry
    │   ├── WriteTooLarge         413 write-too-large
    │   ├── WriteTooComplex       400 write-too-complex
    │   ├── ValidationTimeout     504 validation-timeout
    │   ├── ValidationTooLarge    413 validation-too-large
    │   ├── TooManyQueries        429 too-many-queries
    │   └── Overloaded            503 overloaded
    ├── RemoteFailed              502 remote-failed
    │   ├── RemoteTooLarge        502 remote-too-large
    │   └── RemoteTimeout         504 remote-timeout
    ├── Abandoned                 503 abandoned
    ├── QueryFailed               500 query-failed
    ├── StoreUnavailable          503 store-unavailable
    ├── ContentMissing            500 content-missing
    └── InvalidSettings           500 invalid-settings

Only these leave the layers below the edges. A message names the thing (`detail`), the place
(`source`, `line`, `column`, counted from one) and the way out (`hint`). The web renders them
as RFC 9457 `application/problem+json`, the command line as text. What a class says of itself is
also the page of its `type` (web/problem_types.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from cityweave.failure import CityweaveError as CityweaveError  # noqa: PLC0414 - its public place


class BadRequest(CityweaveError):
    """What was asked cannot be understood."""

    status = 400
    code = "bad-request"
    title = "The request is not right"


class QuerySyntaxError(BadRequest):
    """The text is not a SPARQL 1.1 query (https://www.w3.org/TR/sparql11-query/#grammar)."""

    code = "query-syntax-error"
    title = "The query has a syntax error"


class UnsupportedQuery(BadRequest):
    """The query is well-formed and asks for what this endpoint does not do."""

    code = "unsupported-query"
    title = "This endpoint does not answer that kind of query"


class UnsupportedOrder(UnsupportedQuery):
    """ORDER BY compares values that have no order, and cannot be asked another way."""

    code = "unsupported-order"
    title = "These values cannot be put in order"


class FederationRefused(BadRequest):
    """A host is to be asked that may not be (https://www.w3.org/TR/sparql11-federated-query/#security-considerations)."""

    code = "federation-refused"
    title = "This endpoint does not ask that host"


class SyntaxErrorInData(BadRequest):
    """RDF that cannot be parsed in the format that it is said to be in."""

    code = "syntax-error-in-data"
    title = "The data has a syntax error"


class BadParameter(BadRequest):
    """A parameter is missing, unknown, repeated or of the wrong type."""

    code = "bad-parameter"
    title = "A parameter is not right"


class Unauthorized(CityweaveError):
    """No token, or one that is not known (RFC 9110, 15.5.2; RFC 6750, 3.1)."""

    status = 401
    code = "unauthorized"
    title = "This needs a token"


class Forbidden(CityweaveError):
    """The token is known and its role does not reach (RFC 9110, 15.5.4; RFC 6750, 3.1)."""

    status = 403
    code = "forbidden"
    title = "This token may not do that"


class NotFound(CityweaveError):
    """The thing that was named does not exist."""

    status = 404
    code = "not-found"
    title = "There is no such thing here"


class UnknownQuery(NotFound):
    """No query of the catalogue has this name."""

    code = "unknown-query"
    title = "There is no query of that name"


class MethodNotAllowed(CityweaveError):
    """The address is right and does not take that method (RFC 9110, 15.5.6)."""

    status = 405
    code = "method-not-allowed"
    title = "This address does not take that method"


class NotAcceptable(CityweaveError):
    """None of the accepted formats can hold the result (RFC 9110, 15.5.7)."""

    status = 406
    code = "not-acceptable"
    title = "The result cannot be given in any of the accepted formats"


class RequestTooSlow(CityweaveError):
    """The client took too long to send its request (RFC 9110, 15.5.9)."""

    status = 408
    code = "request-too-slow"
    title = "The request took too long to arrive"


class UpdateRefused(CityweaveError):
    """The graph is not as the update needs it (https://www.w3.org/TR/sparql11-update/#graphManagement)."""

    status = 409
    code = "update-refused"
    title = "The update does not fit the graph"


class ContributionRefused(CityweaveError):
    """Contributions are not in the state that a step needs (RFC 9110, 15.5.10)."""

    status = 409
    code = "contribution-refused"
    title = "The contribution is not where this step begins"


class TooLarge(CityweaveError):
    """The request is longer than the settings allow (RFC 9110, 15.5.14)."""

    status = 413
    code = "too-large"
    title = "The request is too large"


class UnknownFormat(CityweaveError):
    """A format that is not known, or cannot be told (RFC 9110, 15.5.16)."""

    status = 415
    code = "unknown-format"
    title = "The format is not known"


class HeadTooLarge(CityweaveError):
    """Address and header fields are too long, or there are too many fields (RFC 6585, 5)."""

    status = 431
    code = "head-too-large"
    title = "The head of the request is too large"


class LimitExceeded(CityweaveError):
    """A bound of this deployment was hit; `detail` names it, `hint` says how to stay below.

    `retry_after` is the number of seconds after which the same may succeed
    (RFC 9110, 10.2.3); None where waiting does not help.
    """

    status = 503
    code = "limit-exceeded"
    title = "A limit of this server was reached"
    retry_after: ClassVar[int | None] = None


class QueryTimeout(LimitExceeded):
    """The query ran longer than it may (RFC 9110, 15.6.5)."""

    status = 504
    code = "query-timeout"
    title = "The query took too long"


class ResultTooLarge(LimitExceeded):
    """The result has more rows or bytes than one answer may have."""

    status = 413
    code = "result-too-large"
    title = "The result is too large"


class QueryTooHungry(LimitExceeded):
    """The query needs more memory than one query may have."""

    status = 413
    code = "query-too-hungry"
    title = "The query needs too much memory"


class QueryTooComplex(LimitExceeded):
    """The query is nested too deeply, or has too many parts, for the engine."""

    status = 400
    code = "query-too-complex"
    title = "The query is too complex"


class WriteTimeout(LimitExceeded):
    """An update, or the reading of an upload, took longer than it may (RFC 9110, 15.6.5)."""

    status = 504
    code = "write-timeout"
    title = "The update or upload took too long"


class WriteTooHungry(LimitExceeded):
    """An update or upload needs more memory than one may have."""

    status = 413
    code = "write-too-hungry"
    title = "The update or upload needs too much memory"


class WriteTooLarge(LimitExceeded):
    """An update or upload adds too many statements, or one that is too long."""

    status = 413
    code = "write-too-large"
    title = "The update or upload is too large"


class WriteTooComplex(LimitExceeded):
    """An update or upload is nested so deeply that it cannot be read."""

    status = 400
    code = "write-too-complex"
    title = "The update or upload is too complex"


class ValidationTimeout(LimitExceeded):
    """A validation took longer than it may (RFC 9110, 15.6.5)."""

    status = 504
    code = "validation-timeout"
    title = "The validation took too long"


class ValidationTooLarge(LimitExceeded):
    """A validation needs more memory, stack or room for its report than one may have."""

    status = 413
    code = "validation-too-large"
    title = "The validation is too large"


class TooManyQueries(LimitExceeded):
    """One client asks too much at once (RFC 6585, 4)."""

    status = 429
    code = "too-many-queries"
    title = "You ask too many queries at once"
    retry_after = 2


class Overloaded(LimitExceeded):
    """All clients together ask too much at once (RFC 9110, 15.6.4)."""

    code = "overloaded"
    title = "The server has too many queries to answer"
    retry_after = 5


class RemoteFailed(CityweaveError):
    """Another host that was asked gave no answer that can be used (RFC 9110, 15.6.3)."""

    status = 502
    code = "remote-failed"
    title = "Another host did not answer as it should"


class RemoteTooLarge(RemoteFailed):
    """Another host answered with more than a query may receive from others."""

    code = "remote-too-large"
    title = "Another host answered with too much"


class RemoteTimeout(RemoteFailed):
    """Another host did not answer in the time that a query waits for it (RFC 9110, 15.6.5)."""

    status = 504
    code = "remote-timeout"
    title = "Another host did not answer in time"


class Abandoned(CityweaveError):
    """The client went away before its answer was there; nobody reads this."""

    status = 503
    code = "abandoned"
    title = "The client went away"


class QueryFailed(CityweaveError):
    """The engine gave up on a well-formed query; the reason stays in the cause."""

    code = "query-failed"
    title = "The query engine gave up on this query"


class StoreUnavailable(CityweaveError):
    """The store cannot be opened, read or written."""

    status = 503
    code = "store-unavailable"
    title = "The store is not available"


class ContentMissing(CityweaveError):
    """The installation lacks a content folder or file."""

    code = "content-missing"
    title = "The installation is not complete"


class InvalidSettings(CityweaveError):
    """A setting has a value that cannot be used."""

    code = "invalid-settings"
    title = "A setting is not right"


def kinds(root: type[CityweaveError] = CityweaveError) -> Iterator[type[CityweaveError]]:
    """A class of the tree and all below it, in the order of the drawing."""
    yield root
    for child in root.__subclasses__():
        if child.__module__ == __name__:
            yield from kinds(child)
