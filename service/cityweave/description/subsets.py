"""The parts of a dataset that are graphs: named graphs, link sets, and the passages of a source."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from cityweave.description.distributions import Sizes, distribution
from cityweave.description.downloads import Download, Downloads
from cityweave.description.publication import Publication
from cityweave.description.statistics import Statistics
from cityweave.description.terms import Value, integer, says, term


def subsets(
    published: Publication, found: Statistics, files: Downloads, sizes: Sizes
) -> Iterator[Triple]:
    """Each named graph and the passages of each source, with what they say of themselves.

    A link set says so itself, with its targets, licence and date; what a graph does not say
    is filled in.
    """
    yield from found.own
    for one in files.graphs:
        if one.graph is not None:
            node = NamedNode(one.graph)
            name = one.graph.removeprefix(published.base)
            yield from _subset(published, node, found.graphs[one.graph], one, sizes)
            yield from _missing(
                published,
                found,
                node,
                title=(Literal(f"The graph {name}", language="en"),),
                description=f"The statements that stand in the named graph {name}.",
            )
    for one in files.sources:
        if one.source is not None:
            node = published.part("source/" + one.source.removeprefix(published.base + "source/"))
            passages = [
                size for name, size in found.graphs.items() if _is_passage(name, one.source)
            ]
            yield from _subset(published, node, sum(passages), one, sizes)
            yield from says(node, ("dcterms:source", NamedNode(one.source)))
            yield from _missing(
                published,
                found,
                node,
                title=found.sources.get(one.source, (Literal(one.source),)),
                description=f"What {len(passages)} passages of this source state.",
            )


def _is_passage(graph: str, source: str) -> bool:
    return graph.startswith(source + "#")


def _subset(
    published: Publication, node: NamedNode, triples: int, one: Download, sizes: Sizes
) -> Iterator[Triple]:
    yield from says(published.dataset, ("void:subset", node), ("dcterms:hasPart", node))
    yield from says(
        node,
        ("rdf:type", (term("void:Dataset"), term("dcat:Dataset"))),
        ("void:triples", integer(triples)),
        ("dcterms:isPartOf", published.dataset),
    )
    yield from distribution(published, node, one, sizes)


def _missing(
    published: Publication,
    found: Statistics,
    node: NamedNode,
    title: tuple[Literal, ...],
    description: str,
) -> Iterator[Triple]:
    """What a dataset has to say and this one does not."""
    said = {one.predicate for one in found.own if one.subject == node}
    needed: tuple[tuple[str, Value | tuple[Value, ...]], ...] = (
        ("dcterms:title", title),
        ("dcterms:description", Literal(description, language="en")),
        ("dcterms:publisher", published.part("publisher")),
        ("dcterms:license", NamedNode(published.licence)),
    )
    for name, value in needed:
        if term(name) not in said:
            yield from says(node, (name, value))
