"""Small graphs with places: one statement a line, so that each token's place is plain."""

from __future__ import annotations

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from cityweave.formats import rdf_by_name
from cityweave.parsing import Index, Place, Term, parse
from cityweave.validation import Finding, Shapes, StoreKnown, describe, run

PREFIXES = """\
@prefix ex: <http://e/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def quads(text: str) -> tuple[Quad, ...]:
    return parse((PREFIXES + text).encode(), rdf_by_name("ttl")).quads


class Lines:
    """Places of Turtle with one statement a line: `subject predicate object .`."""

    def __init__(self, text: str) -> None:
        self.quads: list[Quad] = []
        self._places: dict[tuple[Term, ...], Place] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            (quad,) = quads(line)
            self.quads.append(quad)
            second = line.index(" ") + 2
            third = line.index(" ", second) + 2
            places = [Place(number, column, "a.ttl") for column in (1, second, third)]
            self._places.setdefault((quad.subject,), places[0])
            self._places.setdefault((quad.subject, quad.predicate), places[1])
            self._places.setdefault((quad.subject, quad.predicate, quad.object), places[2])

    def of(self, subject: Term, predicate: NamedNode, value: Term) -> Place | None:
        return self._places.get((subject, predicate, value))

    def property(self, subject: Term, predicate: NamedNode) -> Place | None:
        return self._places.get((subject, predicate))

    def about(self, subject: Term) -> Place | None:
        return self._places.get((subject,))


def described(data: str, shapes: str, context: str = "") -> tuple[Finding, ...]:
    """What pySHACL finds in the data and its context, as findings with places in the data."""
    lines, around, rules = Lines(data), quads(context), quads(shapes)
    store = ox.Store()
    store.bulk_extend(Quad(*one.triple) for one in (*lines.quads, *around))
    results = run(store, Shapes.of(rules), engine="pyshacl")
    return describe(results, Index(rules), StoreKnown(store), lines, statements=lines.quads)
