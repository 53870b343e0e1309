"""The W3C's SHACL tests, where they are at hand: a graph, shapes, and the report there must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from cityweave.parsing.index import Index, Term
from cityweave.validation import Shapes, run
from cityweave.validation.names import sh
from cityweave.validation.paths import read_path, sparql
from cityweave.validation.results import Result
from cityweave.validation.running import Choice
from cityweave.validation.written import Written
from w3c.comparison import triples
from w3c.suite import MF, folder

BASE = "https://example.org/w3c/shacl/"
SHT = "http://www.w3.org/ns/shacl-test#"
COMPARED = ("focusNode", "value", "sourceShape", "sourceConstraintComponent", "resultSeverity")


def shapes_folder() -> Path | None:
    """Where the tests are, or None."""
    found = folder()
    return found.parent / "shacl" if found is not None else None


@dataclass(frozen=True)
class Case:
    """One test: its data and shapes, and the report; None where judging must fail."""

    id: str
    data: Path
    shapes: Path
    report: Dataset | None

    def __str__(self) -> str:
        return self.id

    def judged(self, engine: Choice) -> list[Result]:
        """What an engine finds in the data, as they are written."""
        data = quads(self.data)
        store = Store()
        store.bulk_extend(data)
        return run(store, Shapes.of(quads(self.shapes)), engine=engine, written=Written(data))


def quads(path: Path) -> list[Quad]:
    """The triples of a file; blank nodes are called as it calls them."""
    root = shapes_folder()
    assert root is not None
    base = BASE + str(path.relative_to(root))
    return list(parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=base))


def cases(part: str) -> list[Case]:
    """The tests of `core` or `sparql` by their ids, those too that no manifest lists."""
    root = shapes_folder()
    if root is None:
        return []
    found = (case for path in (root / part).rglob("*.ttl") for case in _cases(path, root))
    return sorted(found, key=str)


def _cases(path: Path, root: Path) -> Iterator[Case]:
    index = Index(quads(path))
    for _, head in index.pairs(NamedNode(MF + "entries")):
        for entry in index.items(head):
            yield _case(index, entry, root)


def _case(index: Index, entry: Term, root: Path) -> Case:
    action, result = (index.value(entry, NamedNode(MF + name)) for name in ("action", "result"))
    assert isinstance(entry, NamedNode)
    assert action is not None
    assert result is not None

    def file(name: str) -> Path:
        found = index.value(action, NamedNode(SHT + name))
        assert isinstance(found, NamedNode)
        return root / found.value.removeprefix(BASE)

    is_failure = result == NamedNode(SHT + "Failure")
    return Case(
        id=entry.value.removeprefix(BASE),
        data=file("dataGraph"),
        shapes=file("shapesGraph"),
        report=None if is_failure else triples(_expected(index, result)),
    )


def _expected(index: Index, report: Term) -> Iterator[Triple]:
    conforms = index.value(report, sh("conforms"))
    assert isinstance(conforms, Literal)
    results = index.objects(report, sh("result"))
    assert (conforms.value in ("true", "1")) is (not results)
    for result in results:
        node = BlankNode()
        for name in COMPARED:
            for value in index.objects(result, sh(name)):
                yield Triple(node, sh(name), value)
        for path in index.objects(result, sh("resultPath")):
            yield Triple(node, sh("resultPath"), Literal(sparql(read_path(index, path))))


def found(results: Iterable[Result]) -> Dataset:
    """Results of ours in the form of `Case.report`."""
    return triples(_written(results))


def _written(results: Iterable[Result]) -> Iterator[Triple]:
    for one in results:
        node = BlankNode()
        terms = (one.focus, one.value, one.shape, one.component, one.severity)
        for name, term in zip(COMPARED, terms, strict=True):
            if term is not None:
                yield Triple(node, sh(name), term)
        if one.path is not None:
            yield Triple(node, sh("resultPath"), Literal(sparql(one.path)))
