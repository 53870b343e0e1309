"""Terms of Oxigraph as terms of rdflib, and back."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from cityweave.errors import SyntaxErrorInData


def graph_of(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """The merge of the quads as a graph in rdflib's own memory store.

    pySHACL over any other store is many times slower. A literal keeps its
    lexical form. Raises `SyntaxErrorInData` for triple terms, which rdflib lacks.
    """
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        raise SyntaxErrorInData(
            f"Triple terms of RDF 1.2 cannot be validated: {term}",
            hint="State it with rdf:subject, rdf:predicate and rdf:object.",
        )
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def term_of(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A term of rdflib as one of Oxigraph."""
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        datatype = None if node.datatype is None else ox.NamedNode(str(node.datatype))
        return ox.Literal(str(node), datatype=datatype)
    return ox.NamedNode(str(node))
