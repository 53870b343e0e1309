"""The things that a graph has, and the names that they have.

Of a large graph these are many. The engine writes them as one text (TSV,
https://www.w3.org/TR/sparql11-results-csv-tsv/), which takes a third of the time of an object
for each term.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, Store

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def members(store: Store, classes: Iterable[NamedNode]) -> dict[str, None]:
    """The IRIs of what is said to be of one of these classes, class after class."""
    found: dict[str, None] = {}
    for one in classes:
        found |= dict.fromkeys(things(store, f"?thing {_TYPE} {one} FILTER(isIRI(?thing))"))
    return found


def things(store: Store, pattern: str) -> list[str]:
    """The IRIs that a pattern of SPARQL binds `?thing` to, which may be nothing else."""
    return [line[1:-1] for line in _lines(store, f"SELECT ?thing {{ {pattern} }}")]


def named(
    store: Store,
    properties: Iterable[NamedNode],
    among: Mapping[str, None] | None = None,
    classes: Sequence[NamedNode] = (),
) -> Iterator[tuple[str, str]]:
    """All things of the default graph, or those among some, with each of their names.

    Things are IRIs. `classes` are those of which `among` are all the `members`: their names are
    then asked for by class, where they are fewer than all names. Property after property.
    """
    for one in properties:
        if among is None:
            yield from _pairs(store, f"?thing {one} ?name")
        elif not _outnumber(store, one, len(among)):
            yield from (pair for pair in _pairs(store, f"?thing {one} ?name") if pair[0] in among)
        elif classes:
            patterns = (f"?thing {_TYPE} {kind} . ?thing {one} ?name" for kind in classes)
            # what is of two of the classes comes twice
            yield from dict.fromkeys(pair for each in patterns for pair in _pairs(store, each))
        else:
            yield from _in_order(_pairs(store, f"?thing {one} ?name"), among)


def _in_order(pairs: Iterable[tuple[str, str]], among: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names of some things, in the order of the things."""
    names: dict[str, list[str]] = {}
    for thing, name in pairs:
        names.setdefault(thing, []).append(name)
    for thing in among:
        for name in names.get(thing, ()):
            yield thing, name


def _pairs(store: Store, pattern: str) -> Iterator[tuple[str, str]]:
    """IRIs and texts that a pattern binds `?thing` and `?name` to."""
    kept = f"{pattern} FILTER(isIRI(?thing) && isLiteral(?name))"
    for line in _lines(store, f"SELECT ?thing (STR(?name) AS ?text) {{ {kept} }}"):
        thing, _, text = line.partition("\t")
        # of the escapes of Turtle the engine writes those that JSON has, too
        yield thing[1:-1], json.loads(text, strict=False) if "\\" in text else text[1:-1]


def _lines(store: Store, text: str) -> list[str]:
    """The rows of a query, as lines of TSV."""
    found = store.query(text)
    if not isinstance(found, QuerySolutions):
        raise TypeError(text)
    written = found.serialize(format=QueryResultsFormat.TSV) or b""
    return written.decode().split("\n")[1:-1]


def _outnumber(store: Store, predicate: NamedNode, things: int) -> bool:
    """Whether there are more statements with a property than things; counts no further."""
    found = store.query(f"SELECT ?s {{ ?s {predicate} ?o }} OFFSET {things} LIMIT 1")
    return isinstance(found, QuerySolutions) and next(found, None) is not None
