"""Finds out what an update changes, on a copy, without touching the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad

from cityweave.errors import CityweaveError, UpdateRefused
from cityweave.store.commit import effective, unnamed
from cityweave.store.faults import engine_fault, syntax_error
from cityweave.store.interface import Change, DataOperation, UpdateRequest
from cityweave.vocabulary import UNNAMED_GRAPH

_UNNAMED = NamedNode(UNNAMED_GRAPH)


def change_of(store: ox.Store, request: UpdateRequest) -> Change:
    """What an update would change in the store. Raises as `Store.update`.

    Where it only inserts and deletes data, part of that may be so already, in any state of
    the store. Otherwise the engine runs it on a copy whose default graph is the one of what
    is in no named graph; what differs afterwards is the change.
    """
    for text in request.texts:  # for their syntax; an empty store lacks every graph
        with suppress(UpdateRefused):
            _run(ox.Store(), text, request.base)
    if request.data:
        return _data(request.data, request.base)
    return effective(store, _compared(store, request))


def _run(scratch: ox.Store, text: str, base: str) -> None:
    """Run on a copy; the errors of the engine become ours."""
    try:
        scratch.update(text, base_iri=base)
    except SyntaxError as error:
        raise syntax_error(error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise _fault(error) from error


def _fault(error: Exception) -> CityweaveError:
    message = str(error)
    if message.endswith(("does not exist", "already exists")):
        return UpdateRefused(f"{message}.", hint="Say SILENT where that is all right.")
    return engine_fault(error)


def _data(operations: tuple[DataOperation, ...], base: str) -> Change:
    """The change of operations that name their quads, the last word on each quad counting."""
    last: dict[Quad, bool] = {}
    for operation in operations:
        scratch = ox.Store()
        _run(scratch, operation.text, base)
        for quad in scratch:
            last[unnamed(quad)] = operation.inserts
    return Change(
        added=tuple(quad for quad, is_there in last.items() if is_there),
        removed=tuple(quad for quad, is_there in last.items() if not is_there),
    )


def _compared(store: ox.Store, request: UpdateRequest) -> Change:
    """The change found by comparison of the copy with the store."""
    scratch = ox.Store()
    before = [
        name
        for name in store.named_graphs()
        if request.graphs is None or str(name.value) in request.graphs
    ]
    for name in before:
        if name != _UNNAMED:
            scratch.add_graph(name)
            scratch.extend(store.quads_for_pattern(None, None, None, name))
    scratch.extend(
        Quad(one.subject, one.predicate, one.object)
        for one in store.quads_for_pattern(None, None, None, _UNNAMED)
    )
    by_name = request.graphs is not None and UNNAMED_GRAPH in request.graphs
    if by_name:  # the update names that graph: it has it under both names
        scratch.extend(store.quads_for_pattern(None, None, None, _UNNAMED))
    for script in request.scripts:
        _run(scratch, script, request.base)
    return Change(
        added=tuple(quad for quad in map(unnamed, scratch) if quad not in store),
        removed=tuple(_missing(store, scratch, [*before, _UNNAMED], by_name)),
        created=tuple(str(name.value) for name in scratch.named_graphs() if name != _UNNAMED),
        dropped=tuple(
            str(name.value)
            for name in before
            if name != _UNNAMED and not scratch.contains_named_graph(name)
        ),
    )


def _missing(
    store: ox.Store,
    scratch: ox.Store,
    names: list[NamedNode | ox.BlankNode],
    by_name: bool,
) -> Iterator[Quad]:
    """The quads of these graphs that the copy has no more."""
    for name in dict.fromkeys(names):
        for quad in store.quads_for_pattern(None, None, None, name):
            if name != _UNNAMED:
                if quad not in scratch:
                    yield quad
                continue
            plain = Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
            if plain not in scratch or (by_name and quad not in scratch):
                yield quad
