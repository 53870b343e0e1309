"""The store inside this process: Oxigraph, in memory or on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import IO

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad

from cityweave.errors import NotAcceptable, NotFound, StoreUnavailable
from cityweave.formats import RdfFormat, ResultFormat, by_name
from cityweave.parsing import serialize
from cityweave.store.caller import Caller
from cityweave.store.interface import Change, Chunks, QueryRequest
from cityweave.store.results import evaluate, graph_of
from cityweave.store.sink import Sink
from cityweave.store.task import Task
from cityweave.vocabulary import UNNAMED_GRAPH


class Whole:
    """A result that is there in one piece."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    @property
    def ended(self) -> bool:
        """Always: there is one piece."""
        return True

    def close(self) -> None:
        """Nothing runs any more."""


class EmbeddedStore:
    """Named graphs in Oxigraph, with their merge kept in its default graph.

    Oxigraph's own union of graphs counts a triple once for each graph that holds
    it; the merge holds each triple once
    (https://www.w3.org/TR/rdf11-mt/#shared-blank-nodes-unions-and-merges). Numbers
    and dates keep their value, not needless zeros: Oxigraph normalises them.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the store in that folder, made when missing; in memory without one.

        Raises `StoreUnavailable`, for instance when another process has it open.
        """
        self._writing = Lock()
        self.in_memory = path is None
        try:
            self._store = ox.Store() if path is None else ox.Store(path)
        except OSError as error:
            raise StoreUnavailable(
                "The store cannot be opened.",
                hint="Another process may have it open, or the folder may not be writable.",
                source=str(path),
            ) from error

    def add(self, quads: Iterable[Quad]) -> Change:
        """Add quads and their triples to the merge, as one transaction."""
        unnamed = NamedNode(UNNAMED_GRAPH)
        with self._writing:
            fresh: dict[Quad, None] = {}
            is_empty = not self._store
            for quad in quads:
                named = quad
                if isinstance(quad.graph_name, DefaultGraph):
                    named = Quad(quad.subject, quad.predicate, quad.object, unnamed)
                if is_empty or named not in self._store:
                    fresh[named] = None
            if not fresh:
                return Change()
            merged = (Quad(quad.subject, quad.predicate, quad.object) for quad in fresh)
            try:
                self._store.extend([*fresh, *merged])
            except OSError as error:
                raise StoreUnavailable("The store could not be written.") from error
        return Change(added=tuple(fresh))

    def query(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Evaluate and serialise in this thread, without any limit."""
        output = BytesIO()
        evaluate(self._store, request, result_format, prefixes or {}, output)
        return output.getvalue()

    def stream(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> Chunks:
        """The result in one piece: nothing else runs beside this store that could wait for it."""
        return Whole(self.query(request, result_format, prefixes))

    def write_result(self, task: Task, output: Sink) -> None:
        """Evaluate a task and write its result as it comes. Raises `LimitReached` too."""
        result_format = by_name(task.result_format)
        evaluate(self._store, task.request, result_format, task.prefixes, output, task.rows)

    def asked_by(self, caller: Caller) -> EmbeddedStore:  # noqa: ARG002 - no caller is limited here
        """The store itself: it counts nobody's queries."""
        return self

    def apply(self, change: Change) -> None:
        """Do what another store did: the merge loses what no graph states any more."""
        with self._writing:
            for name in change.created:
                self._store.add_graph(graph_of(name))
            for quad in change.removed:
                self._store.remove(quad)
                triple = Quad(quad.subject, quad.predicate, quad.object)
                stated = self._store.quads_for_pattern(
                    quad.subject, quad.predicate, quad.object, None
                )
                if not any(one != triple for one in stated):
                    self._store.remove(triple)
            for name in change.dropped:
                self._store.remove_graph(graph_of(name))
        self.add(change.added)

    def snapshot(self, output: IO[bytes]) -> None:
        """Write everything as N-Quads, the merge as triples."""
        self._store.dump(output, ox.RdfFormat.N_QUADS)

    @classmethod
    def of_snapshot(cls, source: IO[bytes]) -> EmbeddedStore:
        """A store in memory with what `snapshot` wrote; blank nodes keep their names."""
        store = cls()
        quads = ox.parse(source, format=ox.RdfFormat.N_QUADS, lenient=True)
        store._store.bulk_extend(quads)
        return store

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
        if graph is None:
            if not rdf_format.holds_graphs:
                raise NotAcceptable(
                    f"{rdf_format.title} cannot hold named graphs.",
                    hint="Choose TriG or N-Quads, or name one graph.",
                )
            return serialize(self.quads(), rdf_format, prefixes)
        if graph not in self.graphs():
            raise NotFound(f"There is no graph <{graph}>.", source=graph)
        triples = (quad.triple for quad in self.quads(graph))
        return serialize(triples, rdf_format, prefixes)

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
        name = DefaultGraph() if graph is None else graph_of(graph)
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, name))

    def states(self, subject: str) -> bool:
        """Whether anything is said about that IRI."""
        found = self._store.quads_for_pattern(NamedNode(subject), None, None, DefaultGraph())
        return next(iter(found), None) is not None

    def subjects(self, start: str) -> tuple[str, ...]:
        """The IRIs that something is said about and that begin with `start`, sorted."""
        rows = self._store.query(
            f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), {ox.Literal(start)})) }}"
        )
        if not isinstance(rows, ox.QuerySolutions):
            return ()
        return tuple(sorted(row["s"].value for row in rows))

    def close(self) -> None:
        """Write what is pending and let go of the disk."""
        self._store.flush()
        self._store = ox.Store()
