"""Reads a request of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from cityweave.errors import BadParameter, TooLarge, UnknownFormat, UnsupportedQuery
from cityweave.query import QueryRequest
from cityweave.settings import Settings
from cityweave.web.bodies import decode, form_items, read_body

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


@dataclass(frozen=True)
class Call:
    """What a client asks: a query with its dataset; ``format`` is ``?format=``, if any.

    ``query`` is None where the request has none.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None

    @property
    def request(self) -> QueryRequest:
        """The query and its dataset. Raises `BadParameter` where there is no query."""
        if self.query is None or not self.query.strip():
            raise BadParameter(
                "There is no query.",
                hint="Send one as ?query=… or as the body of a POST request.",
            )
        return QueryRequest(self.query, self.default_graphs, self.named_graphs)

    @property
    def dataset(self) -> list[tuple[str, str]]:
        """The dataset as parameters of the protocol."""
        return [
            *(("default-graph-uri", iri) for iri in self.default_graphs),
            *(("named-graph-uri", iri) for iri in self.named_graphs),
        ]


def call_of(items: list[tuple[str, str]], settings: Settings) -> Call:
    """The call that these parameters make.

    Raises `BadParameter` for what stands twice, `UnsupportedQuery` for an update, `TooLarge`.
    """
    queries = [value for name, value in items if name == "query"]
    formats = [value for name, value in items if name == "format" and value]
    if len(queries) > 1:
        raise BadParameter('The parameter "query" is given twice.', hint="Give it once.")
    if any(name == "update" for name, _ in items):
        raise _no_updates()
    if queries and len(queries[0]) > settings.max_query_characters:
        raise TooLarge(
            f"The query is longer than {settings.max_query_characters} characters.",
            hint="Ask in smaller parts.",
        )
    return Call(
        query=queries[0] if queries else None,
        default_graphs=tuple(value for name, value in items if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in items if name == "named-graph-uri"),
        # SPARQLWrapper names one format twice, by name and by media type.
        format=formats[0] if formats else None,
    )


async def read_call(request: Request, settings: Settings) -> Call:
    """The call that a GET or POST request makes. Raises as `call_of`, and `UnknownFormat`."""
    items = form_items(request.scope["query_string"])
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type == UPDATE:
            raise _no_updates()
        if media_type not in (FORM, QUERY):
            raise UnknownFormat(
                f"A query cannot be sent as “{media_type or 'no media type'}”.",
                hint=f"Send {QUERY}, or a form ({FORM}) with the field query.",
            )
        body = await read_body(request, settings.max_request_bytes)
        if media_type == FORM:
            items += form_items(body)
        else:
            items.append(("query", decode(body, "The query")))
    return call_of(items, settings)


def _no_updates() -> UnsupportedQuery:
    return UnsupportedQuery(
        "This endpoint answers queries; it takes no updates.",
        hint="Send SELECT, ASK, CONSTRUCT or DESCRIBE as the parameter query.",
    )
