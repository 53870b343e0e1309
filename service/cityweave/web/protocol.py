"""Reads a request of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from cityweave.errors import BadParameter, TooLarge, UnknownFormat, UnsupportedQuery
from cityweave.query import QueryRequest
from cityweave.query.complexity import Complexity, check
from cityweave.settings import Settings
from cityweave.vocabulary import BASE
from cityweave.web.bodies import decode, form_items, media_type_of, read_body

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

NO_QUERY = "There is no query."
HOW_TO_ASK = "Send one as ?query=… or as the body of a POST request."

Items = list[tuple[str, str]]


@dataclass(frozen=True)
class Call:
    """What a client asks: a query with its dataset; ``format`` is ``?format=``, if any.

    ``query`` is None where the request has none; ``base`` is that of the deployment.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    base: str = BASE

    @property
    def request(self) -> QueryRequest:
        """The query and its dataset. Raises `BadParameter` where there is no query."""
        if self.query is None or not self.query.strip():
            raise BadParameter(NO_QUERY, hint=HOW_TO_ASK)
        return QueryRequest(self.query, self.default_graphs, self.named_graphs, base=self.base)

    @property
    def dataset(self) -> list[tuple[str, str]]:
        """The dataset as parameters of the protocol."""
        return [
            *(("default-graph-uri", iri) for iri in self.default_graphs),
            *(("named-graph-uri", iri) for iri in self.named_graphs),
        ]


@dataclass(frozen=True)
class UpdateCall:
    """An update that a client sends, with the dataset of its WHERE clauses."""

    text: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


async def read_call(request: Request, settings: Settings) -> Call | UpdateCall:
    """The query or update that a GET or POST request brings.

    Raises `BadParameter` for what stands twice or does not belong together,
    `UnsupportedQuery` for an update by GET, `TooLarge`, `UnknownFormat`.
    """
    items = form_items(request.scope["query_string"])
    if any(name == "update" for name, _ in items):
        raise UnsupportedQuery(
            "An update cannot be part of an address.",
            hint=f"Send it by POST, as a form with the field update or as {UPDATE}.",
        )
    if request.method == "POST":
        media_type = media_type_of(request.headers)
        if media_type not in (FORM, QUERY, UPDATE):
            raise UnknownFormat(
                f"Neither a query nor an update can be sent as “{media_type or 'no media type'}”.",
                hint=f"Send {QUERY}, {UPDATE}, or a form ({FORM}) with the field query or update.",
            )
        body = await read_body(request, settings.max_request_bytes)
        if media_type == FORM:
            items += form_items(body)
        elif media_type == QUERY:
            items.append(("query", decode(body, "The query")))
        else:
            items.append(("update", decode(body, "The update")))
    if any(name == "update" for name, _ in items):
        return update_of(items, settings)
    return call_of(items, settings)


def call_of(items: Items, settings: Settings) -> Call:
    """The query that these parameters make. Raises `BadParameter` and `TooLarge`."""
    if len(items) == 1 and items[0][0] == "query":  # as most requests have it
        return Call(_text(items, "query", settings), base=settings.base)
    _refuse(items, "an update", "using-graph-uri", "using-named-graph-uri")
    formats = [value for value in _values(items, "format") if value]
    return Call(
        query=_text(items, "query", settings),
        default_graphs=_values(items, "default-graph-uri"),
        named_graphs=_values(items, "named-graph-uri"),
        # SPARQLWrapper names one format twice, by name and by media type.
        format=formats[0] if formats else None,
        base=settings.base,
    )


def update_of(items: Items, settings: Settings) -> UpdateCall:
    """The update that these parameters make. Raises `BadParameter` and `TooLarge`."""
    _refuse(items, "a query", "query", "default-graph-uri", "named-graph-uri")
    return UpdateCall(
        text=_text(items, "update", settings) or "",
        using=_values(items, "using-graph-uri"),
        using_named=_values(items, "using-named-graph-uri"),
    )


def _values(items: Items, wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in items if name == wanted)


def _refuse(items: Items, owner: str, *unwanted: str) -> None:
    """Refuse parameters that would be ignored: they belong to the other operation."""
    for name, _ in items:
        if name in unwanted:
            raise BadParameter(
                f'The parameter "{name}" belongs to {owner}, and there is none of it here.'
                if name != "query"
                else "There are a query and an update in one request.",
                hint="Send queries with default-graph-uri and named-graph-uri, updates with "
                "using-graph-uri and using-named-graph-uri, each in a request of its own.",
            )


def _text(items: Items, name: str, settings: Settings) -> str | None:
    """The text of the query or update, if there is one."""
    texts = _values(items, name)
    if len(texts) > 1:
        raise BadParameter(f'The parameter "{name}" is given twice.', hint="Give it once.")
    longest = settings.max_query_characters if name == "query" else settings.max_request_bytes
    if texts and len(texts[0]) > longest:
        raise TooLarge(
            f"The {name} is longer than {longest} characters.", hint="Send smaller parts."
        )
    if texts and name == "query":
        check(texts[0], Complexity.of_queries(settings))
    return texts[0] if texts else None
