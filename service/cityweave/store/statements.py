"""Holds statements that come from outside to what the rest can bear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from cityweave.errors import WriteTooComplex, WriteTooLarge
from cityweave.store.sink import LimitReached

NESTING = 16
"""How deeply triples may stand in triples: parsers of such statements go down one call a level."""


def checked(quads: Iterable[Quad], most: int, longest: int) -> Iterator[Quad]:
    """The same quads, as long as there are `most` at most, with terms of `longest` bytes at most.

    Raises `LimitReached`, `WriteTooLarge`, `WriteTooComplex`.
    """
    for number, quad in enumerate(quads):
        if number >= most:
            raise LimitReached("rows")
        written = str(quad)
        # a character has four bytes at most: only what may be too long is looked at closely
        if len(written) * 4 > longest or "<<(" in written:
            _check_quad(quad, longest)
        yield quad


def _check_quad(quad: Quad, longest: int) -> None:
    for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
        if isinstance(term, Triple):
            _check_nested(term, longest)
        elif not isinstance(term, DefaultGraph):
            _check(term, longest)


def _check_nested(outer: Triple, longest: int) -> None:
    """The terms of a triple in a triple, level by level: a deep one has no end to go back from."""
    triples = [outer]
    for _ in range(NESTING):
        inner = []
        for triple in triples:
            for term in (triple.subject, triple.predicate, triple.object):
                if isinstance(term, Triple):
                    inner.append(term)
                else:
                    _check(term, longest)
        if not inner:
            return
        triples = inner
    raise WriteTooComplex(
        f"A triple stands in a triple more than {NESTING} times over.",
        hint="Give the inner statements names of their own (reifiers), and speak of those.",
    )


def _check(term: NamedNode | BlankNode | Literal, longest: int) -> None:
    value = term.value
    if len(value.encode()) > longest:
        kind = "literal" if isinstance(term, Literal) else "name"
        raise WriteTooLarge(
            f"A {kind} that begins with “{value[:40]}” has more than {longest} bytes, the limit "
            "of max_literal_bytes.",
            hint="Publish long texts elsewhere, and link to them.",
        )
