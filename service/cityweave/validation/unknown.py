"""Properties of our own namespace that the ontology does not have: misspelt, or made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad
from rapidfuzz import fuzz, process

from cityweave.parsing import Place, Term
from cityweave.validation.report import Finding, Fix
from cityweave.validation.similar import folded
from cityweave.validation.wording import phrase
from cityweave.vocabulary import CW, PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_KINDS = tuple(NamedNode(PREFIXES["owl"] + f"{one}Property") for one in ("Object", "Datatype"))
CODE = "unknown-term"
ALIKE = 75
"""How alike a name must be to be meant, from 0 to 100: one letter of four may be another."""


class Places(Protocol):
    """Where predicates stand in an input."""

    def property(self, subject: Term, predicate: NamedNode) -> Place | None:
        """Where the predicate of a thing stands for the first time."""


def unknown_terms(quads: Sequence[Quad], graph: ox.Store, places: Places) -> Iterator[Finding]:
    """One finding for each property that has our namespace and stands nowhere in the graph.

    `graph` is the graph without the input, its ontology among it; one without any ontology
    knows no term, and none is missed in it.
    """
    first: dict[NamedNode, Quad] = {}
    for quad in quads:
        if quad.predicate.value.startswith(CW):
            first.setdefault(quad.predicate, quad)
    unknown = [one for one in first if not _about(graph, one)]
    known = _known(graph) if unknown else {}
    if not known:
        return
    for predicate in unknown:
        quad = first[predicate]
        found = process.extractOne(
            folded(predicate.value.removeprefix(CW)),
            known.keys(),
            scorer=fuzz.ratio,
            score_cutoff=ALIKE,
        )
        nearest = known[found[0]] if found else None
        yield Finding(
            severity="violation",
            focus="",
            messages=phrase("faults", "unknown_term"),
            component=CODE,
            value=str(predicate),
            engine="input",
            place=places.property(quad.subject, predicate),
            fix=None
            if nearest is None
            else Fix(
                phrase("faults", "unknown_term_fix", name=f"cw:{nearest.removeprefix(CW)}"),
                f"<{nearest}>",
            ),
        )


def _about(graph: ox.Store, term: NamedNode) -> bool:
    found = graph.quads_for_pattern(term, None, None, DefaultGraph())
    return next(iter(found), None) is not None


def _known(graph: ox.Store) -> dict[str, str]:
    """The properties of the ontology, by their folded names."""
    return {
        folded(quad.subject.value.removeprefix(CW)): quad.subject.value
        for kind in _KINDS
        for quad in graph.quads_for_pattern(None, _TYPE, kind, DefaultGraph())
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(CW)
    }
