"""The statements of a contribution: named apart from all others, and held to their place."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from cityweave.errors import BadParameter
from cityweave.formats import rdf_by_name
from cityweave.parsing import parse, serialize
from cityweave.store import kept
from cityweave.vocabulary import BASE, CW, SHAPES

_N_QUADS = rdf_by_name("nq")


def staged(data: bytes, identifier: str, base: str = BASE) -> bytes:
    """N-Quads as they are staged: each statement once, blank nodes with names of their own.

    The names are made of the contribution's id and a number in the order of the document, so
    that they are the same whenever it is read and no other contribution has them. Literals have
    the form in which the graph keeps them: what is staged is what the graph will say. `base` is
    that of the deployment. Raises `BadParameter` for a statement in a graph, or about what the
    service itself keeps.
    """
    reserved = reserved_in(base)
    names: dict[BlankNode, BlankNode] = {}

    def renamed(node: BlankNode) -> BlankNode:
        return names.setdefault(node, BlankNode(f"c{identifier}n{len(names)}"))

    def term(
        value: NamedNode | BlankNode | Literal | Triple,
    ) -> NamedNode | BlankNode | Literal | Triple:
        if isinstance(value, BlankNode):
            return renamed(value)
        if isinstance(value, Triple):
            subject = (
                renamed(value.subject) if isinstance(value.subject, BlankNode) else value.subject
            )
            return Triple(subject, value.predicate, term(value.object))
        return value

    quads = parse(data, _N_QUADS).quads
    others = kept(quad.object for quad in quads)
    found: dict[Quad, None] = {}
    for quad in quads:
        _check(quad, reserved)
        subject = renamed(quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject
        found[Quad(subject, quad.predicate, term(others.get(quad.object, quad.object)))] = None
    return serialize(found, _N_QUADS)


def reserved_in(base: str) -> tuple[str, ...]:
    """Where the records, the graphs, the shapes and the ontology have their names."""
    kept = ("contributions", "contributor/", "graph/")
    return (*(one + name for one in dict.fromkeys((base, BASE)) for name in kept), SHAPES, CW)


def _check(quad: Quad, reserved: tuple[str, ...]) -> None:
    if not isinstance(quad.graph_name, DefaultGraph):
        raise BadParameter(
            f"The contribution states something in the graph {quad.graph_name}.",
            hint="Leave graphs out: what is accepted gets a graph of its own.",
        )
    subject = quad.subject
    if isinstance(subject, NamedNode) and subject.value.startswith(reserved):
        raise BadParameter(
            f"The contribution says something about {subject}, which this service keeps itself.",
            hint="Speak of things under …/id/; propose changes of the ontology to its makers.",
        )


def placed(statements: bytes, graph: str) -> tuple[Quad, ...]:
    """Staged statements in the graph in which they are published."""
    name = NamedNode(graph)
    return tuple(Quad(one.subject, one.predicate, one.object, name) for one in quads_of(statements))


def quads_of(statements: bytes) -> Iterable[Quad]:
    """Staged statements, in no graph."""
    return ox.parse(statements, format=ox.RdfFormat.N_QUADS)
