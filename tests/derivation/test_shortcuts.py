"""Shortcuts follow from involvements, stand in their passage, and go when they do."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from cityweave.derivation import SHORTCUTS, labels, with_shortcuts
from cityweave.derivation.labels import INVOLVEMENTS, PARTS
from cityweave.derivation.passages import describe_passages
from cityweave.derivation.shortcuts import RULES
from cityweave.resources import files
from cityweave.vocabulary import BASE, CW

HEAD = f"""
@prefix cw: <{CW}> . @prefix id: <{BASE}id/> . @prefix role: <{BASE}id/role/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def quads(body: str, graph: str = "source/d#L3-9") -> list[Quad]:
    text = f"{HEAD} <{BASE}{graph}> {{ {body} }}"
    return list(parse(text, format=RdfFormat.TRIG))


def text(node: object) -> str:
    return str(getattr(node, "value", node))


def triples(found: set[Quad]) -> set[tuple[str, str, str]]:
    return {
        (
            text(quad.subject).rpartition("/")[2],
            quad.predicate.value.rpartition("#")[2],
            text(quad.object).rpartition("/")[2],
        )
        for quad in found
    }


@pytest.mark.parametrize(
    ("kind", "role", "shortcut"),
    [
        ("Membership", "member", "hasMember"),
        ("Coordination", "co-coordinator", "coordinator"),
        ("NetworkPartnership", "lead-partner", "leadPartner"),
        ("NetworkPartnership", "partner", "partner"),
        ("NetworkPartnership", "lead-expert", "leadExpert"),
        ("ProjectParticipation", "project-lead", "leadPartner"),
        ("ActionLeadership", "co-leader", "coLeader"),
        ("ActionGroupMembership", "group-member", "groupMember"),
        ("Appearance", "co-host", "host"),
        ("Appearance", "panellist", "speaker"),
    ],
)
def test_a_shortcut_follows_in_the_same_passage(kind: str, role: str, shortcut: str) -> None:
    body = f"id:n a cw:{kind} ; cw:member id:actor ; cw:involvedIn id:whole ; cw:role role:{role} ."
    made = with_shortcuts(quads(body)) - set(quads(body))
    assert triples(made) == {("whole", shortcut, "actor")}
    assert {text(quad.graph_name) for quad in made} == {BASE + "source/d#L3-9"}


def test_a_shortcut_without_its_involvement_goes() -> None:
    assert with_shortcuts(quads("id:whole cw:partner id:actor .")) == set()


def test_a_contested_membership_gives_no_shortcut_but_is_a_statement() -> None:
    body = "id:c a cw:Claim ; rdf:subject id:p ; rdf:predicate cw:hasMember ; rdf:object id:o ."
    made = with_shortcuts(quads(body)) - set(quads(body))
    assert triples(made) == {("c", "type", "22-rdf-syntax-ns#Statement")}


def test_an_alias_is_an_alternative_label() -> None:
    body = 'id:x cw:alias id:a . id:a a cw:Alias ; cw:literalForm "Wenen"@nl .'
    made = with_shortcuts(quads(body)) - set(quads(body))
    assert {(text(quad.subject), str(quad.object)) for quad in made} == {
        (BASE + "id/x", '"Wenen"@nl')
    }


def test_a_passage_is_described_from_its_iri() -> None:
    found = describe_passages(quads("id:a cw:partner id:b ."))
    by_name = {quad.predicate.value.rpartition("#")[2]: text(quad.object) for quad in found}
    assert (by_name["firstLine"], by_name["lastLine"]) == ("3", "9")
    assert by_name["document"] == BASE + "source/d"
    assert by_name["value"] == "line=2,9"


def test_nodes_without_a_name_are_labelled_by_what_they_connect() -> None:
    body = (
        "id:n a cw:Membership ; cw:member id:athens ; cw:involvedIn id:p ; cw:role role:member ."
        'id:athens rdfs:label "Athens"@en . id:p rdfs:label "Inclusion"@en .'
    )
    assert {text(quad.object) for quad in labels(quads(body))} == {"Athens – member – Inclusion"}


def test_the_tables_name_only_what_the_ontology_has() -> None:
    """A misspelt name in a rule would derive nothing, and nobody would notice."""
    defined = {
        text(quad.subject)
        for path in files("ontology", ".ttl")
        for quad in parse(path=str(path), format=RdfFormat.TURTLE)
    }
    terms = {rule.of for rule in RULES} | SHORTCUTS | set(INVOLVEMENTS)
    terms |= {name for name in PARTS if ":" not in name} - {"Involvement"}
    terms |= {part for parts in PARTS.values() for part in parts if ":" not in part}
    assert {name for name in terms if CW + name not in defined} == set()
    roles = {role for rule in RULES for role in rule.roles}
    assert {role for role in roles if f"{BASE}id/role/{role}" not in defined} == set()
