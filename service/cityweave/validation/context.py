"""The graph that a contribution is judged in, with the contribution in it for a while."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Quad

from cityweave.errors import ValidationTooLarge
from cityweave.store import EmbeddedStore

COPIED = 1_000_000
"""Triples of a store on disk that are copied into memory for one validation, at most."""


@contextmanager
def changed(
    store: EmbeddedStore, quads: Iterable[Quad], leaving: str | None = None
) -> Iterator[ox.Store]:
    """The merge of a store with these statements in its default graph.

    It is without what only the graph `leaving` says. In the end everything is as it was. A
    store on disk is copied into memory first, since it is not ours alone. Raises
    `ValidationTooLarge` for one that is too large for that.
    """
    whole = _copied(store) if store.is_fixed else store.merged
    plain = dict.fromkeys(Quad(one.subject, one.predicate, one.object) for one in quads)
    fresh = [quad for quad in plain if quad not in whole]
    gone = [quad for quad in store.only_in(leaving) if quad not in plain] if leaving else []
    whole.extend(fresh)
    for quad in gone:
        whole.remove(quad)
    try:
        yield whole
    finally:
        for quad in fresh:
            whole.remove(quad)
        whole.extend(gone)


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
