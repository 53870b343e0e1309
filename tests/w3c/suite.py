"""The W3C's SPARQL tests, where they are at hand: manifests as cases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from cityweave.resources import content

BASE = "https://example.org/w3c/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".n3": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
}


def folder() -> Path | None:
    """Where the tests are: the folder that W3C_TESTS names, or `shared/w3c` beside the checkout."""
    found = Path(os.environ.get("W3C_TESTS", content("data").parent.parent / "shared" / "w3c"))
    return found / "sparql" if (found / "sparql").is_dir() else None


@dataclass(frozen=True)
class Files:
    """A dataset as files: those of the default graph, and those of graphs with their names."""

    default: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """One test; files are named by IRIs below `BASE`."""

    id: str
    kind: str
    action: str
    data: Files
    result: str | None
    expected: Files
    lax: bool = False
    """Whether rows may be left out that stand there already (REDUCED)."""

    def __str__(self) -> str:
        return self.id


def path_of(iri: str) -> Path:
    """The file behind an IRI."""
    root = folder()
    assert root is not None
    return root / iri.removeprefix(BASE)


def cases() -> list[Case]:
    """Every approved test of query and update that can be found, by its id."""
    root = folder()
    if root is None:
        return []
    manifests = sorted(root.glob("sparql1?/*/manifest.ttl"))
    found = {case.id: case for path in manifests for case in _cases(path, root)}
    return sorted(found.values(), key=str)


def _cases(path: Path, root: Path) -> Iterator[Case]:
    iri = BASE + str(path.relative_to(root))
    graph = Store()
    graph.bulk_extend(parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=iri))
    reader = Reader(graph)
    for entry in reader.entries():
        kind = reader.values(entry, RDF + "type")
        action = reader.one(entry, MF + "action")
        result = reader.one(entry, MF + "result")
        if not kind or action is None:
            continue
        named = entry.value.rpartition("#")[2]
        asked = reader.one(action, QT + "query") or reader.one(action, UT + "request") or action
        yield Case(
            id=f"{path.parent.relative_to(root)}/{named}",
            kind=kind[0].value.rpartition("#")[2],
            action=asked.value,
            data=reader.files(action),
            result=result.value if isinstance(result, NamedNode) else None,
            expected=reader.files(result) if result is not None else Files(),
            lax=bool(reader.values(entry, MF + "resultCardinality")),
        )


Node = NamedNode | Literal


class Reader:
    """Reads the graph of a manifest."""

    def __init__(self, graph: Store) -> None:
        self.graph = graph

    def values(self, subject: Node, predicate: str) -> list[Node]:
        """The objects of a property."""
        found = self.graph.quads_for_pattern(subject, NamedNode(predicate), None, DefaultGraph())  # type: ignore[arg-type]
        return [quad.object for quad in found]  # type: ignore[misc]

    def one(self, subject: Node, predicate: str) -> Node | None:
        """An object of a property, or None."""
        if isinstance(subject, Literal):
            return None
        return next(iter(self.values(subject, predicate)), None)

    def entries(self) -> Iterator[Node]:
        """The tests that the manifest lists."""
        for quad in self.graph.quads_for_pattern(None, NamedNode(MF + "entries"), None, None):
            node: Node | None = quad.object  # type: ignore[assignment]
            while node is not None and node.value != RDF + "nil":
                first = self.one(node, RDF + "first")
                assert first is not None
                yield first
                node = self.one(node, RDF + "rest")

    def files(self, node: Node) -> Files:
        """The dataset that an action or a result names."""
        if isinstance(node, Literal):
            return Files()
        default = [*self.values(node, QT + "data"), *self.values(node, UT + "data")]
        named = []
        for one in (*self.values(node, QT + "graphData"), *self.values(node, UT + "graphData")):
            file = self.one(one, UT + "graph") or self.one(one, QT + "graph") or one
            label = self.one(one, LABEL)
            named.append((label.value if label else file.value, file.value))
        return Files(tuple(one.value for one in default), tuple(sorted(named)))


def quads(iri: str) -> list[Quad]:
    """The triples of a data file."""
    path = path_of(iri)
    return list(
        parse(
            path.read_bytes(),
            format=FORMATS[path.suffix],
            base_iri=iri,
            rename_blank_nodes=True,
        )
    )
