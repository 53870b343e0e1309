"""The names that the things of a graph have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store


def named(
    store: Store, properties: Iterable[NamedNode], things: Mapping[NamedNode, None] | None = None
) -> Iterator[tuple[NamedNode, str]]:
    """All things of the default graph, or those of some, with each of their names.

    Property after property; asked for thing by thing, or all of them, whichever is quicker.
    """
    for one in properties:
        each = things is not None and _outnumber(store, one, len(things))
        for thing in things if things is not None and each else (None,):
            for quad in store.quads_for_pattern(thing, one, None, DefaultGraph()):
                subject, name = quad.subject, quad.object
                if (
                    isinstance(subject, NamedNode)
                    and isinstance(name, Literal)
                    and (each or things is None or subject in things)
                ):
                    yield subject, name.value


def _outnumber(store: Store, predicate: NamedNode, things: int) -> bool:
    """Whether there are more statements with a property than things; counts no further."""
    found = store.query(f"SELECT ?s {{ ?s {predicate} ?o }} OFFSET {things} LIMIT 1")
    return isinstance(found, QuerySolutions) and next(found, None) is not None
