"""Literals are judged as they are written, however a store keeps them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cityweave.parsing import Term
from cityweave.store import EmbeddedStore, kept
from cityweave.validation import Finding, Rulebook, Shapes, Submission, judge, run
from cityweave.validation.data import DataGraph
from cityweave.validation.incremental import affected, judge_affected
from cityweave.validation.lexical import RANGES, XSD, is_well_formed, stored
from cityweave.validation.running import Choice
from cityweave.validation.written import Written
from cityweave.vocabulary import BASE
from validation.generating import PREFIXES, quads, turtle
from validation.test_engines import told
from validation.typed import FORMS, Case, typed

QUIET = settings(
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "40")),
    derandomize="EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LINES = PREFIXES.count("\n")


def of(found: Sequence[Quad]) -> tuple[Store, Written]:
    """A store with statements, and how they are written."""
    store = Store()
    store.extend(found)
    return store, Written(found)


def terms(*texts: str) -> set[Term]:
    """All terms of what stands in Turtle."""
    return {term for text in texts for quad in quads(text) for term in (quad.subject, quad.object)}


@QUIET
@given(typed)
def test_a_graph_is_as_it_is_written(case: Case) -> None:
    graph = quads(turtle(case[0]))
    store, written = of(graph)
    data = DataGraph(store, (), written)
    assert Counter(data.statements()) == Counter(set(graph))
    for quad in graph:
        assert quad.object in set(data.objects(quad.subject, quad.predicate))
        assert quad.subject in set(data.subjects(quad.predicate, quad.object))


@QUIET
@given(typed)
def test_both_engines_find_the_same(case: Case) -> None:
    graph, _, rules = case
    store, written = of(quads(turtle(graph)))
    read = Shapes.of(quads(rules))
    ours = told(run(store, read, engine="compiled", written=written))
    theirs = told(run(store, read, engine="pyshacl", written=written))
    assert set(ours) == set(theirs)


@QUIET
@given(typed)
def test_looking_for_suspects_misses_nothing(case: Case) -> None:
    graph, _, rules = case
    store, written = of(quads(turtle(graph)))
    read = Shapes.of(quads(rules))
    everything = terms(turtle(graph), rules)
    one_by_one = run(store, read, focus=everything, written=written)
    assert told(run(store, read, written=written)) == told(one_by_one)


@QUIET
@given(typed)
def test_an_edit_is_judged_as_the_whole(case: Case) -> None:
    graph, more, rules = case
    added = quads(turtle(more))
    after, written = of((*quads(turtle(graph)), *added))
    before = DataGraph(after, (), written)
    read = Shapes.of(quads(rules))
    old = [one for one in before.statements() if one not in set(added)]
    store, past = of(old)
    touched = affected(after, read, added, (), written)
    left = [one for one in run(store, read, written=past) if not touched.covers(one)]
    again = judge_affected(after, read, touched, written)
    assert told([*left, *again]) == told(run(after, read, written=written))


@pytest.mark.parametrize("name", FORMS)
def test_the_datatypes_that_a_store_gives_back_are_known(name: str) -> None:
    datatype = NamedNode(XSD + name)
    for text in FORMS[name]:
        if is_well_formed(text, datatype) and len(text) < 19:
            one = Literal(text, datatype=datatype)
            back = kept([one]).get(one, one)
            assert isinstance(back, Literal)
            assert back.datatype == stored(datatype)
    assert {*RANGES, "dateTimeStamp"} <= {*FORMS}


RULES = """
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property ex:P .
ex:P sh:path ex:p ; {rule} .
"""


def findings(
    rule: str, text: str, there: str = "", *, whole: bool = False, engine: Choice = "auto"
) -> list[Finding]:
    """What is found in a document, beside what is there in the store."""
    shapes = (PREFIXES + RULES.format(rule=rule)).encode()
    rules = Rulebook.own([Submission(shapes, "shapes.ttl", "ttl")])
    store = EmbeddedStore()
    graph = NamedNode("http://g/1")
    store.add(Quad(one.subject, one.predicate, one.object, graph) for one in quads(there))
    document = Submission((PREFIXES + text).encode(), "my.ttl", "ttl")
    before = set(store.merged.quads_for_pattern(None, None, None, DefaultGraph()))
    judged = judge([document], rules, store, whole=whole, engine=engine, base=BASE)
    assert set(store.merged.quads_for_pattern(None, None, None, DefaultGraph())) == before
    return list(judged.report.findings)


RIGHT = (
    ("sh:datatype xsd:nonNegativeInteger", '"5"^^xsd:nonNegativeInteger'),
    ("sh:datatype xsd:byte", '"-05"^^xsd:byte'),
    ("sh:datatype xsd:dateTimeStamp", '"2020-01-01T00:00:00Z"^^xsd:dateTimeStamp'),
    ('sh:pattern "^[0-9]+[.][0-9]{2}$"', "1.50"),
    ("sh:minLength 4", '"0001"^^xsd:integer'),
    ('sh:hasValue "1"^^xsd:int', '"1"^^xsd:int'),
    ("sh:in ( 1.0 )", "1.0"),
    ("sh:minCount 2", '1 , "1"^^xsd:int'),
    ("sh:or ( [ sh:datatype xsd:short ] [ sh:nodeKind sh:IRI ] )", '"1"^^xsd:short'),
)
WRONG = (
    ("sh:datatype xsd:nonNegativeInteger", "5"),
    ("sh:datatype xsd:nonNegativeInteger", '"-5"^^xsd:nonNegativeInteger'),
    ("sh:datatype xsd:integer", '"5"^^xsd:int'),
    ("sh:datatype xsd:dateTime", '"2020-01-01T00:00:00Z"^^xsd:dateTimeStamp'),
    ('sh:pattern "^[0-9]$"', '"01"^^xsd:integer'),
    ("sh:maxLength 1", "1.0"),
    ("sh:in ( 1.0 )", "1.00"),
    ('sh:in ( "1"^^xsd:int )', "1"),
    ("sh:not [ sh:datatype xsd:short ]", '"1"^^xsd:short'),
)
ONE_OF_TWO = (
    ('sh:hasValue "1"^^xsd:int', "1"),
    ("sh:maxCount 1", '1 , "1"^^xsd:int'),
    ("sh:maxCount 1", '"01"^^xsd:int , "1"^^xsd:int'),
)


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("rule", "value"), RIGHT)
def test_what_is_written_right_is_right(rule: str, value: str, whole: bool, engine: Choice) -> None:
    assert not findings(rule, f"ex:a ex:p {value} .", whole=whole, engine=engine)


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("rule", "value"), WRONG)
def test_what_is_written_wrong_is_shown_as_it_is_written(
    rule: str, value: str, whole: bool, engine: Choice
) -> None:
    text = f"ex:a ex:p\n {value} ."
    (finding,) = findings(rule, text, whole=whole, engine=engine)
    (statement,) = quads(text)
    assert finding.value == str(statement.object)
    assert str(finding.place) == f"my.ttl:{LINES + 2}:2"


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("rule", "values"), ONE_OF_TWO)
def test_what_is_counted_are_terms(rule: str, values: str, whole: bool, engine: Choice) -> None:
    (finding,) = findings(rule, f"ex:a ex:p {values} .", whole=whole, engine=engine)
    assert finding.value is None


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("rule", "value"), RIGHT)
def test_what_the_store_keeps_otherwise_is_no_second_value(
    rule: str, value: str, whole: bool
) -> None:
    said = f"ex:a ex:p {value} ."
    assert not findings(rule, said, said, whole=whole)
    assert not findings(
        "sh:maxCount 1", 'ex:a ex:p "1"^^xsd:int .', 'ex:a ex:p "01"^^xsd:int .', whole=whole
    )


@pytest.mark.parametrize(
    ("rule", "value"),
    [one for one in RIGHT if not one[0].startswith(("sh:pattern", "sh:minLength", "sh:minCount"))],
)
def test_what_nobody_knows_is_held_against_nobody(rule: str, value: str) -> None:
    there = f"ex:b ex:p {value} ."
    assert not findings(rule, "ex:x ex:y ex:z .", there, whole=True)


def test_what_a_store_keeps_is_still_judged() -> None:
    there = 'ex:b ex:p "5"^^xsd:int , "-5"^^xsd:nonNegativeInteger , 5.5 .'
    found = findings("sh:datatype xsd:nonNegativeInteger", "ex:x ex:y 1 .", there, whole=True)
    assert {one.value for one in found} == {
        f'"-5"^^<{XSD}integer>',
        f'"5.5"^^<{XSD}decimal>',
    }


def test_what_was_wrong_before_is_not_the_documents() -> None:
    there = "ex:b ex:p 5 . ex:c ex:q ex:b ."
    rule = "sh:datatype xsd:byte . ex:C a sh:NodeShape ; sh:targetObjectsOf ex:q ; sh:node ex:S"
    (finding,) = findings(rule, "ex:a ex:p 5 ; ex:q ex:b .", there)
    assert finding.focus == "<http://e/a>"


def test_a_literal_that_is_a_focus_node_is_as_it_is_written() -> None:
    rule = """sh:minCount 1 .
    ex:T a sh:NodeShape ; sh:targetNode "05"^^xsd:byte ; sh:targetObjectsOf ex:p ;
      sh:datatype xsd:integer"""
    found = findings(rule, 'ex:a ex:p "1"^^xsd:int , 1 .', whole=True)
    assert {one.focus for one in found} == {f'"05"^^<{XSD}byte>', f'"1"^^<{XSD}int>'}


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ("xsd:integer", '"5"^^xsd:int', "has the type xsd:int; it must have xsd:integer"),
        ("xsd:nonNegativeInteger", "5", "has the type xsd:integer"),
        ("xsd:nonNegativeInteger", "-5", "must be a whole number, 0 or more"),
        ("xsd:byte", '"300"^^xsd:byte', "must be a whole number from -128 to 127"),
        ("xsd:integer", '"5"', "must be a whole number"),
    ],
)
def test_a_message_tells_datatypes_apart(rule: str, value: str, said: str) -> None:
    (finding,) = findings(f"sh:datatype {rule}", f"ex:a ex:p {value} .")
    assert said in finding.message()
    assert set(finding.messages) == {"en", "es", "fr", "nl"}


def test_a_contributor_is_told_what_the_graph_does_not_keep() -> None:
    empty = Rulebook(Shapes.of(()), "http://p/1", is_contribution=True)
    text = """ex:a ex:p 5 , 01 , 1.50 ,
     "1"^^xsd:int , "02"^^xsd:int ,
     "2020-01-01T00:00:00Z"^^xsd:dateTimeStamp ."""
    document = Submission((PREFIXES + text).encode(), "my.ttl", "ttl")
    report = judge([document], empty, EmbeddedStore(), base=BASE).report
    assert [(one.component, one.severity, str(one.place)) for one in report.findings] == [
        ("no-term-of-ours", "warning", f"my.ttl:{LINES + 1}:6"),
        ("kept-otherwise", "info", f"my.ttl:{LINES + 2}:6"),
        ("kept-otherwise", "info", f"my.ttl:{LINES + 3}:6"),
    ]
    assert "keeps 2 value(s) of the datatype xsd:int as xsd:integer" in report.findings[1].message()
    own = Rulebook(Shapes.of(()))
    assert judge([document], own, EmbeddedStore(), base=BASE).report.conforms


def test_json_is_judged_as_they_are_written() -> None:
    text = b"""{"@id": "http://e/a", "http://e/p": [{"@value": "05",
      "@type": "http://www.w3.org/2001/XMLSchema#byte"}]}"""
    for datatype, number in (("byte", 0), ("integer", 1)):
        shapes = PREFIXES + RULES.format(rule=f"sh:datatype xsd:{datatype}")
        rules = Rulebook.own([Submission(shapes.encode(), "shapes.ttl", "ttl")])
        document = Submission(text, "my.jsonld", "jsonld")
        report = judge([document], rules, EmbeddedStore(), base=BASE).report
        assert len(report.findings) == number


def test_a_literal_that_only_the_shapes_name_is_meant_so() -> None:
    rule = "sh:minCount 0 . ex:T a sh:NodeShape ; sh:targetNode 7 ; sh:datatype xsd:byte"
    (finding,) = findings(rule, "ex:a ex:p ex:b .", whole=True)
    assert finding.focus == f'"7"^^<{XSD}integer>'


def test_a_bare_store_is_what_it_is() -> None:
    store, _ = of(quads('ex:a ex:p "5"^^xsd:byte .'))
    rules = Shapes.of(quads(RULES.format(rule="sh:datatype xsd:byte")))
    (result,) = run(store, rules)
    assert str(result.value) == f'"5"^^<{XSD}integer>'
    assert told([result]) == told(run(store, rules, engine="pyshacl"))
    assert not run(store, rules, written=Written(()))
