"""Evaluates a query in Oxigraph and has it write the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from traceback import clear_frames
from typing import IO, TypeVar, cast

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad

from cityweave.errors import BadParameter, CityweaveError, NotAcceptable
from cityweave.formats import RdfFormat, ResultFormat
from cityweave.naming import readable
from cityweave.parsing import ENGINE_FORMATS
from cityweave.store import workbook
from cityweave.store.columns import functions
from cityweave.store.faults import engine_fault, syntax_error
from cityweave.store.interface import QueryRequest
from cityweave.store.rank import RANK, rank
from cityweave.store.sink import LimitReached, Sink

Statement = TypeVar("Statement", Quad, ox.Triple)

TABLE_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
Graphs = list[DefaultGraph | NamedNode | ox.BlankNode] | None


def evaluate(
    store: ox.Store,
    request: QueryRequest,
    result_format: ResultFormat,
    prefixes: Mapping[str, str],
    output: IO[bytes] | Sink,
    rows: int | None = None,
) -> None:
    """Write the result to `output`, `rows` triples of it at most.

    Results never leave the thread that made them: Oxigraph aborts the process when
    another thread touches them, and loses their memory when another thread drops
    them. So no error takes them along in the frames of its traceback. Raises as
    `Store.query`, and `LimitReached`.
    """
    try:
        _run(store, request, result_format, prefixes, cast(IO[bytes], output), rows)
    except SyntaxError as error:
        raise syntax_error(error) from error
    except (LimitReached, CityweaveError) as error:
        clear_frames(error.__traceback__)
        raise
    except (OSError, RuntimeError, ValueError) as error:
        clear_frames(error.__traceback__)
        raise engine_fault(error) from error


def _run(
    store: ox.Store,
    request: QueryRequest,
    result_format: ResultFormat,
    prefixes: Mapping[str, str],
    output: IO[bytes],
    rows: int | None,
) -> None:
    """Have Oxigraph evaluate and write; all of its objects stay in this frame."""
    source, default, named = _dataset(store, request)
    called = functions(request.columns)
    if request.by_kind:
        called[NamedNode(RANK)] = rank
    results = source.query(
        request.text,
        base_iri=request.base,
        default_graph=default,
        named_graphs=named,
        custom_functions=called,
    )
    if isinstance(results, ox.QueryTriples):
        graph_format = ENGINE_FORMATS.get(result_format.name)
        if graph_format is not None:
            ox.serialize(at_most(rows, results), output, graph_format, prefixes=readable(prefixes))
            return
    elif result_format.name == "xlsx":
        _write_workbook(results, output, rows)
        return
    else:
        table_format = TABLE_FORMATS.get(result_format.name)
        if table_format is not None:
            results.serialize(output, table_format)
            return
    del results
    raise NotAcceptable(f"A result of this query cannot be given as {result_format.title}.")


def _write_workbook(
    results: ox.QuerySolutions | ox.QueryBoolean, output: IO[bytes], rows: int | None
) -> None:
    """Have rows, or a yes or no, written as a spreadsheet."""
    if isinstance(results, ox.QueryBoolean):
        workbook.write(["boolean"], [[ox.Literal(bool(results))]], output, rows)
        return
    names = [variable.value for variable in results.variables]
    workbook.write(names, map(tuple, results), output, rows)


def counted(store: ox.Store, pattern: str, graph: NamedNode | None = None) -> int:
    """How many rows a pattern has in the merge, or in one graph; the engine counts them."""
    counting = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    found = store.query(counting, default_graph=graph or DefaultGraph())
    return int(next(cast(ox.QuerySolutions, found))["n"].value)


def write_statements(
    statements: Iterable[Quad] | Iterable[ox.Triple],
    rdf_format: RdfFormat,
    prefixes: Mapping[str, str],
    output: IO[bytes],
) -> None:
    """Write statements as they come. Raises what reading them raises."""
    ox.serialize(statements, output, ENGINE_FORMATS[rdf_format.name], prefixes=readable(prefixes))


def at_most(most: int | None, statements: Iterator[Statement]) -> Iterator[Statement]:
    """The statements. Raises `LimitReached` when there are more than so many."""
    if most is None:
        yield from statements
        return
    yield from islice(statements, most)
    if next(statements, None) is not None:
        raise LimitReached("rows")


def _dataset(
    store: ox.Store, request: QueryRequest
) -> tuple[ox.Store, Graphs, list[NamedNode | ox.BlankNode] | None]:
    """The store to ask and the graphs of it that count as default and named."""
    if not request.names_dataset:
        return store, None, None
    default = [graph_of(name) for name in dict.fromkeys(request.default_graphs)]
    named: list[NamedNode | ox.BlankNode] = [
        graph_of(name) for name in dict.fromkeys(request.named_graphs)
    ]
    if len(default) < 2:
        return store, [*default], named
    # Several default graphs are merged, and Oxigraph would not: a triple that
    # two of them state would count twice. (`bulk_extend` would start threads, whose
    # stacks and arenas a reader's address space has no room for.)
    merged = ox.Store()
    for graph in default:
        found = store.quads_for_pattern(None, None, None, graph)
        merged.extend(Quad(one.subject, one.predicate, one.object) for one in found)
    for name in named:
        merged.extend(store.quads_for_pattern(None, None, None, name))
    return merged, [DefaultGraph()], named


def graph_of(name: str) -> NamedNode:
    """The graph of that IRI. Raises `BadParameter` for what is no absolute IRI."""
    try:
        return NamedNode(name)
    except ValueError as error:
        raise BadParameter(
            f"“{name}” is not the IRI of a graph.",
            hint="Write an absolute IRI, like https://w3id.org/cityweave/graph/editorial",
        ) from error
