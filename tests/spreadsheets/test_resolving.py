"""What a graph knows of slugs, however many folders its IRIs have."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from cityweave.spreadsheets import StoreResolver
from cityweave.spreadsheets.resolving import ANYTHING, MOST_FOLDERS
from cityweave.vocabulary import CW, PREFIXES

LABEL = NamedNode(PREFIXES["rdfs"] + "label")
TYPE = NamedNode(PREFIXES["rdf"] + "type")


def test_what_only_connects_is_not_meant_unless_it_is_asked_for() -> None:
    store = Store()
    kinds = {
        "city": CW + "Municipality",
        "membership": CW + "Membership",
        "place": PREFIXES["geo"] + "Geometry",
    }
    for name, kind in kinds.items():
        one = NamedNode(f"http://e/{name}")
        store.add(Quad(one, TYPE, NamedNode(kind)))
        store.add(Quad(one, LABEL, Literal("Here")))
    resolver = StoreResolver(store)
    assert resolver.find("here", ANYTHING) == (("http://e/city", "Here"),)
    assert resolver.find("here", kinds["place"]) == (("http://e/place", "Here"),)


@pytest.mark.parametrize("folders", [2, MOST_FOLDERS + 1])
def test_a_slug_is_found_in_every_folder(folders: int) -> None:
    things = [NamedNode(f"http://e/{one}/a") for one in range(folders)]
    store = Store()
    store.extend(Quad(one, LABEL, Literal("A")) for one in things)
    store.add(Quad(NamedNode(CW + "a"), LABEL, Literal("a term")))
    store.add(Quad(BlankNode(), LABEL, Literal("nothing")))
    store.add(Quad(NamedNode("http://e/0/nameless"), LABEL, BlankNode()))
    resolver = StoreResolver(store)
    assert set(resolver.by_slug("a")) == {one.value for one in things}
    for missing in ("b", "0/a", "a b", ""):
        assert resolver.by_slug(missing) == ()


def test_a_name_of_three_letters_is_like_none_that_it_stands_in() -> None:
    store = Store()
    for name in ("Medemblik", "Vilvoorde", "Oede"):
        one = NamedNode(f"http://e/{name}")
        store.add(Quad(one, TYPE, NamedNode(CW + "Municipality")))
        store.add(Quad(one, LABEL, Literal(name)))
    resolver = StoreResolver(store)
    assert resolver.nearest("Ede", CW + "Municipality") == ()
    assert resolver.nearest("Medenblik", CW + "Municipality")[0][1] == "Medemblik"
