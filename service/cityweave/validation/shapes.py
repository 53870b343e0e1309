"""Shapes as values: read from their graph once, and checked (https://www.w3.org/TR/shacl/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing.index import Index
from cityweave.validation.constraints import Constraint, read_components, read_constraints
from cityweave.validation.names import TYPE, Name, sh
from cityweave.validation.nesting import in_order
from cityweave.validation.paths import Path, read_path
from cityweave.validation.reach import refuse_reach
from cityweave.validation.reading import iris, is_true, messages, shapes
from cityweave.validation.targets import DECLARING, Target, read_targets

_BEYOND = (sh("target"), sh("expression"), sh("js"))
_KINDS = (sh("NodeShape"), sh("PropertyShape"))


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a path a property shape; `properties` are its `sh:property`."""

    node: Name
    path: Path | None
    severity: NamedNode
    messages: tuple[Literal, ...]
    is_deactivated: bool
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    properties: tuple[Name, ...]


class Shapes:
    """All shapes of a graph, those that others rest on after them.

    `uncovered` are those that only the reference engine judges: they use SHACL Advanced
    Features (https://www.w3.org/TR/shacl-af/).
    """

    def __init__(self, index: Index, quads: tuple[Quad, ...], shapes: Mapping[Name, Shape]) -> None:
        self.index = index
        self.quads = quads
        self._shapes = shapes
        self.uncovered = frozenset(
            name for name in shapes if any(index.objects(name, word) for word in _BEYOND)
        )

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Shapes:
        """Read the shapes of a graph, and refuse those that cannot be judged by.

        Raises `SyntaxErrorInData`: for what is not well-formed, for shapes that refer to
        themselves (https://www.w3.org/TR/shacl/#shapes-recursion leaves them undefined), and
        for queries that reach out of the data.
        """
        quads = tuple(quads)
        index = Index(quads)
        refuse_reach(index)
        reader = _Reader(index)
        pending = list(_roots(index))
        shapes: dict[Name, Shape] = {}
        while pending:
            node = pending.pop()
            if node not in shapes:
                shapes[node] = reader.shape(node)
                pending += nested(shapes[node])
        order = in_order(shapes, {name: tuple(nested(one)) for name, one in shapes.items()})
        return cls(index, quads, {name: shapes[name] for name in order})

    def __getitem__(self, name: Name) -> Shape:
        return self._shapes[name]

    def __iter__(self) -> Iterator[Shape]:
        return iter(self._shapes.values())

    def __len__(self) -> int:
        return len(self._shapes)


def nested(shape: Shape) -> Iterator[Name]:
    """The shapes that a shape rests on."""
    yield from shape.properties
    for constraint in shape.constraints:
        yield from constraint.shapes


class _Reader:
    """Reads shape by shape."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._components = read_components(index)

    def shape(self, node: Name) -> Shape:
        index = self._index
        paths = index.objects(node, sh("path"))
        if len(paths) > 1:
            raise SyntaxErrorInData(
                f"The shape {node} has {len(paths)} values of sh:path.",
                hint="Give each property shape one path.",
            )
        if not paths and sh("PropertyShape") in index.objects(node, TYPE):
            raise SyntaxErrorInData(
                f"The property shape {node} has no sh:path.",
                hint="Say by sh:path which property it is about, or make it a sh:NodeShape.",
            )
        path = read_path(index, paths[0]) if paths else None
        severity = next(iter(iris(index, node, sh("severity"))), sh("Violation"))
        return Shape(
            node=node,
            path=path,
            severity=severity,
            messages=messages(index, node),
            is_deactivated=is_true(index, node, sh("deactivated")),
            targets=read_targets(index, node),
            constraints=read_constraints(index, node, path, self._components),
            properties=self._properties(node),
        )

    def _properties(self, node: Name) -> tuple[Name, ...]:
        found = shapes(self._index, node, sh("property"))
        for one in found:
            if not self._index.objects(one, sh("path")):
                raise SyntaxErrorInData(
                    f"The property shape {one} of the shape {node} has no sh:path.",
                    hint="Say by sh:path which property it is about.",
                )
        return found


def _roots(index: Index) -> Iterator[Name]:
    """What must be a shape, whatever refers to it: by its type or by its targets."""
    found = {one: None for kind in _KINDS for one in index.subjects(TYPE, kind)}
    found |= {one: None for declaring in DECLARING for one, _ in index.pairs(declaring)}
    return (one for one in found if isinstance(one, NamedNode | BlankNode))
