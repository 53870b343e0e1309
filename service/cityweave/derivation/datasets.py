"""What a named graph that is derived from open data says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.vocabulary import CW, PREFIXES

_DCTERMS, _XSD = PREFIXES["dcterms"], PREFIXES["xsd"]


def about_dataset(
    graph: NamedNode,
    *,
    title: str,
    licence: str,
    created: str,
    source: str,
    rights: str,
    method: str,
) -> Iterator[Quad]:
    """Title, rights and method in English, the IRIs of licence and source, the day (ISO 8601)."""
    for predicate, value in (
        (PREFIXES["rdf"] + "type", NamedNode(PREFIXES["dcat"] + "Dataset")),
        (_DCTERMS + "title", Literal(title, language="en")),
        (_DCTERMS + "license", NamedNode(licence)),
        (_DCTERMS + "created", Literal(created, datatype=NamedNode(_XSD + "date"))),
        (_DCTERMS + "source", NamedNode(source)),
        (_DCTERMS + "rights", Literal(rights, language="en")),
        (CW + "linkMethod", Literal(method, language="en")),
    ):
        yield Quad(graph, NamedNode(predicate), value, graph)
