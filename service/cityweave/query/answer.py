"""Answers a query in the format that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cityweave.errors import NotAcceptable, QuerySyntaxError
from cityweave.formats import Kind, ResultFormat, names
from cityweave.query.dataset import with_dataset
from cityweave.query.diagnosis import diagnose
from cityweave.query.guard import refuse_service
from cityweave.query.kinds import kind_of
from cityweave.query.notices import Notice, notices
from cityweave.query.tokens import declared_prefixes, tokenize
from cityweave.store import QueryRequest, Result, Store

_VOLATILE = ("now", "rand", "uuid", "bnode", "service", "\\u")
"""What may make a result differ from one time to the next. Oxigraph knows no word boundaries, so
a name like `known` counts, too: its result is only not kept."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that may be evaluated: its dataset told from its text, and what it yields.

    `prefixes` are those that it declares, where its result can make use of them.
    """

    kind: Kind
    request: QueryRequest
    prefixes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A result as bytes, with its `Content-Type`, and remarks about the query."""

    kind: Kind
    media_type: str
    body: bytes
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """A result as it comes, with its `Content-Type`, and remarks about the query."""

    kind: Kind
    media_type: str
    chunks: Iterator[bytes]
    notices: tuple[Notice, ...] = ()


def prepare(request: QueryRequest) -> Prepared:
    """Make a query ready. It takes microseconds where the text needs no look at every word.

    Raises `UnsupportedQuery` for updates and SERVICE, `QuerySyntaxError` for what is no query.
    """
    kind = kind_of(request.text)
    folded = request.text.lower()
    prefixes: Mapping[str, str] = {}
    if kind == "graph" or "from" in folded or "service" in folded:
        tokens = tokenize(request.text)
        refuse_service(request.text, tokens)
        request = with_dataset(request, tokens)
        if kind == "graph":
            declared = declared_prefixes(tokens)
            prefixes = {name: iri for name, iri in declared.items() if "://" in iri}
    if any(word in folded for word in _VOLATILE):
        request = replace(request, volatile=True)
    return Prepared(kind, request, prefixes)


def fit(kind: Kind, result_format: ResultFormat) -> None:
    """Raise `NotAcceptable` when the format cannot hold such a result."""
    if kind not in result_format.kinds:
        raise NotAcceptable(
            f"A result of this query cannot be given as {result_format.title}.",
            hint=f"Choose one of {', '.join(names(kind))}.",
        )


async def begin(store: Store, prepared: Prepared, result_format: ResultFormat) -> Result:
    """Begin to evaluate, on the event loop of a server. Raises as `stream`."""
    try:
        return await store.open(prepared.request, result_format, prepared.prefixes)
    except QuerySyntaxError as refusal:
        raise diagnose(tokenize(prepared.request.text), refusal) from refusal


def answer(store: Store, request: QueryRequest, result_format: ResultFormat) -> Answer:
    """Evaluate a query and wait for its whole result. Raises as `stream`."""
    prepared = prepare(request)
    fit(prepared.kind, result_format)
    try:
        body = store.query(prepared.request, result_format, prepared.prefixes)
    except QuerySyntaxError as refusal:
        raise diagnose(tokenize(request.text), refusal) from refusal
    remarks = notices(store, request.text)
    return Answer(prepared.kind, result_format.content_type, body, remarks)


def stream(store: Store, request: QueryRequest, result_format: ResultFormat) -> Stream:
    """Evaluate a query and wait for the first bytes of its result, in a thread.

    Raises `QuerySyntaxError` with place and way out, `UnsupportedQuery` for updates
    and SERVICE, `NotAcceptable` when the format cannot hold the result,
    `BadParameter` for a graph that is no IRI, `LimitExceeded`.
    """
    prepared = prepare(request)
    fit(prepared.kind, result_format)
    try:
        chunks = store.stream(prepared.request, result_format, prepared.prefixes)
    except QuerySyntaxError as refusal:
        raise diagnose(tokenize(request.text), refusal) from refusal
    remarks = notices(store, request.text)
    return Stream(prepared.kind, result_format.content_type, chunks, remarks)
