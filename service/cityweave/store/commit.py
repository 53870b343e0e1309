"""Writes a change to Oxigraph as one transaction and keeps the merge of all graphs exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from cityweave.errors import StoreUnavailable
from cityweave.store.columns import Term, by_number
from cityweave.store.interface import Change
from cityweave.vocabulary import UNNAMED_GRAPH

_COLUMN = "urn:x-cityweave:column:"
_TEMPLATE = """\
DELETE { GRAPH ?rg { ?rs ?rp ?ro } ?ms ?mp ?mo }
INSERT { GRAPH ?ag { ?as ?ap ?ao } ?as ?ap ?ao }
WHERE {
  VALUES ?row { %(rows)s }
  %(columns)s
}"""


def unnamed(quad: Quad) -> Quad:
    """The quad as the store keeps it: what is in no named graph gets the name for that."""
    if isinstance(quad.graph_name, DefaultGraph):
        return Quad(quad.subject, quad.predicate, quad.object, NamedNode(UNNAMED_GRAPH))
    return quad


def effective(store: ox.Store, change: Change) -> Change:
    """The part of a change that is not so already; what is added as well is not removed."""
    added = dict.fromkeys(map(unnamed, change.added))
    removed = dict.fromkeys(map(unnamed, change.removed))
    return Change(
        tuple(quad for quad in added if quad not in store),
        tuple(quad for quad in removed if quad not in added and quad in store),
        tuple(name for name in dict.fromkeys(change.created) if not _holds(store, name)),
        tuple(name for name in dict.fromkeys(change.dropped) if _holds(store, name)),
    )


def _holds(store: ox.Store, name: str) -> bool:
    return store.contains_named_graph(NamedNode(name))


def commit(store: ox.Store, change: Change) -> list[Quad]:
    """Write an effective change, all of it or nothing. Raises `StoreUnavailable`.

    Returns the triples that no graph states any more.

    Oxigraph offers one transaction that removes and adds: an update. As update
    data cannot name blank nodes, the terms come out of functions, by row.
    """
    unsaid: list[Quad] = []
    try:
        if change.added and not (change.removed or change.created or change.dropped):
            merged = (Quad(one.subject, one.predicate, one.object) for one in change.added)
            store.extend([*change.added, *merged])
        elif change:
            emptied = (UNNAMED_GRAPH,) if _empties_unnamed(store, change) else ()
            whole = replace(change, dropped=(*change.dropped, *emptied))
            unsaid = unsaid_after(store, change)
            text, functions = _update(whole, unsaid)
            store.update(text, custom_functions=functions)
    except (OSError, RuntimeError) as error:
        raise StoreUnavailable("The store could not be written.") from error
    return unsaid


def _empties_unnamed(store: ox.Store, change: Change) -> bool:
    """Whether nothing is left in no named graph, which then need not be listed as a graph."""
    name = NamedNode(UNNAMED_GRAPH)
    if any(quad.graph_name == name for quad in change.added):
        return False
    gone = {quad for quad in change.removed if quad.graph_name == name}
    present = store.quads_for_pattern(None, None, None, name)
    return bool(gone) and all(quad in gone for quad in present)


def unsaid_after(store: ox.Store, change: Change) -> list[Quad]:
    """The triples that no graph states any more after the change."""
    gone = set(change.removed)
    kept = {(quad.subject, quad.predicate, quad.object) for quad in change.added}
    unsaid: dict[Quad, None] = {}
    for quad in change.removed:
        terms = (quad.subject, quad.predicate, quad.object)
        if terms in kept:
            continue
        stated = (
            one
            for one in store.quads_for_pattern(*terms, None)
            if not isinstance(one.graph_name, DefaultGraph) and one not in gone
        )
        if next(stated, None) is None:
            unsaid[Quad(*terms)] = None
    return list(unsaid)


def _update(
    change: Change, unsaid: list[Quad]
) -> tuple[str, dict[NamedNode, Callable[..., Term | None]]]:
    """The update that does a change, and the functions that it takes its terms from."""
    columns: dict[str, list[Term]] = {}
    for letter, quads in (("a", change.added), ("r", change.removed), ("m", tuple(unsaid))):
        columns[letter + "s"] = [quad.subject for quad in quads]
        columns[letter + "p"] = [quad.predicate for quad in quads]
        columns[letter + "o"] = [quad.object for quad in quads]
        if letter != "m":
            columns[letter + "g"] = list(_graphs(quads))
    used = {name: terms for name, terms in columns.items() if terms}
    parts = []
    if used:
        binds = "\n  ".join(f"BIND(<{_COLUMN}{name}>(?row) AS ?{name})" for name in used)
        rows = " ".join(map(str, range(max(map(len, used.values())))))
        parts.append(_TEMPLATE % {"rows": rows, "columns": binds})
    parts += [f"DROP SILENT GRAPH {NamedNode(name)}" for name in change.dropped]
    parts += [f"CREATE SILENT GRAPH {NamedNode(name)}" for name in change.created]
    functions = {NamedNode(_COLUMN + name): by_number(terms) for name, terms in used.items()}
    return " ;\n".join(parts), functions


def _graphs(quads: Iterable[Quad]) -> Iterable[NamedNode | BlankNode]:
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            yield quad.graph_name
