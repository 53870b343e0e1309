"""Passages: the description of each one follows from its IRI.

`https://w3id.org/cityweave/source/{document}#L163-360` is both the named graph
of what lines 163 to 360 state and the name of those lines. The selector is an
`oa:FragmentSelector` in the form of RFC 5147, which counts positions between
lines from zero, so that lines 163 to 360 are `line=162,360`
(https://www.rfc-editor.org/rfc/rfc5147#section-2.1.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.vocabulary import GRAPH as GRAPHS
from cityweave.vocabulary import PREFIXES, SOURCE, Term

GRAPH = NamedNode(GRAPHS + "passages")
_PASSAGE = re.compile(re.escape(SOURCE) + r"([a-z0-9-]+)#L(\d+)-(\d+)")
_OA = PREFIXES["oa"]
_RDF = PREFIXES["rdf"]
_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
_RFC5147 = NamedNode("http://tools.ietf.org/rfc/rfc5147")


def describe_passages(quads: Iterable[Quad]) -> set[Quad]:
    """A description, in a graph of their own, of every passage that is a graph of the quads."""
    named = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    return {quad for iri in named for quad in _describe(iri)}


def _describe(iri: str) -> Iterable[Quad]:
    match = _PASSAGE.fullmatch(iri)
    if match is None:
        return
    passage, selector = NamedNode(iri), NamedNode(iri + "-selector")
    document = NamedNode(SOURCE + match[1])
    first, last = int(match[2]), int(match[3])
    for subject, predicate, value in (
        (passage, _RDF + "type", NamedNode(Term.PASSAGE)),
        (passage, Term.DOCUMENT, document),
        (passage, Term.FIRST_LINE, Literal(str(first), datatype=_INTEGER)),
        (passage, Term.LAST_LINE, Literal(str(last), datatype=_INTEGER)),
        (passage, _OA + "hasSource", document),
        (passage, _OA + "hasSelector", selector),
        (selector, _RDF + "type", NamedNode(_OA + "FragmentSelector")),
        (selector, _RDF + "value", Literal(f"line={first - 1},{last}")),
        (selector, PREFIXES["dcterms"] + "conformsTo", _RFC5147),
    ):
        yield Quad(subject, NamedNode(predicate), value, GRAPH)
