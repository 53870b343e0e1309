"""The parts of a dataset that are graphs: named graphs, link sets, and the passages of a source."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from cityweave.description.distributions import Sizes, distribution
from cityweave.description.downloads import Download, Downloads
from cityweave.description.publication import Publication
from cityweave.description.statistics import Statistics
from cityweave.description.terms import Value, authority, integer, says, term
from cityweave.description.wording import THEMES


def subsets(
    published: Publication, found: Statistics, files: Downloads, sizes: Sizes
) -> Iterator[Triple]:
    """Each named graph and the passages of each source, with what they say of themselves.

    A link set says so itself, with its targets, licence and date; what a graph does not say
    is filled in.
    """
    yield from found.own
    said: dict[object, set[NamedNode]] = {}
    for triple in found.own:
        said.setdefault(triple.subject, set()).add(triple.predicate)
    for one in files.graphs:
        if one.graph is not None:
            node = NamedNode(one.graph)
            name = one.graph.removeprefix(published.base)
            yield from _subset(published, node, found.graphs[one.graph], one, sizes)
            yield from _filled(
                published,
                node,
                said.get(node, set()),
                title=(Literal(f"The graph {name}", language="en"),),
                description=f"The statements that stand in the named graph {name}.",
            )
    passages: dict[str, list[int]] = {}
    for name, triples in found.graphs.items():
        passages.setdefault(name.partition("#")[0], []).append(triples)
    for one in files.sources:
        if one.source is not None:
            node = published.part("source/" + one.source.removeprefix(published.base + "source/"))
            counts = passages[one.source]
            yield from _subset(published, node, sum(counts), one, sizes)
            yield from says(node, ("dcterms:source", NamedNode(one.source)))
            yield from _filled(
                published,
                node,
                set(),
                title=found.sources.get(one.source, (Literal(one.source),)),
                description=f"What {len(counts)} passages of this source state.",
            )


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


def _filled(
    published: Publication,
    node: NamedNode,
    said: set[NamedNode],
    title: tuple[Literal, ...],
    description: str,
) -> Iterator[Triple]:
    """What a dataset has to say, apart from the properties of which it says something itself."""
    needed: tuple[tuple[str, Value | tuple[Value, ...]], ...] = (
        ("dcterms:title", title),
        ("dcterms:description", Literal(description, language="en")),
        ("dcterms:publisher", published.part("publisher")),
        ("dcterms:license", NamedNode(published.licence)),
        ("dcat:contactPoint", published.part("contact")),
        ("dcat:theme", tuple(authority("data-theme", code) for code in THEMES)),
    )
    for name, value in needed:
        if term(name) not in said:
            yield from says(node, (name, value))
