"""Terms of Oxigraph as terms of rdflib, and back into words."""

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
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        datatype = node.datatype
        return ox.Literal(str(node), datatype=ox.NamedNode(str(datatype)) if datatype else None)
    return ox.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else ox.NamedNode(str(node))


def words(graph: rdflib.Graph, node: Node) -> str:
    """A term, or a property path (https://www.w3.org/TR/shacl/#property-paths), in SPARQL."""
    if not isinstance(node, rdflib.BNode):
        return node.n3()
    sh = rdflib.SH
    if (node, rdflib.RDF.first, None) in graph:
        return "/".join(words(graph, step) for step in graph.items(node))
    for predicate, before, after in (
        (sh.inversePath, "^", ""),
        (sh.zeroOrMorePath, "", "*"),
        (sh.oneOrMorePath, "", "+"),
        (sh.zeroOrOnePath, "", "?"),
    ):
        inner = graph.value(node, predicate)
        if inner is not None:
            return f"{before}{words(graph, inner)}{after}"
    choices = graph.value(node, sh.alternativePath)
    if choices is not None:
        return f"({'|'.join(words(graph, choice) for choice in graph.items(choices))})"
    return node.n3()
