"""Property paths as values (https://www.w3.org/TR/shacl/#property-paths)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import NamedNode


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
