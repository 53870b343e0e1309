"""SHACL-SPARQL: values before the query, for one focus node or for all."""

from __future__ import annotations

import pytest

from cityweave.validation import Shapes, run
from cityweave.validation.incremental import affected
from cityweave.validation.mentions import predicates
from validation.generating import quads, stored

DATA = [
    ("ex:a", "ex:p", "ex:b"),
    ("ex:a", "ex:q", "ex:b"),
    ("ex:c", "ex:p", "ex:d"),
    ("_:x", "ex:p", "ex:b"),
    ("_:x", "ex:r", '"x"@en'),
]


def found(select: str) -> set[str]:
    """The focus nodes that a query finds, asked for all of them and for one after the other."""
    text = f"""ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql [
      sh:prefixes ex:o ; sh:message "About {{?value}}."@en ; sh:select '''{select}''' ] .
      ex:o sh:declare [ sh:prefix "ex" ; sh:namespace "http://e/"^^xsd:anyURI ] ."""
    shapes, store = Shapes.of(quads(text)), stored(DATA)
    everything = {quad.subject for quad in store}
    results = run(store, shapes)
    assert set(results) == set(run(store, shapes, focus=everything))
    return {"blank" if str(one.focus).startswith("_:") else str(one.focus) for one in results}


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("SELECT $this { $this ex:p ?value }", {"<http://e/a>", "<http://e/c>", "blank"}),
        ("SELECT $this { FILTER(isBlank($this)) }", {"blank"}),
        ("SELECT $this { FILTER(bound($this) && isIRI($this)) }", {"<http://e/a>", "<http://e/c>"}),
        ("SELECT $this ?value { BIND($this AS ?value) FILTER(isBlank(?value)) }", {"blank"}),
        ("SELECT $this { { FILTER(isBlank($this)) } UNION { $this ex:q ?o } }",
         {"<http://e/a>", "blank"}),
        ("SELECT $this { $this ex:p ?o FILTER NOT EXISTS { $this ex:q ?o } }",
         {"<http://e/c>", "blank"}),
        ("SELECT $this { $this ex:p ?o FILTER NOT EXISTS { $this ex:q ?o ; ex:p ?o FILTER(1=1) } }",
         {"<http://e/c>", "blank"}),
        ("SELECT $this { $this ex:p ?o FILTER EXISTS { ?z ex:p ?o . $this ex:r ?l } }", {"blank"}),
        ("SELECT $this { $this ?y ?o } GROUP BY $this HAVING (COUNT(?o) > 1)",
         {"<http://e/a>", "blank"}),
        ("SELECT $this { { SELECT $this { $this ex:r ?l } } }", {"blank"}),
    ],
)  # fmt: skip
def test_a_query_finds_the_same_however_it_is_asked(select: str, expected: set[str]) -> None:
    assert found(select) == expected


def test_messages_are_filled_in() -> None:
    text = """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [
      sh:message "{$this} has {?value}."@en , "{$this} heeft {?value}."@nl ;
      sh:select "SELECT $this ?value { $this <http://e/p> ?value }" ] ."""
    (result,) = run(stored(DATA), Shapes.of(quads(text)))
    assert {(one.language, one.value) for one in result.messages} == {
        ("en", "http://e/a has http://e/b."),
        ("nl", "http://e/a heeft http://e/b."),
    }


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        ("SELECT $this { $this <u:p> ?v ; <u:q>/<u:r> ?w . FILTER(?v > 1) ?w <u:s> ?x }", True),
        ("SELECT $this ?a ?b { $this <u:p>|^<u:q> ?v FILTER NOT EXISTS { ?v a <u:C> } }", True),
        ("SELECT $this { $this ?p ?v }", False),
        ("SELECT $this { $this <u:p> ?v ; ?p ?w }", False),
        ("SELECT $this { $this !<u:p> ?v }", False),
        ("SELECT $this { ?x <u:p>* ?v }", False),
        ("SELECT $this { $this no:p ?v }", False),
    ],
)
def test_what_a_query_looks_at(text: str, is_known: bool) -> None:
    assert (predicates(text) is not None) is is_known


def test_a_query_that_an_edit_does_not_touch_is_not_asked_again() -> None:
    text = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql [
      sh:select "SELECT $this { $this <http://e/p> ?value }" ] ."""
    shapes, store = Shapes.of(quads(text)), stored(DATA)
    assert not affected(store, shapes, quads("ex:a ex:z ex:b ."), ())
    assert affected(store, shapes, quads("ex:a ex:p ex:b ."), ())
