"""Names as the engine writes them: every character comes back, and every way gives the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from cityweave.spreadsheets.named import members, named
from cityweave.vocabulary import CW, PREFIXES

LABEL = NamedNode(PREFIXES["rdfs"] + "label")
TYPE = NamedNode(PREFIXES["rdf"] + "type")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_name_may_be_any_text(name: str) -> None:
    store = Store()
    thing = NamedNode("http://e/thing")
    store.add(Quad(thing, LABEL, Literal(name, language="en")))
    assert list(named(store, [LABEL])) == [(thing.value, name)]


def test_only_texts_name_and_only_what_has_an_iri_is_named() -> None:
    store = Store()
    store.add(Quad(BlankNode(), LABEL, Literal("nobody")))
    store.add(Quad(NamedNode("http://e/a"), LABEL, NamedNode("http://e/b")))
    store.add(Quad(NamedNode("http://e/b"), LABEL, Literal("5", datatype=NamedNode("urn:number"))))
    assert list(named(store, [LABEL])) == [("http://e/b", "5")]


@pytest.mark.parametrize(
    "classes", [("Municipality",), ("Organisation", "PublicOrganisation"), ("Country", "Region")]
)
@pytest.mark.parametrize("predicate", ["rdfs:label", "skos:prefLabel", "skos:altLabel"])
def test_names_are_the_same_by_class_and_thing_by_thing(
    shipped: Store, classes: tuple[str, ...], predicate: str
) -> None:
    prefix, _, name = predicate.partition(":")
    naming = NamedNode(PREFIXES[prefix] + name)
    kinds = [NamedNode(CW + one) for one in classes]
    among = members(shipped, kinds)
    each = [
        (thing, quad.object.value)
        for thing in among
        for quad in shipped.quads_for_pattern(NamedNode(thing), naming, None, DefaultGraph())
        if isinstance(quad.object, Literal)
    ]
    assert list(among) == list(
        dict.fromkeys(
            quad.subject.value
            for kind in kinds
            for quad in shipped.quads_for_pattern(None, TYPE, kind, DefaultGraph())
            if isinstance(quad.subject, NamedNode)
        )
    )
    by_class = list(named(shipped, [naming], among, kinds))
    by_thing = list(named(shipped, [naming], among))
    assert set(by_class) == set(by_thing) == set(each)
    if len(set(by_thing)) > len(among):  # more names than things: in the order of the things
        assert list(dict.fromkeys(by_thing)) == by_class == list(dict.fromkeys(each))
