"""Property paths as values (https://www.w3.org/TR/shacl/#property-paths)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import NamedNode

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing.index import FIRST, NIL, Index, Term
from cityweave.validation.names import sh

DEEPEST = 24
"""How deeply paths may be nested: Oxigraph's parser and ours go down step by step."""

_SIGNS = {sh("zeroOrMorePath"): "*", sh("oneOrMorePath"): "+", sh("zeroOrOnePath"): "?"}


@dataclass(frozen=True, slots=True)
class Inverse:
    """`sh:inversePath`."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths one after the other: an RDF list."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """`sh:alternativePath`."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """`sh:zeroOrMorePath`, `sh:oneOrMorePath`, `sh:zeroOrOnePath`: `sign` is `*`, `+`, `?`."""

    path: Path
    sign: str


Path: TypeAlias = NamedNode | Inverse | Sequence | Alternative | Repeated


def sparql(path: Path) -> str:
    """The path as SPARQL 1.1 writes it, with whole IRIs; usable inside of any other path."""
    match path:
        case Inverse():
            return f"^{_inner(path.path)}"
        case Sequence():
            return "/".join(_inner(one) for one in path.paths)
        case Alternative():
            return f"({'|'.join(sparql(one) for one in path.paths)})"
        case Repeated():
            return f"{_inner(path.path)}{path.sign}"
        case _:
            return str(path)


def _inner(path: Path) -> str:
    written = sparql(path)
    return written if isinstance(path, NamedNode | Alternative) else f"({written})"


def read_path(index: Index, node: Term, depth: int = 0) -> Path:
    """The path that a node of the shapes stands for.

    Raises `SyntaxErrorInData` for what is no path (https://www.w3.org/TR/shacl/#dfn-well-formed).
    """
    if isinstance(node, NamedNode) and node != NIL:
        return node
    if depth > DEEPEST:
        raise SyntaxErrorInData(
            f"The path at {node} is nested more than {DEEPEST} deep, or contains itself.",
            hint="Write it with fewer paths inside of one another.",
        )
    if index.objects(node, FIRST):
        steps = tuple(read_path(index, step, depth + 1) for step in index.items(node))
        return Sequence(steps) if len(steps) > 1 else steps[0]
    if (inner := index.value(node, sh("inversePath"))) is not None:
        return Inverse(read_path(index, inner, depth + 1))
    if (head := index.value(node, sh("alternativePath"))) is not None:
        choices = tuple(read_path(index, one, depth + 1) for one in index.items(head))
        if choices:
            return Alternative(choices)
    for predicate, sign in _SIGNS.items():
        if (inner := index.value(node, predicate)) is not None:
            return Repeated(read_path(index, inner, depth + 1), sign)
    raise SyntaxErrorInData(
        f"What sh:path names at {node} is no path.",
        hint="Write a property, a list of paths, or one of sh:inversePath, sh:alternativePath, "
        "sh:zeroOrMorePath, sh:oneOrMorePath and sh:zeroOrOnePath.",
    )


def may_stay(path: Path | None) -> bool:
    """Whether a path can lead from a node to itself without any statement."""
    match path:
        case Inverse():
            return may_stay(path.path)
        case Sequence():
            return all(may_stay(one) for one in path.paths)
        case Alternative():
            return any(may_stay(one) for one in path.paths)
        case Repeated():
            return path.sign != "+" or may_stay(path.path)
        case _:
            return False


def behind(path: Path) -> frozenset[NamedNode] | None:
    """The properties of which a node must be a value to be where a path begins.

    None where the path can begin otherwise than backwards along one of them.
    """
    match path:
        case Inverse(NamedNode() as predicate):
            return frozenset((predicate,))
        case Sequence():
            return behind(path.paths[0])
        case Alternative():
            found = [behind(one) for one in path.paths]
            known = [one for one in found if one is not None]
            return frozenset().union(*known) if len(known) == len(found) else None
        case _:
            return None


def inverse(path: Path) -> Path:
    """The path walked from its end; inverse signs stand at single properties only."""
    match path:
        case Inverse():
            return forward(path.path)
        case Sequence():
            return Sequence(tuple(inverse(one) for one in reversed(path.paths)))
        case Alternative():
            return Alternative(tuple(inverse(one) for one in path.paths))
        case Repeated():
            return Repeated(inverse(path.path), path.sign)
        case _:
            return Inverse(path)


def forward(path: Path) -> Path:
    """The same path with inverse signs at single properties only."""
    match path:
        case Inverse():
            return inverse(path.path) if not isinstance(path.path, NamedNode) else path
        case Sequence():
            return Sequence(tuple(forward(one) for one in path.paths))
        case Alternative():
            return Alternative(tuple(forward(one) for one in path.paths))
        case Repeated():
            return Repeated(forward(path.path), path.sign)
        case _:
            return path
