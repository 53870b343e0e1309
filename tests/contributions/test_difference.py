"""The difference that a contribution makes: added, removed, changed, known, duplicates."""

from __future__ import annotations

from cityweave.contributions import Contributions
from cityweave.contributions.difference import Entity
from cityweave.store import EmbeddedStore
from contributions.conftest import ANN, BEN, REV
from contributions.judge import PREFIXES, city

ID = "https://w3id.org/cityweave/id/"


def entity(work: Contributions, identifier: str, name: str) -> Entity:
    found = {one.subject.term: one for one in work.diff(identifier, REV).entities}
    return found[f"<{ID}city/{name}>"]


def test_a_new_thing(work: Contributions) -> None:
    one = work.submit(city("ghent", "Ghent"), "a.ttl", "ttl", ANN)
    found = entity(work, one.id, "ghent")
    assert found.new
    assert found.subject.words == {"en": "Ghent"}
    assert [line.kind for line in found.lines] == ["added"] * 3
    country = found.lines[2]
    assert country.predicate.words["en"] == "country"
    assert country.value.words == {"en": "Belgium"}
    assert not found.duplicates
    assert work.diff(one.id, REV).counts() == {
        "added": 3,
        "removed": 0,
        "changed": 0,
        "known": 0,
        "duplicates": 0,
    }


def test_a_known_thing_and_what_stands_beside(work: Contributions) -> None:
    text = 'city:utrecht-nl rdfs:label "Uutrecht"@en ; cw:country country:nl .'
    one = work.submit((PREFIXES + text).encode(), "a.ttl", "ttl", ANN)
    found = entity(work, one.id, "utrecht-nl")
    assert not found.new
    added, known = found.lines
    assert (added.kind, known.kind) == ("added", "known")
    assert [value.term for value in added.beside] == ['"Utrecht"@en']


def test_what_a_successor_changes_and_removes(work: Contributions, store: EmbeddedStore) -> None:
    more = """city:ghent rdfs:label "Gand"@fr .
      city:ypres a cw:Municipality ; rdfs:label "Ypres"@en ; cw:country country:be ."""
    old = work.submit(city("ghent", "Ghent", more=more), "a.ttl", "ttl", ANN)
    work.decide(old.id, True, REV)
    new = work.submit(city("ghent", "Gent"), "a.ttl", "ttl", ANN, supersedes=old.id)
    for accepted in (False, True):
        ghent = entity(work, new.id, "ghent")
        assert not ghent.new
        assert [line.kind for line in ghent.lines] == ["changed", "removed", "known", "known"]
        changed, removed = ghent.lines[:2]
        assert changed.before is not None
        assert (changed.before.term, changed.value.term) == ('"Ghent"@en', '"Gent"@en')
        assert removed.value.term == '"Gand"@fr'
        ypres = entity(work, new.id, "ypres")
        assert {line.kind for line in ypres.lines} == {"removed"}
        if not accepted:
            work.decide(new.id, True, REV)


def test_what_another_graph_says_too_is_not_removed(work: Contributions) -> None:
    old = work.submit(city("ghent", "Ghent"), "a.ttl", "ttl", ANN)
    work.decide(old.id, True, REV)
    other = work.submit(city("ghent", "Ghent"), "a.ttl", "ttl", BEN)
    work.decide(other.id, True, REV)
    new = work.submit(city("ypres"), "a.ttl", "ttl", ANN, supersedes=old.id)
    counts = work.diff(new.id, REV).counts()
    assert (counts["added"], counts["removed"]) == (3, 0)


def test_duplicates_by_name_and_by_identifier(work: Contributions) -> None:
    same = "city:uu owl:sameAs <http://www.wikidata.org/entity/Q803> ."
    data = city("uu", "ÚTRECHT  ", country="nl", more=same)
    one = work.submit(data, "a.ttl", "ttl", ANN)
    found = entity(work, one.id, "uu").duplicates
    assert {(one.other, one.by) for one in found} == {
        (f"<{ID}city/utrecht-nl>", "name"),
        (f"<{ID}city/utrecht-nl>", "identifier"),
    }
    assert work.diff(one.id, REV).counts()["duplicates"] == 2


def test_things_of_another_class_are_no_duplicates(work: Contributions) -> None:
    text = 'city:x a cw:Country ; rdfs:label "Utrecht"@en ; cw:countryCode "XX" .'
    one = work.submit((PREFIXES + text).encode(), "a.ttl", "ttl", ANN)
    assert not entity(work, one.id, "x").duplicates


def test_duplicates_inside_of_one_contribution(work: Contributions) -> None:
    more = 'city:gand a cw:Municipality ; rdfs:label "GHENT"@en ; cw:country country:be .'
    one = work.submit(city("ghent", "Ghent", more=more), "a.ttl", "ttl", ANN)
    assert [d.other for d in entity(work, one.id, "ghent").duplicates] == [f"<{ID}city/gand>"]
    assert [d.other for d in entity(work, one.id, "gand").duplicates] == [f"<{ID}city/ghent>"]


def test_nameless_nodes_have_lines_of_their_own(work: Contributions) -> None:
    one = work.submit(city("ghent", more='[] rdfs:label "n"@en .'), "a.ttl", "ttl", ANN)
    found = work.diff(one.id, REV).entities[-1]
    assert found.subject.term == f"_:c{one.id}n0"
    assert found.new


def test_a_difference_is_found_once_while_nobody_writes(work: Contributions) -> None:
    one = work.submit(city("ghent"), "a.ttl", "ttl", ANN)
    first = work.diff(one.id, REV)
    assert work.diff(one.id, ANN) is first
    work.decide(one.id, True, REV)
    second = work.diff(one.id, None)
    assert second is not first
    assert second == first
    assert work.diff(one.id, None) is second


def test_what_is_compared_is_what_the_graph_will_keep(
    work: Contributions, store: EmbeddedStore
) -> None:
    size = '"0350"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'
    text = f"city:utrecht-nl <http://example.org/size> {size} , 350 ."
    one = work.submit((PREFIXES + text).encode(), "a.ttl", "ttl", ANN)
    (added,) = entity(work, one.id, "utrecht-nl").lines
    assert added.value.term == '"350"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert one.judgement is not None
    assert one.judgement.counts == {"info": 1}
    work.decide(one.id, True, REV)
    again = work.submit((PREFIXES + text.replace("0350", "00350")).encode(), "b.ttl", "ttl", BEN)
    (known,) = entity(work, again.id, "utrecht-nl").lines
    assert (known.kind, known.value) == ("known", added.value)
