"""The record in the graph: complete, valid PROV-O, and nothing in it that is not public."""

from __future__ import annotations

from hashlib import sha256

import pytest
import rdflib

from cityweave.access import Holder, Role
from cityweave.contributions import Contributions, State
from cityweave.contributions.provenance import PROVENANCE_GRAPH
from cityweave.formats import by_name, rdf_by_name
from cityweave.loading import placed
from cityweave.parsing import parse, read
from cityweave.resources import files
from cityweave.store import EmbeddedStore, QueryRequest
from cityweave.validation import validate
from contributions.conftest import ANN, REV, SUE
from contributions.judge import PROFILE, city

PROLOGUE = """\
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX spdx: <http://spdx.org/rdf/terms#> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ex: <https://example.org/> .
ex:Activity a sh:NodeShape ; sh:targetClass prov:Activity ;
  sh:property [
    sh:path prov:endedAtTime ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime
  ] ;
  sh:property [ sh:path prov:wasAssociatedWith ; sh:class prov:Agent ; sh:maxCount 1 ] .
ex:Entity a sh:NodeShape ; sh:targetClass prov:Entity ;
  sh:property [ sh:path prov:wasGeneratedBy ; sh:class prov:Activity ; sh:maxCount 1 ] ;
  sh:property [ sh:path prov:wasInvalidatedBy ; sh:class prov:Activity ; sh:maxCount 1 ] ;
  sh:property [ sh:path prov:wasAttributedTo ; sh:class prov:Agent ] ;
  sh:property [ sh:path prov:specializationOf ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:wasRevisionOf ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:wasDerivedFrom ; sh:class prov:Entity ] .
"""


def holds(store: EmbeddedStore, pattern: str) -> bool:
    text = f"{PROLOGUE} ASK {{ GRAPH <{PROVENANCE_GRAPH}> {{ {pattern} }} }}"
    return b"true" in store.query(QueryRequest(text), by_name("json", "boolean"))


def check(store: EmbeddedStore) -> None:
    """Every activity has its time, every entity one origin and one end, all with a class."""
    found = validate(
        store.quads(PROVENANCE_GRAPH), parse(SHAPES.encode(), rdf_by_name("ttl")).quads
    )
    assert not found.findings, found.findings


def test_who_when_from_what_by_which_profile_and_why(
    work: Contributions, store: EmbeddedStore
) -> None:
    one = work.submit(city("ghent"), "cities.ttl", "ttl", ANN, note="From our list")
    assert not list(store.quads(PROVENANCE_GRAPH)), "nothing is said of what is not accepted"
    work.decide(one.id, True, REV, "Checked")
    digest = sha256(city("ghent")).hexdigest().upper()
    iri, base = one.iri, "https://w3id.org/cityweave/"
    assert holds(
        store,
        f"""
        <{one.graph}> dcterms:source <{iri}> ; dcterms:license ?licence .
        ?published prov:specializationOf <{one.graph}> ; prov:wasGeneratedBy <{iri}#acceptance> ;
          prov:wasDerivedFrom <{iri}#original> .
        <{iri}> prov:wasAttributedTo <{base}contributor/11111111> ; dcterms:identifier "{one.id}" ;
          prov:wasGeneratedBy <{iri}#submission> ; dcterms:description "From our list" .
        <{base}contributor/11111111> foaf:name "Ann" .
        <{iri}#submission> prov:used <{iri}#original> ; prov:endedAtTime ?sent .
        <{iri}#original> dcterms:title "cities.ttl" ; dcterms:format "ttl" ; spdx:checksum ?sum .
        ?sum spdx:checksumValue ?value . FILTER(UCASE(STR(?value)) = "{digest}")
        <{iri}#validation> prov:used <{PROFILE}>, <{iri}#original> ; prov:endedAtTime ?judged .
        <{iri}#report> prov:wasGeneratedBy <{iri}#validation> ; sh:conforms true .
        <{iri}#acceptance> prov:wasAssociatedWith <{base}contributor/33333333> ;
          prov:used <{iri}#report> ; dcterms:description "Checked" ; prov:endedAtTime ?decided .
        FILTER(?sent <= ?judged && ?judged <= ?decided)
        """,
    )
    check(store)


