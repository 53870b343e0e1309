"""The data graph as the constraints ask it: values along paths, classes, comparisons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from cityweave.parsing import Term
from cityweave.store import kept
from cityweave.validation.names import SUBCLASS, TYPE
from cityweave.validation.paths import Alternative, Inverse, Path, Repeated, forward
from cityweave.validation.paths import Sequence as Steps
from cityweave.validation.written import Written
from cityweave.vocabulary import SHAPES_GRAPH

Values: TypeAlias = Mapping[Term, tuple[Term, ...]]
"""Focus nodes and the value nodes of each."""

_CHUNK = 500
_GRAPH = DefaultGraph()


class DataGraph:
    """The default graph of a store, with what was found out about it.

    It must not change in the meantime. `shapes` are the statements of the shapes graph, for
    queries that ask it (https://www.w3.org/TR/shacl/#sparql-constraints-prebound). What is
    `written` in the place of statements of the store is given as it is written; but queries see
    the store as it is. Without that the store is all there is.
    """

    def __init__(
        self, store: Store, shapes: Iterable[Quad] = (), written: Written | None = None
    ) -> None:
        self.store = store
        self.written = written
        self._others = {} if written is None else written.statements
        self._shapes = shapes
        self._classes: dict[NamedNode, frozenset[Term]] = {}
        self._stored: dict[tuple[Term, ...], frozenset[Term]] = {}
        self._types: dict[Term, frozenset[Term]] = {}

    def statements(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> Iterator[Quad]:
        """The statements that have these terms, as they are written."""
        found = self.store.quads_for_pattern(subject, predicate, value, _GRAPH)
        return self._as_written(found, value) if self._others else found

    def _as_written(self, found: Iterable[Quad], value: Term | None) -> Iterator[Quad]:
        for quad in found:
            others = self._others.get(quad)
            if others is None:
                yield quad
            else:
                yield from (one for one in others if value is None or one.object == value)

    def objects(self, subject: Term, predicate: NamedNode) -> Iterator[Term]:
        """What a node has for a property; a literal has nothing."""
        if isinstance(subject, NamedNode | BlankNode):
            for quad in self.statements(subject, predicate):
                yield quad.object

    def subjects(self, predicate: NamedNode, value: Term) -> Iterator[Term]:
        """What has that value for a property."""
        for quad in self.statements(None, predicate, value):
            yield quad.subject

    def about(self, subject: Term) -> Iterator[tuple[NamedNode, Term]]:
        """The properties of a node and their values."""
        if isinstance(subject, NamedNode | BlankNode):
            for quad in self.statements(subject):
                yield quad.predicate, quad.object

    def pointing(self, value: Term) -> Iterator[NamedNode]:
        """The properties by which statements lead to a value, once for each of them."""
        for quad in self.statements(None, None, value):
            yield quad.predicate

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Term, Term]]:
        """Subjects and objects of a property."""
        for quad in self.statements(None, predicate):
            yield quad.subject, quad.object

    def values(self, focus: Term, path: Path | None) -> tuple[Term, ...]:
        """The value nodes of a focus node, each once; without a path, itself.

        https://www.w3.org/TR/shacl/#dfn-value-nodes
        """
        if path is None:
            return (focus,)
        if isinstance(path, NamedNode):
            return tuple(self.objects(focus, path))
        return tuple(self._walk((focus,), forward(path)))

    def reach(self, starts: Iterable[Term], path: Path | None) -> dict[Term, None]:
        """Everything that a path leads to from any of these nodes."""
        if path is None:
            return dict.fromkeys(starts)
        return self._walk(starts, forward(path))

    def _walk(self, starts: Iterable[Term], path: Path) -> dict[Term, None]:
        match path:
            case NamedNode():
                return {end: None for one in starts for end in self.objects(one, path)}
            case Inverse(NamedNode() as predicate):
                return {end: None for one in starts for end in self.subjects(predicate, one)}
            case Steps():
                found = dict.fromkeys(starts)
                for step in path.paths:
                    found = self._walk(found, step)
                return found
            case Alternative():
                starts = tuple(starts)
                return {end: None for one in path.paths for end in self._walk(starts, one)}
            case Repeated():
                return self._repeat(starts, path)
            case _:
                return self._walk(starts, forward(path))

    def _repeat(self, starts: Iterable[Term], path: Repeated) -> dict[Term, None]:
        starts = dict.fromkeys(starts)
        found: dict[Term, None] = {} if path.sign == "+" else dict(starts)
        fresh: Mapping[Term, None] = starts
        while fresh:
            reached = self._walk(fresh, path.path)
            fresh = {one: None for one in reached if one not in found}
            found.update(fresh)
            if path.sign == "?":
                break
        return found

    def below(self, name: NamedNode) -> frozenset[Term]:
        """A class with all that is below it (https://www.w3.org/TR/shacl/#dfn-shacl-subclass)."""
        if name not in self._classes:
            found = {name: None} | self.reach((name,), Repeated(Inverse(SUBCLASS), "*"))
            self._classes[name] = frozenset(found)
        return self._classes[name]

    def types(self, node: Term) -> frozenset[Term]:
        """The classes that a node states for itself."""
        if node not in self._types:
            self._types[node] = frozenset(self.objects(node, TYPE))
        return self._types[node]

    def is_a(self, node: Term, name: NamedNode) -> bool:
        """Whether a node is of a class (https://www.w3.org/TR/shacl/#dfn-shacl-instance)."""
        return not self.below(name).isdisjoint(self.types(node))

    def instances(self, name: NamedNode) -> Iterator[Term]:
        """What is of a class; what is of two classes below it comes twice."""
        for one in self.below(name):
            yield from self.subjects(TYPE, one)

    def stored(self, terms: tuple[Term, ...]) -> frozenset[Term]:
        """Terms of the shapes as the store keeps them."""
        if terms not in self._stored:
            others = kept(terms)
            self._stored[terms] = frozenset(others.get(one, one) for one in terms)
        return self._stored[terms]

    def is_open(self, value: Term) -> bool:
        """Whether a value may have been written otherwise than it is in the store.

        What the input writes itself is meant so, as is what only the shapes name; of the rest
        nobody knows.
        """
        if self.written is None or self.written.has(value):
            return False
        found = next(self.store.quads_for_pattern(None, None, value, _GRAPH), None)
        return found is not None and found.object == value

    def less(self, pairs: Iterable[tuple[Term, Term]], operator: str) -> set[tuple[Term, Term]]:
        """The pairs for which SPARQL's `<`, `<=`, `>` or `>=` is true.

        SPARQL 1.1 compares no language-tagged strings
        (https://www.w3.org/TR/sparql11-query/#OperatorMapping).
        """
        plain = [
            (one, other)
            for one, other in dict.fromkeys(pairs)
            if isinstance(one, Literal) and isinstance(other, Literal)
            if not one.language and not other.language
        ]
        found = self._kept(plain, f"?a {operator} ?b")
        return {plain[number] for number in found}

    def matching(self, texts: Collection[str], pattern: str, flags: str) -> set[str]:
        """The texts that a pattern of XPath matches, in linear time.

        https://www.w3.org/TR/sparql11-query/#func-regex
        """
        listed = list(dict.fromkeys(texts))
        rows = [(Literal(one), Literal(pattern)) for one in listed]
        found = self._kept(rows, f"REGEX(?a, {Literal(pattern)}, {Literal(flags)})")
        return {listed[number] for number in found}

    def is_pattern(self, pattern: str, flags: str) -> bool:
        """Whether a text is a pattern that `matching` can use."""
        text = f'SELECT (REGEX("", {Literal(pattern)}, {Literal(flags)}) AS ?is) {{}}'
        return next(self.select(text))["is"] is not None

    def _kept(self, rows: Sequence[tuple[Term, Term]], condition: str) -> Iterator[int]:
        """The numbers of the rows for which a condition is true."""
        numbered = iter(enumerate(rows))
        while chunk := list(islice(numbered, _CHUNK)):
            listed = " ".join(f"({number} {one} {other})" for number, (one, other) in chunk)
            text = f"SELECT ?n {{ VALUES (?n ?a ?b) {{ {listed} }} FILTER({condition}) }}"
            yield from (int(row["n"].value) for row in self.select(text))

    def select(self, text: str) -> QuerySolutions:
        """The rows of a query of our own."""
        found = self.store.query(text)
        if not isinstance(found, QuerySolutions):
            raise TypeError(text)
        return found

    def outnumbers(self, triples: int) -> bool:
        """Whether there are at least so many statements; counts no further."""
        text = f"SELECT ?p {{ ?s ?p ?o }} OFFSET {max(triples, 1) - 1} LIMIT 1"
        return next(self.select(text), None) is not None

    @cached_property
    def with_shapes(self) -> Store:
        """A copy of the data that has the shapes in a graph of their own."""
        both = Store()
        both.bulk_extend(self.store.quads_for_pattern(None, None, None, _GRAPH))
        graph = NamedNode(SHAPES_GRAPH)
        both.bulk_extend(
            Quad(one.subject, one.predicate, one.object, graph) for one in self._shapes
        )
        return both
