"""The graph that a contribution is judged in, with and without the contribution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Quad

from cityweave.errors import ValidationTooLarge
from cityweave.store import EmbeddedStore

COPIED = 1_000_000
"""Triples of a store on disk that are copied into memory for one validation, at most."""


@contextmanager
def context(store: EmbeddedStore, leaving: str | None = None) -> Iterator[ox.Store]:
    """The merge of a store, in its default graph, without what only the graph `leaving` says.

    In the end the store is as it was. One on disk is copied into memory first, since it is
    not ours alone. Raises `ValidationTooLarge` where it is too large for that.
    """
    graph = _copied(store) if store.is_fixed else store.merged
    gone = store.only_in(leaving) if leaving else []
    for quad in gone:
        graph.remove(quad)
    try:
        yield graph
    finally:
        graph.extend(gone)


@contextmanager
def holding(graph: ox.Store, quads: Iterable[Quad]) -> Iterator[Sequence[Quad]]:
    """The graph with these statements in it; those that were there already stay in the end.

    Gives those that were not.
    """
    plain = dict.fromkeys(Quad(one.subject, one.predicate, one.object) for one in quads)
    fresh = [quad for quad in plain if quad not in graph]
    graph.extend(fresh)
    try:
        yield fresh
    finally:
        for quad in fresh:
            graph.remove(quad)


@contextmanager
def lacking(graph: ox.Store, quads: Sequence[Quad]) -> Iterator[None]:
    """The graph without these statements, which it has again in the end."""
    for quad in quads:
        graph.remove(quad)
    try:
        yield
    finally:
        graph.extend(quads)


def _copied(store: EmbeddedStore) -> ox.Store:
    if store.outnumbers(COPIED):
        raise ValidationTooLarge(
            "The graph is larger than max_replica_memory and read from disk, and of more than "
            f"{COPIED} triples no copy is made to judge something in their context.",
            hint="Those who run this server can allow the graph more memory; without context, "
            "`cityweave validate --context none` judges.",
        )
    copy = ox.Store()
    copy.extend(store.merged.quads_for_pattern(None, None, None, DefaultGraph()))
    return copy
