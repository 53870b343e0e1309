"""Functions that give a query terms by number: exact ones, blank nodes included.

Text cannot name blank nodes, nor leave one row of BIND unbound; a function can do both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.store.interface import Column

Term = NamedNode | BlankNode | Literal | Triple


def by_number(terms: Sequence[Term | None]) -> Callable[..., Term | None]:
    """A function of a row's number; None, which leaves a variable unbound, after the last."""

    def read(row: Literal) -> Term | None:
        number = int(row.value)
        return terms[number] if number < len(terms) else None

    return read


def functions(columns: Iterable[Column]) -> dict[NamedNode, Callable[..., Term | None]]:
    """The functions of these columns, as Oxigraph takes them.

    Raises `ValueError` for terms that are not written as in N-Triples.
    """
    return {NamedNode(one.function): by_number(_read(one.terms)) for one in columns}


def _read(written: tuple[str | None, ...]) -> list[Term | None]:
    """The terms, each read as the object of a triple of its own."""
    there = [term for term in written if term is not None]
    lines = "".join(f"<urn:x:s> <urn:x:p> {term} .\n" for term in there)
    quads = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    objects = [quad.object for quad in quads]
    if len(objects) != len(there):
        raise ValueError("a term that is none, or more than one")
    following = iter(objects)
    return [None if term is None else next(following) for term in written]
