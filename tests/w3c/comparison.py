"""Whether two results are the same, whatever their blank nodes are called."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from w3c.suite import path_of, quads

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
TABLES = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
    ".csv": QueryResultsFormat.CSV,
}
Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[tuple[str, Term], ...]


def triples(found: Iterable[Quad | Triple]) -> Dataset:
    """A graph in a form that can be compared; numbers in the engine's canonical form."""
    store = Store()
    store.bulk_extend(Quad(one.subject, one.predicate, one.object) for one in found)
    graph = Dataset(store)
    graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return graph


def table(rows: Iterable[Row], ordered: bool = False) -> Dataset:
    """Rows in a form that can be compared."""
    found = []
    for number, row in enumerate(rows):
        node = BlankNode()
        found.append(Triple(node, NamedNode("urn:row"), Literal(number if ordered else 0)))
        found += [Triple(node, NamedNode("urn:v:" + name), term) for name, term in row]
    return triples(found)


def solutions(body: bytes, results_format: QueryResultsFormat) -> list[Row] | bool:
    """The rows of a result, or the truth of one."""
    found = parse_query_results(body, format=results_format)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [
        tuple((name, term) for name, term in zip(names, row, strict=True) if term is not None)
        for row in found
    ]


def result_set(iri: str) -> tuple[list[Row] | bool | None, bool]:
    """The rows of a result that is written as RDF, and whether their order counts.

    None where the file is a graph and no result set.
    """
    store = Store()
    store.bulk_extend(quads(iri))

    def values(subject: object, name: str) -> list[Term]:
        found = store.quads_for_pattern(subject, NamedNode(RS + name), None, DefaultGraph())  # type: ignore[arg-type]
        return [quad.object for quad in found]

    truth = values(None, "boolean")
    if truth:
        assert isinstance(truth[0], Literal)
        return truth[0].value == "true", False
    if not list(store.quads_for_pattern(None, None, NamedNode(RS + "ResultSet"))):
        return None, False
    rows: list[tuple[int, Row]] = []
    for solution in values(None, "solution"):
        row = []
        for binding in values(solution, "binding"):
            (name,), (value,) = values(binding, "variable"), values(binding, "value")
            assert isinstance(name, Literal)
            row.append((name.value, value))
        index = [one.value for one in values(solution, "index") if isinstance(one, Literal)]
        rows.append((int(index[0]) if index else 0, tuple(row)))
    ordered = any(index for index, _ in rows)
    return [row for _, row in sorted(rows, key=lambda one: one[0])], ordered


def _unlabelled(row: dict[str, str]) -> Iterable[tuple[str, str]]:
    return ((name, "_:" if cell.startswith("_:") else cell) for name, cell in row.items())


def same_csv(one: bytes, other: bytes) -> bool:
    """Whether two CSV results agree, whatever the order of columns; blank nodes have one name."""

    def read(body: bytes) -> Counter[tuple[tuple[str, str], ...]]:
        rows = csv.DictReader(io.StringIO(body.decode("utf-8"), newline=""))
        return Counter(tuple(sorted(_unlabelled(row))) for row in rows)

    return read(one) == read(other)


def matches(iri: str, body: bytes, got: QueryResultsFormat | None, lax: bool = False) -> bool:
    """Whether a body is the result that the file says; `got` is None for graphs."""
    path = path_of(iri)
    if path.suffix == ".csv":
        return same_csv(path.read_bytes(), body)
    ordered = False
    expected: list[Row] | bool | None
    if path.suffix in TABLES:
        expected = solutions(path.read_bytes(), TABLES[path.suffix])
    else:
        expected, ordered = result_set(iri)
    if expected is None or got is None:
        return got is None and triples(quads(iri)) == triples(_graph(body))
    found = solutions(body, got)
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if lax:
        expected, found = list(dict.fromkeys(expected)), list(dict.fromkeys(found))
    return table(expected, ordered) == table(found, ordered)


def _graph(body: bytes) -> list[Quad]:
    return list(parse(body, format=RdfFormat.N_TRIPLES))
