"""The shapes to judge by: all of the profile of the graph, and five that are typical."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from bench.rows import Row, sh
from cityweave.validation.profiles import profile
from cityweave.vocabulary import PREFIXES, SHAPES

PROFILE = "graph"
TRIAL = (
    "Municipality",
    "country-subjects",
    "launchDate-subjects",
    "PersonIsPublic",
    "OrganisationNameIsUnique",
)
"""Cardinality, datatype and language; class; alternatives; closedness; SHACL-SPARQL."""


def whole() -> list[ox.Quad]:
    """All shapes of the profile."""
    return list(profile(PROFILE).quads())


def trial(shapes: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The five, with all that hangs on them."""
    about: dict[ox.NamedNode | ox.BlankNode | ox.Triple, list[ox.Quad]] = {}
    for quad in shapes:
        about.setdefault(quad.subject, []).append(quad)
    pending: list[object] = [ox.NamedNode(SHAPES + name) for name in TRIAL]
    found: dict[ox.Quad, None] = {}
    while pending:
        for quad in about.pop(pending.pop(), ()):  # type: ignore[call-overload]
            found[quad] = None
            pending.append(quad.object)
    return list(found)


def of_trial(rows: Iterable[Row], shapes: Iterable[ox.Quad]) -> list[Row]:
    """What must be found with the five shapes of what must be found with all."""
    own = {str(quad.subject) for quad in shapes}
    return [row for row in rows if row.shape in own]


def count(shapes: Iterable[ox.Quad]) -> int:
    """How many constraints there are: property shapes and queries count as one each."""
    types = {sh("PropertyShape"), sh("SPARQLConstraint")}
    return sum(quad.object in types for quad in shapes)


def write(shapes: Iterable[ox.Quad], path: Path) -> Path:
    """Write shapes as Turtle, with the prefixes of the project."""
    path.parent.mkdir(parents=True, exist_ok=True)
    triples = (quad.triple for quad in shapes)
    ox.serialize(triples, path, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    return path
