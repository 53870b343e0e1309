"""Which files there are, and what they are called."""

from __future__ import annotations

import pytest

from cityweave.description import Statistics, downloads
from cityweave.description.downloads import class_name, class_of, graph_of
from cityweave.vocabulary import BASE, CW, PREFIXES


def test_every_graph_source_and_class_has_a_file(statistics: Statistics) -> None:
    found = downloads(statistics, BASE)
    assert {one.path for one in found} == {
        "/dumps/cityweave.nq",
        "/dumps/cityweave.trig",
        "/dumps/cityweave.jsonld",
        "/dumps/cities.geojson",
        "/dumps/graph/ontology.ttl",
        "/dumps/graph/editorial.ttl",
        "/dumps/graph/links/places.ttl",
        "/dumps/graph/open/geonames.ttl",
        "/dumps/source/gazette.ttl",
        "/dumps/class/Municipality.csv",
        "/dumps/class/Country.csv",
        "/dumps/class/TimeSpan.csv",
    }
    assert len({one.name for one in found}) == len(list(found))


def test_a_graph_of_another_name_is_given_by_the_graph_store(statistics: Statistics) -> None:
    found = downloads(statistics, "https://elsewhere.example/")
    paths = {one.path for one in found.graphs}
    assert "/dumps/graph/ontology.ttl" in paths  # its name is the same on every base
    assert "/store?graph=https%3A%2F%2Fw3id.org%2Fcityweave%2Fgraph%2Feditorial&format=ttl" in paths


def test_a_graph_is_found_by_the_name_of_its_file() -> None:
    own = "https://elsewhere.example/"
    assert graph_of("links/places", own) == own + "graph/links/places"
    assert graph_of("ontology", own) == BASE + "graph/ontology"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (CW + "Municipality", "Municipality"),
        (PREFIXES["skos"] + "Concept", "skos:Concept"),
        ("http://nowhere.example/Kind", None),
    ],
)
def test_a_class_is_called_by_its_short_name(iri: str, name: str | None) -> None:
    assert class_name(iri) == name
    if name:
        assert class_of(name) == iri


@pytest.mark.parametrize("name", ["", "nobody:Kind", "skos:", "a b", "a<b", "cw:Na>me"])
def test_what_is_no_name_of_a_class_leads_nowhere(name: str) -> None:
    assert class_of(name) is None
