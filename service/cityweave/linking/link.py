"""The links that a graph states, and what is stated of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from cityweave.linking.target import LINKS
from cityweave.vocabulary import CW, PREFIXES

_RDF = PREFIXES["rdf"]
_TYPE, _LINK = NamedNode(_RDF + "type"), NamedNode(CW + "Link")
_PARTS = tuple(NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A statement that leads from one IRI to another by one of the properties of links.

    `account` is the node that says something of the link, such as how sure it is
    (`cw:Link`, https://www.w3.org/TR/rdf11-mt/#reification); None for the link itself.
    """

    subject: str
    predicate: str
    object: str
    account: NamedNode | BlankNode | None = None

    @property
    def quad(self) -> Quad:
        """The plain statement."""
        return Quad(NamedNode(self.subject), NamedNode(self.predicate), NamedNode(self.object))


def links(quads: Iterable[Quad]) -> Iterator[Link]:
    """The links among statements, each once, in their order."""
    found = (
        Link(one.subject.value, one.predicate.value, one.object.value)
        for one in quads
        if one.predicate.value in LINKS
        if isinstance(one.subject, NamedNode) and isinstance(one.object, NamedNode)
    )
    return iter(dict.fromkeys(found))


def links_in(graph: Store) -> Iterator[Link]:
    """The links in the default graph of a store."""
    for predicate in sorted(LINKS):
        yield from links(
            graph.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph())
        )


def accounts(graph: Store) -> Iterator[Link]:
    """The links that something is stated of, whether they are stated themselves or not."""
    for typed in graph.quads_for_pattern(None, _TYPE, _LINK, DefaultGraph()):
        if not isinstance(typed.subject, NamedNode | BlankNode):
            continue
        parts = [_part(graph, typed.subject, predicate) for predicate in _PARTS]
        subject, predicate, value = parts
        if subject and predicate and value:
            yield Link(subject, predicate, value, typed.subject)


def _part(graph: Store, node: NamedNode | BlankNode, predicate: NamedNode) -> str | None:
    for quad in graph.quads_for_pattern(node, predicate, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode):
            return quad.object.value
    return None
