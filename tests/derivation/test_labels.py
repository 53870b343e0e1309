"""Names that are made: of a few statements of many, and the same as of all."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from cityweave.derivation import labels, telling
from cityweave.derivation.labels import CONNECTING
from cityweave.resources import files
from cityweave.vocabulary import CW, PREFIXES

TYPE = NamedNode(PREFIXES["rdf"] + "type")
LABEL = NamedNode(PREFIXES["rdfs"] + "label")


def test_what_tells_gives_the_names_that_everything_gives() -> None:
    whole = [
        Quad(quad.subject, quad.predicate, quad.object)
        for path in files("data", ".trig")
        for quad in parse(path=str(path), format=RdfFormat.TRIG)
    ]
    unnamed = [
        quad for quad in whole if quad.predicate != LABEL or "/membership/" not in str(quad.subject)
    ]
    told = telling(unnamed)
    assert len(told) < len(unnamed)
    assert labels(told) == labels(unnamed) != set()


def test_where_nothing_connects_nothing_tells() -> None:
    city = NamedNode("http://e/city")
    quads = [Quad(city, TYPE, NamedNode(CW + "Municipality")), Quad(city, LABEL, Literal("City"))]
    assert telling(quads) == []


def test_classes_of_other_vocabularies_keep_their_iris() -> None:
    assert PREFIXES["geo"] + "Geometry" in CONNECTING
    assert CW + "Membership" in CONNECTING
    assert all(one.count("#") <= 1 and one.count("://") == 1 for one in CONNECTING)
