"""Answers a query in the format that was asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from cityweave.errors import NotAcceptable, QuerySyntaxError, UnsupportedOrder
from cityweave.federation import Gateway
from cityweave.formats import Kind, ResultFormat, names
from cityweave.query.dataset import with_dataset
from cityweave.query.diagnosis import diagnose
from cityweave.query.federation import Federated, federate
from cityweave.query.kinds import kind_of
from cityweave.query.notices import Notice, notices
from cityweave.query.ordering import by_kind
from cityweave.query.tokens import declared_prefixes, tokenize
from cityweave.store import QueryRequest, Result, Store

Found = TypeVar("Found")

_VOLATILE = ("now", "rand", "uuid", "bnode", "service", "\\u")
"""What may make a result differ from one time to the next. Oxigraph knows no word boundaries, so
a name like `known` counts, too: its result is only not kept."""

LONGEST = 20_000
"""Texts up to this many characters are searched for the mistake that the engine found none for."""

SHORT = 5000
"""Texts up to this many characters are read word by word while others wait: that takes 3 ms."""


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
    since = time.monotonic()
    try:
        result = await store.open(asked.request, result_format, prepared.prefixes)
    except QuerySyntaxError as refusal:  # a look at every word takes long where there are many
        raise await asyncio.to_thread(_explanation, asked, refusal) from refusal
    except UnsupportedOrder as refusal:
        if len(asked.request.text) <= SHORT:  # at once: nobody else of the client comes first
            asked = _by_kind(asked, refusal, since)
        else:
            asked = await asyncio.to_thread(_by_kind, asked, refusal, since)
        result = await store.open(asked.request, result_format, prepared.prefixes)
    return Begun(result, asked.notices)


def answer(
    store: Store,
    request: QueryRequest,
    result_format: ResultFormat,
    gateway: Gateway | None = None,
) -> Answer:
    """Evaluate a query and wait for its whole result. Raises as `stream`."""
    prepared, asked = _ready(store, request, result_format, gateway)
    body, asked = _found(
        asked, lambda request: store.query(request, result_format, prepared.prefixes)
    )
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
    graph that is no IRI, `UnsupportedOrder`, `LimitExceeded`, and what `federate` raises.
    """
    prepared, asked = _ready(store, request, result_format, gateway)
    chunks, asked = _found(
        asked, lambda request: store.stream(request, result_format, prepared.prefixes)
    )
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


def _found(asked: Federated, ask: Callable[[QueryRequest], Found]) -> tuple[Found, Federated]:
    """What the store answers, and to what: the query, or the same with its values by kind."""
    since = time.monotonic()
    try:
        with _explained(asked):
            return ask(asked.request), asked
    except UnsupportedOrder as refusal:
        asked = _by_kind(asked, refusal, since)
    return ask(asked.request), asked


def _by_kind(asked: Federated, refusal: UnsupportedOrder, since: float) -> Federated:
    """What to ask in the place of a query whose values the engine could not put in order.

    It has the time that is left. Nothing of a result is there yet: a query that fails after its
    first bytes raises elsewhere. Raises the refusal where no ORDER BY can be read for sure.
    """
    request = asked.request
    ordered = by_kind(request.text)
    if ordered is None:
        raise refusal
    remark = Notice(
        "ORDER BY compares values of different kinds, which SPARQL has no order for. They stand by "
        "kind: no value, blank nodes, IRIs, numbers, texts, other values by their datatype.",
        "Write ORDER BY STR(?value) to go by how they are written.",
        *asked.place(ordered.place),
    )
    spent = request.spent + time.monotonic() - since
    again = replace(request, text=ordered.text, by_kind=True, spent=spent)
    return replace(asked, request=again, notices=(*asked.notices, remark))


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
