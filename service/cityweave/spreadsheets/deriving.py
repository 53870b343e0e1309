"""What follows by rule from the statements of a table, each with the cell that it follows from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.derivation import describe_timespans, labels, telling
from cityweave.parsing.locating.places import Located
from cityweave.spreadsheets.headers import LABEL
from cityweave.spreadsheets.things import Things

_LABEL = NamedNode(LABEL)


def derived(located: Sequence[Located], things: Things) -> Iterator[Located]:
    """What follows from all rows: the description of time spans and names of nested nodes."""
    quads = [found[0] for found in located]
    places = {found[0].object: found[1] for found in reversed(located)}
    subjects = {found[0].subject: found[1] for found in reversed(located)}
    spans = describe_timespans(quads)
    told = telling([*quads, *spans])
    named = {
        Quad(NamedNode(iri), _LABEL, Literal(name, language="en"))
        for iri in _mentioned(told)
        if (name := things.label(iri))
    }
    for quad in sorted([*spans, *labels([*named, *told])], key=str):
        place = places.get(quad.subject) or subjects[quad.subject]
        yield Quad(quad.subject, quad.predicate, quad.object), place, place, place


def _mentioned(quads: Iterable[Quad]) -> set[str]:
    """What is named by the statements and may have a name elsewhere."""
    nodes = {quad.object for quad in quads if quad.predicate.value != LABEL}
    nodes |= {quad.subject for quad in quads}
    return {node.value for node in nodes if isinstance(node, NamedNode)}
