"""Files of the content as they are served: with the names of the deployment, each time the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, Triple

from cityweave.naming import renamed_quads
from cityweave.parsing import read

Term = TypeVar("Term")


def triples_of(paths: Iterable[Path], base: str) -> Iterator[Triple]:
    """What files state. Raises `SyntaxErrorInData`.

    A parser gives blank nodes names by chance, with which the same document would be another one
    each time, and its ETag as well. Here they are numbered as they come.
    """
    numbers = count()
    for path in paths:
        yield from _numbered(path, base, numbers)


def _numbered(path: Path, base: str, numbers: Iterator[int]) -> Iterator[Triple]:
    """What a file states; none of its blank nodes is another file's."""
    names: dict[BlankNode, BlankNode] = {}

    def named(term: Term) -> Term | BlankNode:
        if not isinstance(term, BlankNode):
            return term
        if term not in names:
            names[term] = BlankNode(f"b{next(numbers)}")
        return names[term]

    for quad in renamed_quads(read(path).quads, base):
        yield Triple(named(quad.subject), quad.predicate, named(quad.object))
