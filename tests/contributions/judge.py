"""A judge of contributions by the shipped shapes of places, and data for it to judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import Lock

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cityweave.contributions import Proposal, Verdict
from cityweave.formats import rdf_by_name
from cityweave.loading import placed
from cityweave.parsing import parse, read, serialize
from cityweave.resources import content
from cityweave.store import EmbeddedStore
from cityweave.validation import Rulebook, Shapes, Submission, judge
from cityweave.vocabulary import BASE, GRAPH, ONTOLOGY_GRAPH

PROFILE = "https://w3id.org/cityweave/profile/contribution/1"
NQ = rdf_by_name("nq")
PREFIXES = """\
@prefix city: <https://w3id.org/cityweave/id/city/> .
@prefix country: <https://w3id.org/cityweave/id/country/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = (
    PREFIXES
    + """
country:nl a cw:Country ; rdfs:label "Netherlands"@en ; cw:countryCode "NL" .
country:be a cw:Country ; rdfs:label "Belgium"@en ; cw:countryCode "BE" .
city:utrecht-nl a cw:Municipality ; rdfs:label "Utrecht"@en ; cw:country country:nl ;
  owl:sameAs <http://www.wikidata.org/entity/Q803> .
"""
)


def city(name: str, label: str | None = None, *, country: str = "be", more: str = "") -> bytes:
    """A city that conforms, as Turtle."""
    text = f'city:{name} a cw:Municipality ; rdfs:label "{label or name}"@en ;'
    return f"{PREFIXES}{text} cw:country country:{country} .\n{more}\n".encode()


BROKEN = (PREFIXES + 'city:nowhere a cw:Municipality ; rdfs:label "Nowhere"@en .\n').encode()
"""A city without its country."""


@dataclass(frozen=True)
class Context:
    """The graph that contributions are judged in, and the shapes."""

    quads: tuple[Quad, ...]
    shapes: tuple[Quad, ...]

    @staticmethod
    @cache
    def shipped() -> Context:
        """Three things, the part of the ontology about places, and the shapes of places."""
        ontology = [
            quad
            for path in sorted(content("ontology").glob("*.ttl"))
            for quad in placed(read(path).quads, ONTOLOGY_GRAPH)
            if quad.predicate.value.endswith(("#subClassOf", "#label"))
        ]
        small = Context.small()
        return Context((*ontology, *small.quads), small.shapes)

    @staticmethod
    @cache
    def small() -> Context:
        """The three things without the ontology, where no name of a property is looked for."""
        data = parse(DATA.encode(), rdf_by_name("ttl")).quads
        shapes = read(content("shapes") / "places.ttl").quads
        return Context(tuple(placed(data, GRAPH + "editorial")), shapes)

    def judge(self, store: EmbeddedStore) -> Callable[[Proposal], Verdict]:
        """Judges against what the store says then."""
        rules = Rulebook(Shapes.of(self.shapes), PROFILE, is_contribution=True)
        reading = Lock()

        def judged(proposal: Proposal) -> Verdict:
            document = Submission(proposal.data, proposal.name, proposal.format, BASE)
            with reading:
                found = judge([document], rules, store, leaving=proposal.leaving)
            return Verdict.of(found.report, serialize(found.quads, NQ))

        return judged


def merge(store: EmbeddedStore) -> frozenset[str]:
    """The different triples of all graphs, but for those of provenance."""
    graph = NamedNode(GRAPH + "provenance")
    return frozenset(
        str(one.triple) for one in store.quads() if one.graph_name not in (graph, DefaultGraph())
    )
