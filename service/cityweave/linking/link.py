"""The links that a graph states, and what is stated of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from cityweave.linking.scheme import SCHEMES, Scheme
from cityweave.linking.target import IDENTITY, LINKS, Target, target_of
from cityweave.parsing import Term
from cityweave.vocabulary import CW, PREFIXES

_RDF = PREFIXES["rdf"]
_TYPE, _LINK = NamedNode(_RDF + "type"), NamedNode(CW + "Link")
_PARTS = tuple(NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A statement that leads from one IRI to another by one of the properties of links."""

    subject: str
    predicate: str
    object: str

    @property
    def node(self) -> NamedNode:
        """What a finding is about: the thing that is linked."""
        return NamedNode(self.subject)

    @property
    def quad(self) -> Quad:
        """The plain statement."""
        return Quad(self.node, NamedNode(self.predicate), NamedNode(self.object))

    @property
    def target(self) -> Target | None:
        """Where it leads; None for what is not known."""
        return target_of(self.object)

    @property
    def is_identity(self) -> bool:
        """Whether it says that its two ends stand for one thing."""
        return self.predicate in IDENTITY

    def instead(self, text: str) -> NamedNode | Literal:
        """The term to write in the place of its object."""
        return NamedNode(text)


@dataclass(frozen=True, slots=True)
class Code(Link):
    """A code under which others know a thing, stated by the property of its scheme.

    `object` is its text, and `literal` the term as it stands.
    """

    literal: Literal

    @property
    def quad(self) -> Quad:
        """The plain statement."""
        return Quad(self.node, NamedNode(self.predicate), self.literal)

    @property
    def target(self) -> Scheme:
        """Whose code it is."""
        return SCHEMES[self.predicate]

    @property
    def is_identity(self) -> bool:
        """A code is that of one thing."""
        return True

    def instead(self, text: str) -> NamedNode | Literal:
        """The code as a plain text."""
        return Literal(text)


@dataclass(frozen=True, slots=True)
class Account:
    """What is said of a link, such as how sure it is: a node, and the statement it is about.

    (`cw:Link`, https://www.w3.org/TR/rdf-schema/#ch_reificationvocab)
    """

    node: NamedNode | BlankNode
    quad: Quad


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
        yield from links(graph.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph()))


def codes_in(graph: Store) -> Iterator[Code]:
    """The codes of schemes in the default graph of a store, each once."""
    for predicate in sorted(SCHEMES):
        found = graph.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph())
        for one in found:
            if isinstance(one.subject, NamedNode) and isinstance(one.object, Literal):
                yield Code(one.subject.value, predicate, one.object.value, one.object)


def accounts(graph: Store) -> Iterator[Account]:
    """The links that something is stated of, whether they are stated themselves or not."""
    for typed in graph.quads_for_pattern(None, _TYPE, _LINK, DefaultGraph()):
        if not isinstance(typed.subject, NamedNode | BlankNode):
            continue
        subject, predicate, value = (_part(graph, typed.subject, part) for part in _PARTS)
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value:
            yield Account(typed.subject, Quad(subject, predicate, value))


def _part(graph: Store, node: NamedNode | BlankNode, predicate: NamedNode) -> Term | None:
    found = graph.quads_for_pattern(node, predicate, None, DefaultGraph())
    return next((quad.object for quad in found), None)
