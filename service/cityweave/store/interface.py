"""What a store is to the rest of Cityweave, whichever way it is kept."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Protocol

from pyoxigraph import Quad, Triple

from cityweave.errors import UpdateRefused
from cityweave.formats import RdfFormat, ResultFormat
from cityweave.store.caller import Caller
from cityweave.vocabulary import BASE


@dataclass(frozen=True, slots=True)
class Column:
    """Terms that a query reads by their number, from a function that is called `function`.

    They are written as in N-Triples (RDF 1.2); None is no term, and leaves a variable unbound.
    """

    function: str
    terms: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A SPARQL query with the dataset that the request names.

    `default_graphs` and `named_graphs` are the protocol's `default-graph-uri` and
    `named-graph-uri` (https://www.w3.org/TR/sparql11-protocol/#dataset): when
    either names a graph, the two together are the whole dataset. When both are
    empty, the default graph is the merge of everything published. `columns` are
    terms from elsewhere, for the functions of the text that read them. `by_kind`: it
    orders by the function `rank.RANK`. `volatile`:
    its result may differ though the graph is the same. `base` resolves relative IRIs where
    the text declares none. `spent` are seconds that the store has worked for it already: a
    store with limits takes them off its time.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    volatile: bool = False
    by_kind: bool = False
    base: str = BASE
    spent: float = field(default=0.0, compare=False)

    @property
    def names_dataset(self) -> bool:
        """Whether the request says which graphs to ask."""
        return bool(self.default_graphs or self.named_graphs)


@dataclass(frozen=True, slots=True)
class DataOperation:
    """`INSERT DATA`, or `DELETE DATA` written as one, for the engine to read its quads."""

    text: str
    inserts: bool


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """A SPARQL update, made ready (https://www.w3.org/TR/sparql11-update/#updateLanguage).

    `texts` is what was sent, by which the engine judges syntax: as a whole, or in
    parts. `scripts` are the operations as it runs them on a copy, with the
    dataset that the request names worked in. `data` are the operations when all
    of them name their quads, and empty otherwise. `graphs` are the only named
    graphs that the update can read or write; None when it may be any. `base` resolves
    relative IRIs where a text declares none.
    """

    texts: tuple[str, ...]
    scripts: tuple[str, ...]
    data: tuple[DataOperation, ...] = ()
    graphs: frozenset[str] | None = None
    base: str = BASE


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction did: quads that it brought and took, graphs made and dropped.

    Added quads were not there before it and removed ones were. Who follows a
    store (a replica, a cache) applies these and cannot drift. What is in no named
    graph stands here in `vocabulary.UNNAMED_GRAPH`.
    """

    added: tuple[Quad, ...] = ()
    removed: tuple[Quad, ...] = ()
    created: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.created or self.dropped)


@dataclass(frozen=True, slots=True)
class Moment:
    """A state of the graph: which one, as a text that no other state has, and since when.

    `since` is seconds since 1970, UTC.
    """

    name: str
    since: float

    @classmethod
    def now(cls) -> Moment:
        """A state that begins now."""
        return cls(token_hex(8), time.time())


def unmoved(now: Moment, since: Moment | None) -> None:
    """Raise `UpdateRefused` when the state is another than the one that a change was made for."""
    if since is not None and since.name != now.name:
        raise UpdateRefused(
            "The graph was changed while this change was worked out.", hint="Try again."
        )


