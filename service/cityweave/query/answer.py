"""Answers a query in the format that was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from cityweave.errors import NotAcceptable, QuerySyntaxError
from cityweave.federation import Gateway
from cityweave.formats import Kind, ResultFormat, names
from cityweave.query.dataset import with_dataset
from cityweave.query.diagnosis import diagnose
from cityweave.query.federation import Federated, federate
from cityweave.query.kinds import kind_of
from cityweave.query.notices import Notice, notices
from cityweave.query.tokens import declared_prefixes, tokenize
from cityweave.store import QueryRequest, Result, Store

_VOLATILE = ("now", "rand", "uuid", "bnode", "service", "\\u")
"""What may make a result differ from one time to the next. Oxigraph knows no word boundaries, so
a name like `known` counts, too: its result is only not kept."""

LONGEST = 20_000
"""Texts up to this many characters are searched for the mistake that the engine found none for."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that is ready: its dataset told from its text, and what it yields.

    `prefixes` are those that it declares, where its result can make use of them.
    `federates`: other endpoints may have to be asked first.
    """

    kind: Kind
    request: QueryRequest
    prefixes: Mapping[str, str]
    federates: bool = False


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


@dataclass(frozen=True, slots=True)
class Begun:
    """A result whose first bytes are there, and remarks on what was left out of it."""

    result: Result
    notices: tuple[Notice, ...] = ()


def prepare(request: QueryRequest) -> Prepared:
    """Make a query ready. It takes microseconds where the text needs no look at every word.

    Raises `UnsupportedQuery` for updates, `QuerySyntaxError` for what is no query.
    """
    kind = kind_of(request.text)
    folded = request.text.lower()
    prefixes: Mapping[str, str] = {}
    if kind == "graph" or "from" in folded:
        tokens = tokenize(request.text)
        request = with_dataset(request, tokens)
        if kind == "graph":
            declared = declared_prefixes(tokens)
            prefixes = {name: iri for name, iri in declared.items() if "://" in iri}
    if any(word in folded for word in _VOLATILE):
        request = replace(request, volatile=True)
    return Prepared(kind, request, prefixes, federates="service" in folded)


def fit(kind: Kind, result_format: ResultFormat) -> None:
    """Raise `NotAcceptable` when the format cannot hold such a result."""
    if kind not in result_format.kinds:
        raise NotAcceptable(
            f"A result of this query cannot be given as {result_format.title}.",
            hint=f"Choose one of {', '.join(names(kind))}.",
        )


async def begin(
    store: Store, prepared: Prepared, result_format: ResultFormat, gateway: Gateway | None = None
) -> Begun:
    """Begin to evaluate, on the event loop of a server. Raises as `stream`."""
    asked = await _asked(store, prepared, gateway)
    try:
        result = await store.open(asked.request, result_format, prepared.prefixes)
    except QuerySyntaxError as refusal:  # a look at every word takes long where there are many
        raise await asyncio.to_thread(_explanation, asked, refusal) from refusal
    return Begun(result, asked.notices)


def answer(
    store: Store,
    request: QueryRequest,
    result_format: ResultFormat,
    gateway: Gateway | None = None,
) -> Answer:
    """Evaluate a query and wait for its whole result. Raises as `stream`."""
    prepared, asked = _ready(store, request, result_format, gateway)
    with _explained(asked):
        body = store.query(asked.request, result_format, prepared.prefixes)
    remarks = (*asked.notices, *notices(store, request.text, request.base))
    return Answer(prepared.kind, result_format.content_type, body, remarks)


def stream(
    store: Store,
    request: QueryRequest,
    result_format: ResultFormat,
    gateway: Gateway | None = None,
) -> Stream:
    """Evaluate a query and wait for the first bytes of its result, in a thread.

    Other endpoints are asked through the gateway; without one, none is. Raises
    `QuerySyntaxError` with place and way out, `UnsupportedQuery` for updates,
    `NotAcceptable` when the format cannot hold the result, `BadParameter` for a
    graph that is no IRI, `LimitExceeded`, and what `federate` raises.
    """
    prepared, asked = _ready(store, request, result_format, gateway)
    with _explained(asked):
        chunks = store.stream(asked.request, result_format, prepared.prefixes)
    remarks = (*asked.notices, *notices(store, request.text, request.base))
    return Stream(prepared.kind, result_format.content_type, chunks, remarks)


def _ready(
    store: Store, request: QueryRequest, result_format: ResultFormat, gateway: Gateway | None
) -> tuple[Prepared, Federated]:
    prepared = prepare(request)
    fit(prepared.kind, result_format)
    if not prepared.federates:
        return prepared, Federated(prepared.request, request.text)
    return prepared, asyncio.run(_asked(store, prepared, gateway))


async def _asked(store: Store, prepared: Prepared, gateway: Gateway | None) -> Federated:
    """The query with what other endpoints answered to parts of it."""
    request = prepared.request
    if not prepared.federates:
        return Federated(request, request.text)
    return await federate(request, tokenize(request.text), gateway, store)


@contextmanager
def _explained(asked: Federated) -> Iterator[None]:
    """Say of a syntax error what is wrong, at its place in the text that was sent."""
    try:
        yield
    except QuerySyntaxError as refusal:
        raise _explanation(asked, refusal) from refusal


def _explanation(asked: Federated, refusal: QuerySyntaxError) -> QuerySyntaxError:
    """What is wrong; of a long text only what the engine says, for every word takes its time."""
    placed = asked.placed(refusal)
    if len(asked.text) > LONGEST:
        return placed
    return diagnose(tokenize(asked.text), placed, asked.request.base)
