"""The numbers of VoID are those that counting by hand gives."""

from __future__ import annotations

from collections import Counter

from pyoxigraph import Literal, NamedNode, Triple

from cityweave.description import Statistics, measured
from cityweave.description.terms import term
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import BASE, CW


def merged(store: EmbeddedStore) -> set[Triple]:
    return {quad.triple for quad in store.quads()}


def test_the_whole_is_counted_with_each_triple_once(
    small: EmbeddedStore, statistics: Statistics
) -> None:
    triples = merged(small)
    assert statistics.triples == len(triples)
    assert statistics.subjects == len({one.subject for one in triples})
    assert statistics.objects == len({one.object for one in triples})
    types = {one.subject for one in triples if one.predicate == term("rdf:type")}
    things = [
        one for one in types if isinstance(one, NamedNode) and one.value.startswith(BASE + "id/")
    ]
    assert statistics.entities == len(things)


def test_properties_are_counted(small: EmbeddedStore, statistics: Statistics) -> None:
    triples = merged(small)
    assert {one.property: one.triples for one in statistics.properties} == Counter(
        one.predicate.value for one in triples
    )
    for found in statistics.properties:
        own = [one for one in triples if one.predicate.value == found.property]
        assert found.subjects == len({one.subject for one in own})
        assert found.objects == len({one.object for one in own})


def test_classes_are_counted_with_their_properties_and_where_these_lead(
    small: EmbeddedStore, statistics: Statistics
) -> None:
    triples = merged(small)
    types: dict[object, set[str]] = {}
    for one in triples:
        if one.predicate == term("rdf:type"):
            types.setdefault(one.subject, set()).add(str(one.object)[1:-1])
    names = {name for found in types.values() for name in found}
    assert {one.iri for one in statistics.classes} == names
    for found in statistics.classes:
        own = [one for one in triples if found.iri in types.get(one.subject, ())]
        assert found.entities == len({one.subject for one in own})
        assert {one.property: one.triples for one in found.properties} == Counter(
            one.predicate.value for one in own
        )
        for inner in found.properties:
            ends = [one.object for one in own if one.predicate.value == inner.property]
            assert inner.objects == len(set(ends))
            assert inner.classes == Counter(name for end in ends for name in types.get(end, ()))
            assert inner.datatypes == Counter(
                end.datatype.value for end in ends if isinstance(end, Literal)
            )


def test_things_are_the_instances_with_a_name_of_ours(statistics: Statistics) -> None:
    things = {one.iri.removeprefix(CW): one.things for one in statistics.classes}
    assert (things["Municipality"], things["SourceDocument"], things["Quantity"]) == (3, 0, 0)


def test_graphs_and_what_they_say_of_themselves(
    small: EmbeddedStore, statistics: Statistics
) -> None:
    assert statistics.graphs == {name: small.count(name) for name in small.graphs()}
    graph = NamedNode(BASE + "graph/links/places")
    own = [one for one in statistics.own if one.subject == graph]
    assert {one.predicate for one in own} == {
        term(name)
        for name in (
            "rdf:type dcterms:title dcterms:created dcterms:license void:linkPredicate "
            "void:objectsTarget"
        ).split()
    }
    (target,) = [one.object for one in own if one.predicate == term("void:objectsTarget")]
    assert len([one for one in statistics.own if one.subject == target]) == 2


def test_languages_countries_time_sources_and_standards(statistics: Statistics) -> None:
    assert statistics.languages == ("en", "nl")
    assert statistics.countries == {
        f"{BASE}id/country/nl": "http://publications.europa.eu/resource/authority/country/NLD",
        f"{BASE}id/country/xx": None,
    }
    assert statistics.period == ("2020-01-01", "2020-12-31")
    assert statistics.sources == {
        f"{BASE}source/gazette": (
            Literal("Courant", language="nl"),
            Literal("Gazette", language="en"),
        )
    }
    assert statistics.standards == ("https://w3id.org/cityweave/ontology",)
    assert statistics.examples[0] in {f"{BASE}id/city/{name}" for name in ("alder", "birch")}


def test_an_empty_graph_has_numbers_too() -> None:
    found = measured(EmbeddedStore(), BASE)
    assert (found.triples, found.entities, found.classes, found.properties) == (0, 0, (), ())
    assert (found.languages, found.countries, found.period) == ((), {}, (None, None))