class Result(Protocol):
    """A result as it comes: bytes in order. It is whole only when the iteration ends by itself.

    Iterating raises what `Store.query` raises, also in the middle of a result.
    """

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The parts of the result that were not taken yet."""
        ...

    @property
    def ended(self) -> bool:
        """Whether the whole result is here, so that `rest` gives all of it."""
        ...

    def rest(self) -> bytes:
        """What is here and was not taken yet."""
        ...

    def close(self) -> None:
        """Stop the query if it still runs. Whoever asked calls this in the end."""
        ...


class Store(Protocol):
    """The only owner of the graph. Every method may be called from any thread.

    Every method raises `StoreUnavailable` when the disk fails.
    """

    def add(self, quads: Iterable[Quad]) -> Change:
        """Add quads as one transaction: all of them, or none when it fails.

        A quad without a graph is put into `vocabulary.UNNAMED_GRAPH`, so that
        every statement stands in a graph that can be named.
        """
        ...

    def update(self, request: UpdateRequest) -> Change:
        """Do all of an update as one transaction, or nothing of it.

        Its default graph is `vocabulary.UNNAMED_GRAPH`: what is in no named graph.
        Raises `QuerySyntaxError`, `UpdateRefused` (a graph that is missing or there
        already, without SILENT), `QueryFailed` when the engine gives up, `LimitExceeded`
        where a store has limits.
        """
        ...

    def parse(
        self,
        data: bytes,
        rdf_format: RdfFormat,
        *,
        base: str | None = None,
        source: str | None = None,
    ) -> tuple[Quad, ...]:
        """The statements of a document, with blank nodes that no other document has.

        `base` resolves relative IRIs, `source` names the document in errors. Nothing
        is stored. Raises `SyntaxErrorInData` with line and column, `LimitExceeded` where
        a store has limits.
        """
        ...

    def replace(self, triples: Iterable[Triple], graph: str | None = None) -> Change:
        """Make the triples all that a graph holds; the graph is made when missing.

        Without a name, the graph of what is in no named graph. Raises `BadParameter`.
        """
        ...

    def drop(self, graph: str | None = None) -> Change:
        """Remove a graph with all its triples; without a name, what is in no named graph.

        Raises `NotFound` and `BadParameter`.
        """
        ...

    def apply(self, change: Change, since: Moment | None = None) -> Change:
        """Make a change that was worked out before; what is so already is left out of the answer.

        Raises `UpdateRefused`, with nothing done, when the state is another than `since`.
        """
        ...

    def holds(self, graph: str) -> bool:
        """Whether there is a named graph of that IRI, be it empty. Raises `BadParameter`."""
        ...

    def query(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Evaluate and serialise in one go, in the calling thread.

        `prefixes` shorten IRIs in Turtle and TriG. Raises `QuerySyntaxError`,
        `NotAcceptable` when the format cannot hold this kind of result,
        `UnsupportedOrder` when the engine cannot put values in order, `QueryFailed` when
        it gives up otherwise, `LimitExceeded` where a store has limits.
        """
        ...

    def stream(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> Generator[bytes, None, None]:
        """Evaluate, and give the result as it is written, in the calling thread.

        Raises as `query`, before the first byte where the reason is known by then.
        Whoever does not read to the end closes the generator.
        """
        ...

    def adopt(self) -> None:
        """Work on the running event loop, which a server has, until `release`."""
        ...

    async def release(self) -> None:
        """Leave the event loop that was adopted, on which this is called, before it ends."""
        ...

    async def open(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> Result:
        """Begin to evaluate; the result has its first bytes then. Raises as `query`."""
        ...

    def kept(self, request: QueryRequest, result_format: ResultFormat) -> bytes | None:
        """The result of the newest state where it is kept, without evaluating anything."""
        ...

    @property
    def state(self) -> Moment:
        """The state that the next query sees."""
        ...

    def asked_by(self, caller: Caller) -> Store:
        """The same store for one caller: its queries are counted as that client's, end with it."""
        ...

    def work(self, name: str, payload: bytes) -> bytes:
        """Have the work of that name done over the newest state; its whole answer.

        It sees the merge, and changes nothing that anybody else sees. Raises what it raises,
        `QueryFailed` where there is no such work, `LimitExceeded` where a store has limits.
        """
        ...

    async def perform(self, name: str, payload: bytes) -> Result:
        """The same as it is written, counted as one more query of its caller. Raises as `work`."""
        ...

    def dump(
        self,
        rdf_format: RdfFormat,
        graph: str | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Every named graph, or the triples of one.

        Raises `NotFound` for a graph that there is not, `NotAcceptable` when
        the format holds no named graphs and the whole is asked for.
        """
        ...

    async def export(
        self,
        rdf_format: RdfFormat,
        graph: str | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Result:
        """The same as it is written, counted as a query is. Raises as `dump`, `LimitExceeded`."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or of all of them (the merge left out)."""
        ...

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        ...

    def count(self, graph: str | None = None) -> int:
        """Triples in one named graph, or different triples in the merge of all."""
        ...

    def states(self, subject: str) -> bool:
        """Whether anything is said about that IRI."""
        ...

    def subjects(self, start: str, graph: str) -> tuple[str, ...]:
        """The IRIs that a graph says something about and that begin with `start`, sorted."""
        ...

    def close(self) -> None:
        """Write what is pending and let go of the disk."""
        ...
