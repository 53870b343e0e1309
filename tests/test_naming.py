"""Names of the content and of deployments with a base of their own."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from cityweave.naming import (
    compact,
    iri_at,
    path_of,
    prefixes_of,
    prefixes_used,
    readable,
    renamed,
    renamed_quads,
    restored,
)
from cityweave.query.renaming import renamed_query
from cityweave.vocabulary import BASE, ONTOLOGY_GRAPH, PREFIXES, SHAPES_GRAPH, UNNAMED_GRAPH

OWN = "http://localhost:8000/"
RENAMED = (
    "id/city/ghent-be",
    "source/urbact-pages#L3-5",
    "graph/editorial",
    "graph/ontology-of-others",
    "graph/shapes/mine",
    "graph/contribution/x",
    "contributions/x#submission",
    "contributor/x",
)
KEPT = (
    "ontology",
    "ontology#Network",
    "ontology/places/1.0.0",
    "shapes#Action",
    "shapes/actions.ttl",
    "profile/graph/1.0.0#shapes",
    "graph/ontology",
    "graph/shapes",
    "graph/default",
    "",
)


@pytest.mark.parametrize("path", RENAMED)
def test_things_sources_graphs_and_contributions_are_renamed(path: str) -> None:
    assert renamed(BASE + path, OWN) == OWN + path
    assert restored(OWN + path, OWN) == BASE + path
    assert iri_at(path, OWN) == OWN + path
    assert path_of(OWN + path, OWN) == path
    assert path_of(BASE + path, OWN) is None


@pytest.mark.parametrize("path", KEPT)
def test_what_the_software_gives_a_meaning_is_called_the_same_everywhere(path: str) -> None:
    assert renamed(BASE + path, OWN) == BASE + path


@pytest.mark.parametrize("path", KEPT[:-1])
def test_every_deployment_answers_for_it(path: str) -> None:
    assert iri_at(path, OWN) == BASE + path
    assert path_of(BASE + path, OWN) == path
    assert path_of(OWN + path, OWN) is None


@pytest.mark.parametrize("base", [BASE, OWN])
def test_an_iri_is_short_by_the_prefixes_of_a_deployment(base: str) -> None:
    assert compact(f"{base}id/city-network/x", base) == f"{base}id/city-network/x"
    assert compact(f"{base}id/city/ghent-be", base) == "city:ghent-be"
    assert compact(f"{base}graph/editorial", base) == "graph:editorial"
    assert compact(f"{BASE}ontology#Network", base) == "cw:Network"
    assert compact("https://third.example/id/city/x", base) == "https://third.example/id/city/x"


def test_the_three_graphs_are_those_of_the_vocabulary() -> None:
    for graph in (ONTOLOGY_GRAPH, SHAPES_GRAPH, UNNAMED_GRAPH):
        assert renamed(graph, OWN) == graph


def test_a_text_may_have_names_in_it() -> None:
    text = f"GRAPH <{BASE}graph/shapes> {{ <{BASE}id/a/b> a <{BASE}ontology#C> }} # {BASE}graph/x"
    assert renamed(text, OWN) == (
        f"GRAPH <{BASE}graph/shapes> {{ <{OWN}id/a/b> a <{BASE}ontology#C> }} # {OWN}graph/x"
    )
    assert restored(renamed(text, OWN), OWN) == text


@given(st.text())
def test_a_base_is_put_in_as_it_is(rest: str) -> None:
    base = "https://example.org/\\1\\g<0>/"
    assert renamed(f"{BASE}id/{rest}", base).startswith(base + "id/")


def test_with_the_usual_base_nothing_is_looked_at() -> None:
    quads = iter(())
    assert renamed_quads(quads, BASE) is quads
    assert prefixes_of(BASE) == PREFIXES


def test_statements_are_renamed_in_every_place() -> None:
    text = f"""
        GRAPH <{BASE}graph/one> {{
            <{BASE}id/a/b> <{BASE}ontology#p> <{BASE}id/c/d>, _:n, "{BASE}id/role/",
                "{BASE}id/x"@en, "2024"^^<{BASE}ontology#year> .
        }}
        _:n <{BASE}id/p> <<( <{BASE}id/a/b> <{BASE}ontology#p> <{BASE}id/c/d> )>> .
    """
    before = list(parse(text, format=RdfFormat.TRIG))
    after = list(renamed_quads(before, OWN))
    assert [str(one) for one in after] == [renamed(str(one), OWN) for one in before]
    assert not any(f"{BASE}id/" in str(one) or f"{BASE}graph/" in str(one) for one in after)
    assert sum(OWN in str(one) for one in after) == len(after) == 6


def test_prefixes_are_those_of_the_deployment() -> None:
    known = prefixes_of(OWN)
    assert known["city"] == OWN + "id/city/"
    assert known["graph"] == OWN + "graph/"
    assert (known["cw"], known["cws"], known["skos"]) == (
        PREFIXES["cw"],
        PREFIXES["cws"],
        PREFIXES["skos"],
    )


@pytest.mark.parametrize("base", [BASE, OWN])
def test_rdflib_reads_names_that_end_in_a_dot(base: str) -> None:
    span, label = NamedNode(f"{base}id/timespan/2013_.."), NamedNode(PREFIXES["rdfs"] + "label")
    said = [Triple(span, label, Literal("from 2013")), Triple(NamedNode(base + "x"), label, span)]
    for prefixes in (prefixes_used(said, base), readable(prefixes_of(base))):
        written = serialize(said, format=RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
        assert len(rdflib.Graph().parse(data=written, format="turtle")) == 2
        assert prefixes["rdfs"] == PREFIXES["rdfs"]


def test_a_query_keeps_the_shared_names_that_its_prefixes_lose() -> None:
    query = f"""PREFIX graph: <{BASE}graph/>
PREFIX city: <{BASE}id/city/>
PREFIX cw: <{BASE}ontology#>
# about {BASE}id/city/x
SELECT * {{ GRAPH graph:ontology {{ cw:Network ?p ?o }}
  GRAPH graph:editorial {{ city:a\\-b ?q "{BASE}id/city/z" }} FILTER(?o != <{BASE}id/city/y>) }}
"""
    assert renamed_query(query, BASE) == query
    assert (
        renamed_query(query, OWN)
        == f"""PREFIX graph: <{OWN}graph/>
PREFIX city: <{OWN}id/city/>
PREFIX cw: <{BASE}ontology#>
# about {OWN}id/city/x
SELECT * {{ GRAPH <{BASE}graph/ontology> {{ cw:Network ?p ?o }}
  GRAPH graph:editorial {{ city:a\\-b ?q "{OWN}id/city/z" }} FILTER(?o != <{OWN}id/city/y>) }}
"""
    )
