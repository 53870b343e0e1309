"""Names in a store: labels, and the nearest to a misspelt one."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode
from rapidfuzz import fuzz

from cityweave.validation import StoreKnown
from cityweave.validation.known import SEARCHES
from cityweave.validation.similar import ALIKE, folded
from validation.stated import quads

DATA = """
ex:a rdfs:label "Brussels"@en , "Bruxelles"@fr , "Brussel"@nl-BE , "Brussels"@en-GB ; a ex:City .
ex:b skos:prefLabel "Région de Bruxelles-Capitale"@fr ; a ex:Region .
ex:c <http://purl.org/dc/terms/title> "Plan" ; skos:altLabel "The Pact" .
ex:d <http://xmlns.com/foaf/0.1/name> "Ünïcode" .
_:x rdfs:label "Nameless"@en .
"""


def known(text: str = DATA) -> StoreKnown:
    store = ox.Store()
    store.bulk_extend(quads(text))
    return StoreKnown(store)


def term(name: str) -> NamedNode:
    return NamedNode(f"http://e/{name}")


def test_labels_by_language() -> None:
    assert known().labels(term("a")) == {"en": "Brussels", "fr": "Bruxelles", "nl": "Brussel"}
    assert known().labels(term("b")) == {"fr": "Région de Bruxelles-Capitale"}
    assert known().labels(term("c")) == {"": "Plan"}
    assert known().labels(BlankNode("y")) is None
    assert known().labels(Literal("Brussels")) is None
    assert known().labels(term("nothing")) is None


def test_the_nearest_name_in_any_language_and_spelling() -> None:
    asked = known()
    assert asked.nearest("brusels") == ("<http://e/a>", "Brussels")
    assert asked.nearest("BRUXELES") == ("<http://e/a>", "Bruxelles")
    assert asked.nearest("region de bruxelles capitale") == (
        "<http://e/b>", "Région de Bruxelles-Capitale")  # fmt: skip
    assert asked.nearest("unicode") == ("<http://e/d>", "Ünïcode")
    assert asked.nearest("the pact") == ("<http://e/c>", "The Pact")
    assert asked.nearest("Paris") is None
    assert asked.nearest("  ?? ") is None


def test_only_things_of_the_class_are_meant() -> None:
    asked = known(DATA + "ex:City rdfs:subClassOf ex:Place .")
    assert asked.nearest("Brussel", ["http://e/City"]) == ("<http://e/a>", "Brussel")
    assert asked.nearest("Brussel", ["http://e/Place"]) == ("<http://e/a>", "Brussel")
    assert asked.nearest("Brussel", ["http://e/Region"]) is None
    assert asked.nearest("Brussel", ["http://e/Region", "http://e/City"]) is not None


@settings(deadline=None)
@given(st.text("ab", min_size=1, max_size=12), st.text("ab", min_size=1, max_size=12))
def test_no_name_that_is_alike_is_left_out_for_its_length(name: str, text: str) -> None:
    found = known(f'ex:a rdfs:label "{name}" .').nearest(text)
    is_alike = max(fuzz.ratio(name, text), fuzz.ratio("a", text)) >= ALIKE
    assert (found is not None) == is_alike


def test_circles_of_classes_end() -> None:
    asked = known(DATA + "ex:City rdfs:subClassOf ex:Town . ex:Town rdfs:subClassOf ex:City .")
    assert asked.nearest("Brussel", ["http://e/Town"]) is not None


def test_so_many_searches_and_no_more() -> None:
    asked = known()
    found = asked.nearest("brussels")
    assert found is not None
    for number in range(SEARCHES):
        asked.nearest(f"something else {number}")
    assert asked.nearest("Brussel") is None
    assert asked.nearest("brussels") == found, "what was found before is still known"


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert folded("Cluj-Napoca") == folded("CLUJ NAPOCA") == "cluj napoca"
    assert folded("Málaga") == "malaga"
    assert folded("leadPartner") == "lead partner"
    assert folded("Straße") == "strasse"
