"""Constraints that are queries (https://www.w3.org/TR/shacl/#sparql-constraints)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, QuerySolution, Store

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Term
from cityweave.parsing.index import Index
from cityweave.validation.constraints.constraint import Conformance, Constraint, Violation
from cityweave.validation.data import DataGraph, Values
from cityweave.validation.declarations import prologue
from cityweave.validation.names import Name, sh
from cityweave.validation.paths import Path
from cityweave.validation.prebinding import Query
from cityweave.validation.reading import is_true, literals, messages
from cityweave.validation.reads import Anywhere, Read
from cityweave.validation.targets import Target
from cityweave.validation.tracing import traced
from cityweave.vocabulary import SHAPES_GRAPH

_AT_ONCE = 500
"""So many focus nodes go into one query."""
_PLACE = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Asked(Constraint):
    """A constraint that asks a query for every focus node, or for every value node.

    `constants` are bound for all of them; `templates` are messages with places for variables;
    `reads` is what it looks at, from the focus nodes.
    """

    name: NamedNode
    shape: Name
    path: Path | None
    query: Query
    constants: tuple[tuple[str, Term], ...]
    templates: tuple[Literal, ...]
    reads: tuple[Read | Anywhere, ...] = field(repr=False, compare=False)
    constraint: Term | None = None

    @classmethod
    def of(
        cls,
        name: NamedNode,
        shape: Name,
        path: Path | None,
        query: Query,
        constants: tuple[tuple[str, Term], ...],
        templates: tuple[Literal, ...],
        constraint: Term | None = None,
    ) -> Asked:
        """A constraint, and what it looks at."""
        starts: dict[str, Path | None] = {"this": None}
        if query.is_ask:
            starts["value"] = path
        reads = traced(query.prologue + query.text, starts, dict(constants), path)
        return cls(name, shape, path, query, constants, templates, reads, constraint)

    @property
    def component(self) -> NamedNode:
        """`sh:SPARQLConstraintComponent`, or the component that the shapes declare."""
        return self.name

    @property
    def source(self) -> Term | None:
        """The `sh:sparql` of a SPARQL-based constraint."""
        return self.constraint

    def violations(self, known: Conformance, values: Values) -> Iterator[Violation]:
        """A violation for every solution; of an ASK for every value for which it is false."""
        store = known.data.with_shapes if self.query.mentions("shapesGraph") else known.data.store
        constants = dict(self.constants)
        if self.query.is_ask:
            for focus, found in values.items():
                for value in found:
                    bound = {"this": focus, "value": value, **constants}
                    if next(self.query.rows(store, bound, self.path), None) is None:
                        yield Violation(focus, value, None, self._messages(bound))
            return
        together = self.query.is_uniform and not self.query.is_heavy
        named = [one for one in values if together and isinstance(one, NamedNode)]
        alone = [one for one in values if not together or not isinstance(one, NamedNode)]
        for part in range(0, len(named), _AT_ONCE):
            listed = " ".join(str(one) for one in named[part : part + _AT_ONCE])
            yield from self._rows(store, constants, f" VALUES ?this {{ {listed} }}")
        for focus in alone:
            yield from self._rows(store, {"this": focus, **constants})

    def everywhere(self, data: DataGraph, target: Target) -> Iterator[Violation] | None:
        """The violations of all focus nodes of a target; None when not to be had by one query."""
        if not self.query.is_uniform or self.query.is_heavy:
            return None
        return self._rows(data.store, dict(self.constants), f" {target.pattern(data)} ")

    def _rows(self, store: Store, bound: Mapping[str, Term], foci: str = "") -> Iterator[Violation]:
        """The violations that one query finds, each once."""
        rows = self.query.rows(store, bound, self.path, foci)
        yield from dict.fromkeys(self._violation(bound, row) for row in rows)

    def _violation(self, bound: Mapping[str, Term], row: QuerySolution) -> Violation:
        focus = bound["this"] if "this" in bound else row["this"]
        if _cell(row, "failure") == Literal(True):
            raise SyntaxErrorInData(
                f"The query of {self.constraint or self.shape} reports a failure for {focus}.",
                hint="Look at what binds ?failure in it.",
            )
        value = _cell(row, "value")
        if value is None and self.path is None:
            value = focus
        path = _cell(row, "path")
        said = _cell(row, "message")
        texts = (said,) if isinstance(said, Literal) else self._messages({"this": focus}, row)
        return Violation(focus, value, path if isinstance(path, NamedNode) else None, texts)

    def _messages(
        self, bound: Mapping[str, Term], row: QuerySolution | None = None
    ) -> tuple[Literal, ...]:
        known = {**dict(self.constants), **bound}

        def text(place: re.Match[str]) -> str:
            value = _cell(row, place[1]) if row is not None else None
            value = value if value is not None else known.get(place[1])
            return place[0] if value is None else _shown(value)

        return tuple(
            Literal(_PLACE.sub(text, one.value), language=one.language) for one in self.templates
        )


def _cell(row: QuerySolution, name: str) -> Term | None:
    try:
        cell: Term | None = row[name]
    except KeyError:
        return None
    return cell


def _shown(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def read_sparql(index: Index, node: Name, path: Path | None) -> Iterator[Constraint]:
    """The values of `sh:sparql`. Raises `SyntaxErrorInData` for a query that cannot be used."""
    for constraint in index.objects(node, sh("sparql")):
        if is_true(index, constraint, sh("deactivated")):
            continue
        texts = literals(index, constraint, sh("select"))
        if len(texts) != 1:
            raise SyntaxErrorInData(
                f"The SPARQL constraint {constraint} of the shape {node} has {len(texts)} queries.",
                hint="Give it one sh:select.",
            )
        query = Query.of(constraint, prologue(index, constraint), texts[0].value, ())
        yield Asked.of(
            name=sh("SPARQLConstraintComponent"),
            shape=node,
            path=path,
            query=query,
            constants=own_constants(node),
            templates=messages(index, constraint),
            constraint=constraint,
        )


def own_constants(node: Name) -> tuple[tuple[str, Term], ...]:
    """What every query of a shape may ask for: the shape and the graph that it stands in."""
    return (("currentShape", node), ("shapesGraph", NamedNode(SHAPES_GRAPH)))
