"""Changes as bytes, for the way between two processes."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox
from pyoxigraph import Quad

from cityweave.store.interface import Change

LENGTHS = struct.Struct("!QQ")
BATCH = 2000
"""Quads that are read at a time; then other threads of the process have their turn."""


def encode_quads(quads: Iterable[Quad]) -> bytes:
    """Quads as N-Quads."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def decode_quads(data: bytes, *, rename_blank_nodes: bool = False) -> tuple[Quad, ...]:
    """The quads that `encode_quads` wrote. It does not look at their terms any more."""
    return tuple(_in_turns(data, rename_blank_nodes))


def change_parts(change: Change) -> tuple[bytes, bytes, bytes]:
    """A change as bytes: the names of graphs, and two N-Quads documents of what went and came."""
    names = json.dumps([change.created, change.dropped]).encode()
    removed, added = encode_quads(change.removed), encode_quads(change.added)
    return LENGTHS.pack(len(names), len(removed)) + names, removed, added


def encode_change(change: Change) -> bytes:
    """The same in one piece."""
    return b"".join(change_parts(change))


def decode_change(data: bytes) -> Change:
    """The change that `encode_change` wrote; blank nodes keep their names."""
    first, second = LENGTHS.unpack_from(data)
    first += LENGTHS.size
    second += first
    created, dropped = json.loads(data[LENGTHS.size : first])
    removed, added = decode_quads(data[first:second]), decode_quads(data[second:])
    return Change(added, removed, tuple(created), tuple(dropped))


def _in_turns(data: bytes, rename_blank_nodes: bool) -> Iterator[Quad]:
    """The quads, read in batches: within one, no other thread of this process runs."""
    quads = ox.parse(
        data,
        format=ox.RdfFormat.N_QUADS,
        lenient=True,
        rename_blank_nodes=rename_blank_nodes,
    )
    while batch := tuple(islice(quads, BATCH)):
        yield from batch
