"""The store inside this process: Oxigraph, in memory or on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Lock
from traceback import clear_frames

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from cityweave.errors import (
    BadParameter,
    NotAcceptable,
    NotFound,
    StoreUnavailable,
)
from cityweave.formats import RdfFormat, ResultFormat
from cityweave.parsing import ENGINE_FORMATS, serialize
from cityweave.store.commit import commit, effective, unnamed
from cityweave.store.evaluation import evaluate
from cityweave.store.faults import engine_fault, syntax_error
from cityweave.store.interface import Change, QueryRequest, UpdateRequest
from cityweave.vocabulary import UNNAMED_GRAPH

TABLE_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


Graphs = list[DefaultGraph | NamedNode | ox.BlankNode] | None


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
        with self._writing:
            fresh: dict[Quad, None] = {}
            is_empty = not self._store
            for quad in quads:
                named = unnamed(quad)
                if is_empty or named not in self._store:
                    fresh[named] = None
            change = Change(added=tuple(fresh))
            commit(self._store, change)
        return change

    def update(self, request: UpdateRequest) -> Change:
        """Do all of an update as one transaction, or nothing of it."""
        with self._writing:
            change = evaluate(self._store, request)
            commit(self._store, change)
        return change

    def replace(self, triples: Iterable[Triple], graph: str | None = None) -> Change:
        """Make the triples all that a graph holds; the graph is made when missing."""
        name = _graph(graph or UNNAMED_GRAPH)
        wanted = (Quad(one.subject, one.predicate, one.object, name) for one in triples)
        with self._writing:
            present = self._store.quads_for_pattern(None, None, None, name)
            created = () if graph is None else (name.value,)
            change = Change(tuple(wanted), tuple(present), created)
            return self._commit(change)

    def drop(self, graph: str | None = None) -> Change:
        """Remove a graph with all its triples; without a name, what is in no named graph."""
        name = _graph(graph or UNNAMED_GRAPH)
        with self._writing:
            if graph is not None and not self._store.contains_named_graph(name):
                raise NotFound(f"There is no graph <{graph}>.", source=graph)
            present = self._store.quads_for_pattern(None, None, None, name)
            return self._commit(Change(removed=tuple(present), dropped=(name.value,)))

    def apply(self, change: Change) -> Change:
        """Repeat another store's change; what is so already is left out of the answer."""
        with self._writing:
            return self._commit(change)

    def _commit(self, change: Change) -> Change:
        """Write what a change adds to what is so already; the lock is held."""
        change = effective(self._store, change)
        commit(self._store, change)
        return change

    def holds(self, graph: str) -> bool:
        """Whether there is a named graph of that IRI, be it empty."""
        return self._store.contains_named_graph(_graph(graph))

    def query(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Evaluate and serialise; results never leave the thread that made them.

        Oxigraph aborts the process when another thread touches them, and loses
        their memory when another thread drops them: so no error takes them along
        in the frames of its traceback.
        """
        store, default, named = self._dataset(request)
        try:
            return _answer(store, request.text, default, named, result_format, prefixes or {})
        except SyntaxError as error:
            raise syntax_error(error) from error
        except (OSError, RuntimeError, ValueError) as error:
            clear_frames(error.__traceback__)
            raise engine_fault(error) from error

    def _dataset(
        self, request: QueryRequest
    ) -> tuple[ox.Store, Graphs, list[NamedNode | ox.BlankNode] | None]:
        """The store to ask and the graphs of it that count as default and named."""
        if not request.names_dataset:
            return self._store, None, None
        default = [_graph(name) for name in dict.fromkeys(request.default_graphs)]
        named: list[NamedNode | ox.BlankNode] = [
            _graph(name) for name in dict.fromkeys(request.named_graphs)
        ]
        if len(default) < 2:
            return self._store, [*default], named
        # Several default graphs are merged, and Oxigraph would not: a triple that
        # two of them state would count twice.
        merged = ox.Store()
        for graph in default:
            found = self._store.quads_for_pattern(None, None, None, graph)
            merged.bulk_extend(Quad(one.subject, one.predicate, one.object) for one in found)
        for name in named:
            merged.bulk_extend(self._store.quads_for_pattern(None, None, None, name))
        return merged, [DefaultGraph()], named

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
            yield from self._store.quads_for_pattern(None, None, None, _graph(name))

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(one.value for one in self._store.named_graphs()))

    def count(self, graph: str | None = None) -> int:
        """Triples in one named graph, or different triples in the merge of all."""
        name = DefaultGraph() if graph is None else _graph(graph)
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


def _graph(name: str) -> NamedNode:
    """The graph of that IRI. Raises `BadParameter` for what is no absolute IRI."""
    try:
        return NamedNode(name)
    except ValueError as error:
        raise BadParameter(
            f"“{name}” is not the IRI of a graph.",
            hint="Write an absolute IRI, like https://w3id.org/cityweave/graph/editorial",
        ) from error


def _answer(
    store: ox.Store,
    text: str,
    default: Graphs,
    named: list[NamedNode | ox.BlankNode] | None,
    result_format: ResultFormat,
    prefixes: Mapping[str, str],
) -> bytes:
    """The results as Oxigraph writes them."""
    results = store.query(text, default_graph=default, named_graphs=named)
    if isinstance(results, ox.QueryTriples):
        graph_format = ENGINE_FORMATS.get(result_format.name)
        if graph_format is not None:
            return ox.serialize(results, format=graph_format, prefixes=dict(prefixes)) or b""
    else:
        table_format = TABLE_FORMATS.get(result_format.name)
        if table_format is not None:
            return results.serialize(format=table_format) or b""
    del results
    raise NotAcceptable(f"A result of this query cannot be given as {result_format.title}.")
