"""Finds things by class and name in a reader, whose graph is at hand: folding is not SPARQL."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode

from cityweave.reconciliation import gathering
from cityweave.settings import Settings
from cityweave.spreadsheets import dispensing
from cityweave.spreadsheets.folding import fold
from cityweave.store import EmbeddedStore, Output, Preparation, Store, Work
from cityweave.validation import assignment
from cityweave.vocabulary import CW, PREFIXES

NAME = "namesakes"
"""The name of the work in the registry of a store."""

TYPE = NamedNode(PREFIXES["rdf"] + "type")
NAMES = tuple(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (
        ("rdfs", "label"),
        ("skos", "prefLabel"),
        ("skos", "altLabel"),
        ("schema", "name"),
    )
)
_ALIAS = NamedNode(CW + "alias")

Wanted = tuple[str, str]
"""A class and a name, folded."""


def namesakes(store: Store, wanted: Collection[Wanted]) -> Iterator[tuple[Wanted, str, str]]:
    """What has such a class and name: which was wanted, the IRI, and the name as it stands.

    The store needs the works of this module. Raises as `Store.work`.
    """
    if wanted:
        answer = store.work(NAME, json.dumps(list(wanted)).encode())
        for kind, name, iri, text in json.loads(answer):
            yield (kind, name), iri, text


def works(settings: Settings) -> Mapping[str, Preparation]:
    """All work that a deployment has done: this, and that of all other parts."""
    return {
        **assignment.works(settings),
        **dispensing.works(settings),
        **gathering.works(),
        NAME: prepare,
    }


def prepare() -> Work:
    """Nothing has to be loaded."""
    return _work


def _work(store: EmbeddedStore, payload: bytes, output: Output) -> None:
    wanted: dict[str, set[str]] = {}
    for kind, name in json.loads(payload):
        wanted.setdefault(name, set()).add(kind)
    graph = store.merged
    found = [
        (kind, fold(text), iri.value, text)
        for iri, text, kinds in _named(graph, wanted)
        for kind in sorted(kinds & _types(graph, iri))
    ]
    output.write(json.dumps(found).encode())


def _named(
    graph: ox.Store, wanted: Mapping[str, set[str]]
) -> Iterator[tuple[NamedNode, str, set[str]]]:
    """Things with a wanted name, by themselves or by an alias."""
    for predicate in NAMES:
        for quad in graph.quads_for_pattern(None, predicate, None, DefaultGraph()):
            if not isinstance(quad.object, Literal):
                continue
            text = quad.object.value
            kinds = wanted.get(fold(text))
            if kinds is None or not isinstance(quad.subject, NamedNode):
                continue
            yield quad.subject, text, kinds
            for owner in graph.quads_for_pattern(None, _ALIAS, quad.subject, DefaultGraph()):
                if isinstance(owner.subject, NamedNode):
                    yield owner.subject, text, kinds


def _types(graph: ox.Store, iri: NamedNode) -> set[str]:
    return {
        quad.object.value
        for quad in graph.quads_for_pattern(iri, TYPE, None, DefaultGraph())
        if isinstance(quad.object, NamedNode)
    }
