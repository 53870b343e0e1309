"""Fills an empty store with more statements than there is memory for: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad

from cityweave.errors import StoreUnavailable
from cityweave.store.commit import unnamed
from cityweave.vocabulary import UNNAMED_GRAPH

PART = 200_000
"""Statements that are held in memory at a time."""

MARK = "filling"
"""File in the folder of a store that is being filled, and that is not whole before it is gone."""


MERGING = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that Oxigraph reads into a store by itself, and the graph of its triples."""

    data: bytes
    format: ox.RdfFormat
    graph: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """What a store in memory is filled with faster than with quads: none becomes an object.

    On a disk quads are faster, since to merge documents is to read the store once more. Other
    threads run meanwhile. Each is asked for when the one before it is in the store.
    """

    each: Iterable[Document]


class Filling:
    """The filling of one store, which was empty before. `folder` is where it is kept, if anywhere.

    Oxigraph's bulk loader keeps no transaction: a mark on the disk tells of one that was
    broken off, and the store is emptied then.
    """

    def __init__(self, store: ox.Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder
        self._mark = None if folder is None else folder / MARK

    def repair(self) -> None:
        """Empty a store whose filling was broken off. Raises `OSError`."""
        if self._mark is not None and self._mark.exists():
            self._empty(None)

    def run(self, source: Iterable[Quad] | Documents, merge: ox.Store | None) -> int:
        """Add all statements, and their triples to the merge; gives how many were read.

        `merge` is a store of the merge alone. Raises `StoreUnavailable`, and whatever reading
        the source raises (of documents `SyntaxError`); both stores are empty then.
        """
        try:
            if self._mark is not None:
                self._mark.touch()
                self._sync()
            if isinstance(source, Documents):
                count = self._load(source, merge)
            else:
                count = self._fill(source, merge)
            self._store.flush()
            self._end()
        except BaseException as error:
            with suppress(OSError):  # what cannot be emptied now keeps its mark, and is later
                self._empty(merge)
            if isinstance(error, OSError):
                raise StoreUnavailable("The store could not be written.") from error
            raise
        return count

    def _fill(self, quads: Iterable[Quad], merge: ox.Store | None) -> int:
        count = 0
        for part in _parts(quads):
            count += len(part)
            triples = [Quad(one.subject, one.predicate, one.object) for one in part]
            whole = [*map(unnamed, part), *triples]
            if self._folder is None:
                # the bulk loader leaves threads behind, and this process is to be forked
                self._store.extend(whole)
            else:
                self._store.bulk_extend(whole)
            if merge is not None:
                merge.extend(triples)
        return count

    def _load(self, documents: Documents, merge: ox.Store | None) -> int:
        """Let the store read documents, and merge what they say."""
        for one in documents.each:
            self._store.load(input=one.data, format=one.format, to_graph=one.graph)
        name = NamedNode(UNNAMED_GRAPH)
        unnamed_ones = [*self._store.quads_for_pattern(None, None, None, DefaultGraph())]
        self._store.extend(
            Quad(one.subject, one.predicate, one.object, name) for one in unnamed_ones
        )
        count = len(self._store) - len(unnamed_ones)
        self._store.update(MERGING)
        if merge is not None:
            merge.extend(self._store.quads_for_pattern(None, None, None, DefaultGraph()))
        return count

    def _empty(self, merge: ox.Store | None) -> None:
        self._store.clear()
        if merge is not None:
            merge.clear()
        self._store.flush()
        self._end()

    def _end(self) -> None:
        if self._mark is not None:
            self._mark.unlink(missing_ok=True)
            self._sync()

    def _sync(self) -> None:
        """Have the disk know which files there are."""
        if self._folder is not None:
            descriptor = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _parts(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    rest = iter(quads)
    while part := list(islice(rest, PART)):
        yield part
