"""Answers a query in the format that was asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from cityweave.errors import NotAcceptable, QuerySyntaxError
from cityweave.federation import Gateway
from cityweave.formats import Kind, ResultFormat, names
from cityweave.query.dataset import with_dataset
from cityweave.query.diagnosis import diagnose
from cityweave.query.federation import federate
from cityweave.query.kinds import kind_of
from cityweave.query.notices import Notice, notices
from cityweave.query.tokens import declared_prefixes, tokenize
from cityweave.store import Chunks, QueryRequest, Store


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
    chunks: Chunks
    notices: tuple[Notice, ...] = ()


def answer(
    store: Store,
    request: QueryRequest,
    result_format: ResultFormat,
    gateway: Gateway | None = None,
) -> Answer:
    """Evaluate a query and wait for its whole result. Raises as `stream`."""
    found = stream(store, request, result_format, gateway)
    try:
        body = b"".join(found.chunks)
    finally:
        found.chunks.close()
    return Answer(found.kind, found.media_type, body, found.notices)


def stream(
    store: Store,
    request: QueryRequest,
    result_format: ResultFormat,
    gateway: Gateway | None = None,
) -> Stream:
    """Evaluate a query and wait for the first bytes of its result.

    Other endpoints are asked through the gateway; without one, none is. Call it in a worker
    thread of a server. Raises `QuerySyntaxError` with place and way out, `UnsupportedQuery`
    for updates, `NotAcceptable` when the format cannot hold the result, `BadParameter` for a
    graph that is no IRI, `LimitExceeded`, and what `federate` raises.
    """
    kind = kind_of(request.text)
    if kind not in result_format.kinds:
        raise NotAcceptable(
            f"A result of this query cannot be given as {result_format.title}.",
            hint=f"Choose one of {', '.join(names(kind))}.",
        )
    tokens = tokenize(request.text)
    federated = asyncio.run(federate(request, tokens, gateway))
    resolved = with_dataset(federated.request, tokens)
    prefixes = {name: iri for name, iri in declared_prefixes(tokens).items() if "://" in iri}
    remarks = notices(store, tokens)
    try:
        chunks = store.stream(resolved, result_format, prefixes)
    except QuerySyntaxError as refusal:
        raise diagnose(tokens, federated.placed(refusal)) from refusal
    return Stream(kind, result_format.content_type, chunks, (*federated.notices, *remarks))
