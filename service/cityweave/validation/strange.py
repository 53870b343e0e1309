"""Data that no rule speaks of: because a namespace is misspelt, or because they are not about ours.

Without this, such data would conform, for want of anything that could be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad
from rapidfuzz import fuzz

from cityweave.validation.report import Finding, Fix
from cityweave.validation.submission import Everywhere
from cityweave.validation.wording import phrase
from cityweave.vocabulary import CW, PREFIXES

MISSPELT = "misspelt-namespace"
STRANGE = "no-term-of-ours"

ALIKE = 93
"""How alike a namespace must be to be ours with a slip, from 0 to 100: two letters are other ones.

The scheme and ``www.`` do not count.
"""

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_KNOWN = frozenset(PREFIXES.values()) - {PREFIXES["part"]}
"""Namespaces of classes and properties; the parts of the ontology are documents."""

_START = re.compile(r"^https?://(www\.)?", re.IGNORECASE)


def misspelt_namespaces(quads: Iterable[Quad], places: Everywhere) -> Iterator[Finding]:
    """A finding for each namespace of classes or properties that is nearly ours."""
    terms: dict[NamedNode, Quad] = {}
    for term, quad in _terms(quads):
        terms.setdefault(term, quad)
    namespaces: dict[str, Quad] = {}
    for term, quad in terms.items():
        namespaces.setdefault(namespace_of(term.value), quad)
    for namespace, quad in namespaces.items():
        if not is_nearly_ours(namespace):
            continue
        place = places.property(quad.subject, quad.predicate)
        if quad.predicate == _TYPE:
            place = places.of(quad.subject, quad.predicate, quad.object) or place
        yield Finding(
            severity="violation",
            focus="",
            messages=phrase("faults", "misspelt_namespace"),
            component=MISSPELT,
            value=f"<{namespace}>",
            engine="input",
            place=place,
            fix=Fix(phrase("faults", "misspelt_namespace_fix", namespace=CW)),
        )


def strange(quads: Sequence[Quad], graph: ox.Store, places: Everywhere) -> tuple[Finding, ...]:
    """One finding where no class or property is ours, and no statement about what `graph` knows.

    `graph` is the graph without the input.
    """
    is_ours = any(term.value.startswith(CW) for term, _ in _terms(quads))
    if not quads or is_ours or _is_about(graph, quads):
        return ()
    place = places.property(quads[0].subject, quads[0].predicate)
    return (
        Finding(
            severity="warning",
            focus="",
            messages=phrase("faults", "no_term_of_ours"),
            component=STRANGE,
            engine="input",
            place=place,
            fix=Fix(phrase("faults", "no_term_of_ours_fix", namespace=CW)),
        ),
    )


def is_nearly_ours(namespace: str) -> bool:
    """Whether a namespace is that of the ontology with a slip, and no other that is known."""
    if namespace == CW or namespace in _KNOWN:
        return False
    said, ours = _START.sub("", namespace).rstrip("#/"), _START.sub("", CW).rstrip("#/")
    return fuzz.ratio(said.lower(), ours.lower()) >= ALIKE


def namespace_of(iri: str) -> str:
    """An IRI up to its last ``#``, or else its last slash."""
    start, separator, _ = iri.rpartition("#" if "#" in iri else "/")
    return start + separator


def _terms(quads: Iterable[Quad]) -> Iterator[tuple[NamedNode, Quad]]:
    """Every property and class that is used, with a statement that does."""
    for quad in quads:
        yield quad.predicate, quad
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            yield quad.object, quad


def _is_about(graph: ox.Store, quads: Iterable[Quad]) -> bool:
    """Whether a statement is about something that the graph knows."""
    subjects = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    return any(
        next(iter(graph.quads_for_pattern(one, None, None, DefaultGraph())), None) is not None
        for one in subjects
    )
