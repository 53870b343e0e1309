"""Statements as they stand in a text, and the quads that were read from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from cityweave.parsing.index import Term
from cityweave.parsing.locating.lines import Lines
from cityweave.parsing.locating.mentions import Stated, Vocabulary
from cityweave.parsing.locating.places import Located, Places

Offsets: TypeAlias = tuple[int, int, int]
"""Where the object, the predicate and the subject of a statement stand in a text."""


def placed(
    found: Iterable[tuple[Offsets, Quad]],
    graphs: Mapping[NamedNode | BlankNode, int],
    lines: Lines,
) -> Places:
    """Statements and names of graphs at their offsets, in the order of the text."""
    located: list[Located] = []
    for offsets, quad in sorted(found, key=lambda one: one[0][0]):
        value, predicate, subject = map(lines.place, offsets)
        located.append((quad, value, predicate, subject))
    return Places(located, {name: lines.place(start) for name, start in graphs.items()})


def matched(
    stated: Sequence[Stated], quads: Sequence[Quad], vocabulary: Vocabulary, lines: Lines
) -> Places:
    """The places of quads, which come in the order in which they are stated.

    From the first quad on that is not what stands at its turn they are looked for by
    their terms: none gets a place where another stands.
    """
    found: list[tuple[Offsets, Quad]] = []
    graphs: dict[NamedNode | BlankNode, int] = {}
    by_terms: dict[tuple[Term | None, ...], Stated] | None = None
    for index, quad in enumerate(quads):
        one: Stated | None
        if by_terms is None and index < len(stated) and _agrees(stated[index], quad, vocabulary):
            one = stated[index]
        else:
            if by_terms is None:
                by_terms = _by_terms(stated, vocabulary)
            one = by_terms.get((quad.subject, quad.predicate, quad.object))
        if one is None:
            continue
        subject, predicate, value, graph = one
        found.append(((value.start, predicate.start, subject.start), quad))
        name = quad.graph_name
        if graph and not isinstance(name, DefaultGraph):
            graphs[name] = min(graph.start, graphs.get(name, graph.start))
    return placed(found, graphs, lines)


def _agrees(one: Stated, quad: Quad, vocabulary: Vocabulary) -> bool:
    """Whether a quad is what stands there."""
    subject, predicate, value, graph = one
    pairs: list[tuple[int, Term]] = [
        (subject.term, quad.subject),
        (predicate.term, quad.predicate),
        (value.term, quad.object),
    ]
    name = quad.graph_name
    if graph is None:
        return isinstance(name, DefaultGraph) and vocabulary.learn(pairs)
    if isinstance(name, DefaultGraph):
        return False
    pairs.append((graph.term, name))
    return vocabulary.learn(pairs)


def _by_terms(
    stated: Sequence[Stated], vocabulary: Vocabulary
) -> dict[tuple[Term | None, ...], Stated]:
    """The first of each statement whose terms are known."""
    found: dict[tuple[Term | None, ...], Stated] = {}
    for one in stated:
        found.setdefault(
            tuple(vocabulary.term(mention.term) for mention in one[:3] if mention), one
        )
    return found