def test_reversal_supersession_and_restoration_stay_on_record(
    work: Contributions, store: EmbeddedStore
) -> None:
    old = work.submit(city("ghent", "Ghent"), "a.ttl", "ttl", ANN)
    work.decide(old.id, True, REV)
    new = work.submit(city("ghent", "Gent"), "a.ttl", "ttl", ANN, supersedes=old.id)
    work.decide(new.id, True, REV)
    assert holds(store, f"<{old.iri}#published-1> prov:wasInvalidatedBy <{new.iri}#acceptance>")
    assert holds(store, f"<{new.iri}> prov:wasRevisionOf <{old.iri}>")
    check(store)
    work.revert(new.id, SUE, "A mistake")
    assert holds(
        store,
        f"""
        <{new.iri}#published-1> prov:wasInvalidatedBy <{new.iri}#reversal> .
        <{old.iri}#published-2> prov:wasGeneratedBy <{new.iri}#reversal> .
        <{new.iri}#reversal> dcterms:description "A mistake" .
        """,
    )
    work.revert(old.id, SUE, "This, too")
    assert holds(store, f"<{old.iri}#published-2> prov:wasInvalidatedBy <{old.iri}#reversal>")
    check(store)


def test_nothing_personal_is_in_the_public_graph(work: Contributions, store: EmbeddedStore) -> None:
    secrets = ("ann@example.org", "top-secret", "C:", "/home/ann")
    one = work.submit(
        city("ghent"),
        r"C:\\home\ann\list of ann@example.org.ttl",
        "ttl",
        Holder("55555555", Role.CONTRIBUTOR),
        url="https://ann:top-secret@data.example.org/a.ttl?key=top-secret#x",
    )
    done = work.decide(one.id, True, REV)
    public = "\n".join(map(str, store.quads(PROVENANCE_GRAPH)))
    assert not [secret for secret in secrets if secret in public]
    assert done.document.name == "list of …"
    assert "https://data.example.org/a.ttl" in public


@pytest.mark.parametrize("form", ["nt", "rdfxml"])
def test_the_record_is_rdf_for_others(work: Contributions, store: EmbeddedStore, form: str) -> None:
    evil = "</script><script>alert(1)</script> \" ' \\ & <x>"
    one = work.submit(city("ghent"), "a.ttl", "ttl", ANN, note=evil)
    work.decide(one.id, True, REV, evil)
    graph = rdflib.Graph()
    name = {"nt": "nt", "rdfxml": "rdf"}[form]
    graph.parse(
        data=store.dump(rdf_by_name(name), PROVENANCE_GRAPH),
        format={"nt": "nt", "rdfxml": "xml"}[form],
    )
    description = rdflib.DCTERMS.description
    assert {str(value) for value in graph.objects(None, description)} == {evil}
    assert len(graph) == len(list(store.quads(PROVENANCE_GRAPH)))


def test_the_shipped_shapes_have_nothing_against_a_record(
    work: Contributions, store: EmbeddedStore
) -> None:
    one = work.submit(city("ghent"), "a.ttl", "ttl", ANN, note="A note")
    work.decide(one.id, True, REV, "Right")
    shapes = [quad for path in files("shapes", ".ttl") for quad in read(path).quads]
    ontology = [
        quad for path in files("ontology", ".ttl") for quad in placed(read(path).quads, None)
    ]
    record = list(store.quads(PROVENANCE_GRAPH))
    about = {str(quad.subject) for quad in record}
    found = [one for one in validate([*ontology, *record], shapes).findings if one.focus in about]
    assert not found


def test_what_was_never_accepted_is_not_published_by_its_successor(
    work: Contributions, store: EmbeddedStore
) -> None:
    old = work.submit(city("ghent"), "parked.ttl", "ttl", ANN, "Parked note")
    new = work.submit(city("ghent", "Gent"), "b.ttl", "ttl", ANN, "Better", supersedes=old.id)
    work.decide(new.id, True, REV)
    assert work.get(old.id).state is State.SUPERSEDED
    assert store.states(old.iri)
    text = "\n".join(map(str, store.quads(PROVENANCE_GRAPH)))
    assert "Better" in text
    assert "arked" not in text
    work.revert(new.id, REV, "Worse")
    assert work.get(old.id).note == "Parked note"
    assert "arked" not in "\n".join(map(str, store.quads(PROVENANCE_GRAPH)))
    work.decide(old.id, True, REV)
    assert "Parked note" in "\n".join(map(str, store.quads(PROVENANCE_GRAPH)))
