"""The store inside this process: Oxigraph, in memory or on disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import IO, cast

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from cityweave.errors import NotAcceptable, NotFound, StoreUnavailable
from cityweave.formats import RdfFormat, ResultFormat
from cityweave.parsing import parse
from cityweave.store.caller import Caller
from cityweave.store.commit import commit, effective, unnamed, unsaid_after
from cityweave.store.evaluation import change_of
from cityweave.store.filling import Documents, Filling
from cityweave.store.interface import Change, Moment, QueryRequest, UpdateRequest, unmoved
from cityweave.store.journal import Journal
from cityweave.store.merge import Merge
from cityweave.store.registry import Works
from cityweave.store.results import at_most, counted, evaluate, graph_of, write_statements
from cityweave.store.sink import Sink
from cityweave.store.whole import Whole
from cityweave.vocabulary import UNNAMED_GRAPH

TIDY = 2000
"""Commits between two tidyings of a durable store, whose memory would grow with each commit."""


class EmbeddedStore:
    """Named graphs in Oxigraph, with their merge kept in its default graph.

    Oxigraph's own union of graphs counts a triple once for each graph that holds
    it; the merge holds each triple once
    (https://www.w3.org/TR/rdf11-mt/#shared-blank-nodes-unions-and-merges). Numbers
    and dates keep their value, not needless zeros: Oxigraph normalises them.
    """

    def __init__(self, path: Path | None = None, works: Works | None = None) -> None:
        """Open the store in that folder, made when missing; in memory without one.

        `works` are what `work` and `perform` can do. Raises `StoreUnavailable`,
        for instance when another process has it open.
        """
        self._writing = Lock()
        self._unwritten = 0
        self._moment = Moment.now()
        self.folder = path
        self.works = works or Works()
        try:
            self._store = ox.Store() if path is None else ox.Store(path)
            self._merge = Merge() if path is None else None
            Filling(self._store, path).repair()
        except OSError as error:
            raise StoreUnavailable(
                "The store cannot be opened.",
                hint="Another process may have it open, or the folder may not be writable.",
                source=str(path),
            ) from error
        self._journal = None if path is None else Journal(path)

    @classmethod
    def of_backup(cls, folder: Path, works: Works | None = None) -> EmbeddedStore:
        """What `backup` wrote into that folder, to read. Raises `StoreUnavailable`."""
        store = cls(works=works)
        try:
            store._store = ox.Store.read_only(str(folder))
            store._merge = None
        except OSError as error:
            raise StoreUnavailable(
                "A snapshot of the store cannot be opened.", source=str(folder)
            ) from error
        return store

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stated."""
        return not self._store

    def fill(self, source: Iterable[Quad] | Documents) -> int:
        """Take over statements into an empty store, as many as there are: all, or none.

        Gives how many there were. It needs little memory besides, and nobody may follow
        the store yet: no `Change` tells of it. Raises what reading the source raises.
        """
        with self._writing:
            merge = None if self._merge is None else self._merge.store
            count = Filling(self._store, self.folder).run(source, merge)
            self._moment = Moment.now()
            if self._journal is not None:
                self._journal.sync()
        return count

    def add(self, quads: Iterable[Quad]) -> Change:
        """Add quads and their triples to the merge, as one transaction."""
        with self._writing:
            fresh: dict[Quad, None] = {}
            is_empty = not self._store
            for quad in quads:
                named = unnamed(quad)
                if is_empty or named not in self._store:
                    fresh[named] = None
            change = Change(added=tuple(fresh))
            self._write(change)
        return change

    def update(self, request: UpdateRequest) -> Change:
        """Do all of an update as one transaction, or nothing of it."""
        with self._writing:
            return self._commit(change_of(self._store, request))

    def replace(self, triples: Iterable[Triple], graph: str | None = None) -> Change:
        """Make the triples all that a graph holds; the graph is made when missing."""
        name = graph_of(graph or UNNAMED_GRAPH)
        wanted = (Quad(one.subject, one.predicate, one.object, name) for one in triples)
        with self._writing:
            present = self._store.quads_for_pattern(None, None, None, name)
            created = () if graph is None else (name.value,)
            change = Change(tuple(wanted), tuple(present), created)
            return self._commit(change)

    def drop(self, graph: str | None = None) -> Change:
        """Remove a graph with all its triples; without a name, what is in no named graph."""
        name = graph_of(graph or UNNAMED_GRAPH)
        with self._writing:
            if graph is not None and not self._store.contains_named_graph(name):
                raise NotFound(f"There is no graph <{graph}>.", source=graph)
            present = self._store.quads_for_pattern(None, None, None, name)
            return self._commit(Change(removed=tuple(present), dropped=(name.value,)))

    def apply(self, change: Change, since: Moment | None = None) -> Change:
        """Make a change that was worked out before, unless the state is another than `since`."""
        with self._writing:
            unmoved(self._moment, since)
            return self._commit(change)

    def _commit(self, change: Change) -> Change:
        """Write what a change adds to what is so already; the lock is held."""
        change = effective(self._store, change)
        self._write(change)
        return change

    def _write(self, change: Change) -> None:
        """Write an effective change; when this returns, the disk has it."""
        unsaid = commit(self._store, change)
        if self._merge is not None:
            self._merge.follow(change, unsaid)
        if change:
            self._moment = Moment.now()
            if self._journal is not None:
                self._journal.sync()
                self._tidy()

    def _tidy(self) -> None:
        """Now and then have what commits left in memory written to its place on disk."""
        self._unwritten += 1
        if self._unwritten >= TIDY:
            self._unwritten = 0
            self._store.flush()

    def holds(self, graph: str) -> bool:
        """Whether there is a named graph of that IRI, be it empty."""
        return self._store.contains_named_graph(graph_of(graph))

    def query(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Evaluate and serialise in this thread, without any limit."""
        output = BytesIO()
        evaluate(self._asked(request), request, result_format, prefixes or {}, output)
        return output.getvalue()

    def stream(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> Generator[bytes, None, None]:
        """The result in one piece: nothing else runs beside this store that could wait for it."""
        body = self.query(request, result_format, prefixes)
        return (piece for piece in (body,))

    def adopt(self) -> None:
        """Nothing: this store needs no event loop."""

    async def release(self) -> None:
        """Nothing: there is none to leave."""

    async def open(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> Whole:
        """The result in one piece, evaluated in a thread."""
        loop = asyncio.get_running_loop()
        body = loop.run_in_executor(None, self.query, request, result_format, prefixes)
        return Whole(await body)

    def kept(self, request: QueryRequest, result_format: ResultFormat) -> None:  # noqa: ARG002
        """Nothing: this store keeps no results."""
        return

    @property
    def state(self) -> Moment:
        """The state that the next query sees."""
        return self._moment

    def write_result(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str],
        output: Sink,
        rows: int,
    ) -> None:
        """Evaluate a query and write its result as it comes. Raises `LimitReached` too."""
        evaluate(self._asked(request), request, result_format, prefixes, output, rows)

    def _asked(self, request: QueryRequest) -> ox.Store:
        """The store that answers a query soonest."""
        return self.merged if Merge.suffices(request) else self._store

    @property
    def merged(self) -> ox.Store:
        """Oxigraph's store whose default graph is the merge; for work on a copy of one's own."""
        return self._store if self._merge is None else self._merge.store

    @property
    def is_fixed(self) -> bool:
        """Whether nothing may be added to `merged`: it is on disk, and for others too."""
        return self._merge is None

    def only_in(self, graph: str) -> list[Quad]:
        """The statements of a graph that no other makes, as the merge has them."""
        present = self._store.quads_for_pattern(None, None, None, graph_of(graph))
        return unsaid_after(self._store, Change(removed=tuple(present)))

    def work(self, name: str, payload: bytes) -> bytes:
        """Do work in this thread, without any limit."""
        output = BytesIO()
        self.works.do(name, self, payload, output)
        return output.getvalue()

    async def perform(self, name: str, payload: bytes) -> Whole:
        """The answer of work in one piece, done in a thread."""
        loop = asyncio.get_running_loop()
        return Whole(await loop.run_in_executor(None, self.work, name, payload))

    def change_of(self, request: UpdateRequest) -> Change:
        """What an update would change; part of it may be so already. Raises as `update`."""
        return change_of(self._store, request)

    def parse(
        self,
        data: bytes,
        rdf_format: RdfFormat,
        *,
        base: str | None = None,
        source: str | None = None,
    ) -> tuple[Quad, ...]:
        """The statements of a document, read in this process."""
        return parse(data, rdf_format, base=base, source=source, rename_blank_nodes=True).quads

    def asked_by(self, caller: Caller) -> EmbeddedStore:  # noqa: ARG002 - no caller is limited here
        """The store itself: it counts nobody's queries."""
        return self

    def write_copy(self, output: IO[bytes]) -> None:
        """Write a line with the names of the graphs, then everything as N-Quads.

        The merge goes as triples; the names are there for graphs that are empty.
        """
        output.write(json.dumps(self.graphs()).encode() + b"\n")
        self._store.dump(output, ox.RdfFormat.N_QUADS)

    @classmethod
    def of_copy(cls, source: IO[bytes], works: Works | None = None) -> EmbeddedStore:
        """A store in memory with what `write_copy` wrote; blank nodes keep their names."""
        store = cls(works=works)
        names = json.loads(source.readline())
        quads = ox.parse(source, format=ox.RdfFormat.N_QUADS, lenient=True)
        store._store.bulk_extend(quads)
        for name in names:
            store._store.add_graph(graph_of(name))
        if store._merge is not None:
            store._merge.fill(store._store)
        return store

    def backup(self, folder: Path) -> None:
        """Write the state as it is now into a new folder, by hard links where that can be.

        Only for a store in a folder. Raises `StoreUnavailable`.
        """
        try:
            self._store.backup(str(folder))
        except OSError as error:
            raise StoreUnavailable(
                "A snapshot of the store cannot be written.",
                hint="The disk may be full, or the folder not writable.",
                source=str(folder),
            ) from error

    def outnumbers(self, triples: int) -> bool:
        """Whether the merge has more triples than that; counts no further."""
        return counted(self._store, f"SELECT ?p {{ ?s ?p ?o }} LIMIT {triples + 1}") > triples

    @property
    def size(self) -> int:
        """Quads in the named graphs and triples in the merge, together."""
        return len(self._store)

    def dump(
        self,
        rdf_format: RdfFormat,
        graph: str | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Every named graph, or the triples of one, in that format."""
        output = BytesIO()
        self.write_dump(rdf_format, graph, prefixes or {}, output)
        return output.getvalue()

    async def export(
        self,
        rdf_format: RdfFormat,
        graph: str | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Whole:
        """The dump in one piece, written in a thread."""
        loop = asyncio.get_running_loop()
        return Whole(await loop.run_in_executor(None, self.dump, rdf_format, graph, prefixes))

    def write_dump(
        self,
        rdf_format: RdfFormat,
        graph: str | None,
        prefixes: Mapping[str, str],
        output: IO[bytes] | Sink,
        most: int | None = None,
    ) -> None:
        """Write a dump as it comes. Raises `LimitReached` after so many statements."""
        if graph is None and not rdf_format.holds_graphs:
            raise NotAcceptable(
                f"{rdf_format.title} cannot hold named graphs.",
                hint="Choose TriG or N-Quads, or name one graph.",
            )
        if graph is not None and not self.holds(graph):
            raise NotFound(f"There is no graph <{graph}>.", source=graph)
        found = at_most(most, self.quads(graph))
        statements = found if graph is None else (quad.triple for quad in found)
        write_statements(statements, rdf_format, prefixes, cast(IO[bytes], output))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or of all of them (the merge left out)."""
        names = self.graphs() if graph is None else (graph,)
        for name in names:
            yield from self._store.quads_for_pattern(None, None, None, graph_of(name))

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(one.value for one in self._store.named_graphs()))

    def count(self, graph: str | None = None) -> int:
        """Triples in one named graph, or different triples in the merge of all."""
        if graph is None and self._merge is not None:
            return len(self._merge.store)
        return counted(self._store, "?s ?p ?o", None if graph is None else graph_of(graph))

    def states(self, subject: str) -> bool:
        """Whether anything is said about that IRI."""
        try:
            node = NamedNode(subject)
        except ValueError:  # no IRI, of which nothing can be said
            return False
        found = self._store.quads_for_pattern(node, None, None, DefaultGraph())
        return next(iter(found), None) is not None

    def subjects(self, start: str, graph: str) -> tuple[str, ...]:
        """The IRIs that a graph says something about and that begin with `start`, sorted."""
        found = {
            quad.subject.value
            for quad in self._store.quads_for_pattern(None, None, None, graph_of(graph))
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(start)
        }
        return tuple(sorted(found))

    def close(self) -> None:
        """Write what is pending and let go of the disk."""
        self._store.flush()
        self._store, self._merge = ox.Store(), None
