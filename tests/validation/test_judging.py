"""Judging what somebody sends in: in its context, with places, and with nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import DefaultGraph, Quad

from cityweave.errors import (
    BadParameter,
    SyntaxErrorInData,
    UnknownFormat,
    ValidationTooLarge,
)
from cityweave.formats import rdf_by_name
from cityweave.parsing import parse
from cityweave.store import EmbeddedStore
from cityweave.validation import Report, Rulebook, Submission, context, judge
from cityweave.validation.exchange import from_json, to_json
from cityweave.validation.judging import read_all
from cityweave.validation.rendering import render
from cityweave.vocabulary import BASE

HEAD = """\
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix ex: <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LINES = HEAD.count("\n")
SHAPES = '''
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://e/"^^xsd:anyURI ] .
ex:City a sh:NodeShape ; sh:targetClass ex:City ; sh:sparql ex:Unique ;
  sh:property ex:country , ex:size .
ex:country sh:path ex:in ; sh:class ex:Country ; sh:minCount 1 .
ex:size sh:path ex:size ; sh:maxInclusive 10 .
ex:Unique sh:prefixes ex:prefixes ; sh:message "{?value} is called so, too."@en ;
  sh:select """SELECT $this ?value {
    $this ex:name ?n . ?value ex:name ?n . FILTER(?value != $this) }""" .
'''
CONTEXT = """
cw:country a owl:ObjectProperty .
ex:nl a ex:Country .
ex:aaa a ex:City ; ex:in ex:nl ; ex:name "Aaa" .
ex:odd a ex:City ; ex:name "Odd" .
"""
GRAPH = "http://g/1"


def quads(text: str) -> tuple[Quad, ...]:
    return parse((HEAD + text).encode(), rdf_by_name("ttl"), rename_blank_nodes=True).quads


def sent(text: str, name: str = "my.ttl") -> Submission:
    return Submission((HEAD + text).encode(), name, name.rpartition(".")[2])


def statements(store: EmbeddedStore) -> set[Quad]:
    return set(store.merged.quads_for_pattern(None, None, None, DefaultGraph()))


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A store that statements can be added to for a while, and one that has to be copied."""
    made = EmbeddedStore(tmp_path / "graph" if request.param == "disk" else None)
    name = ox.NamedNode(GRAPH)
    made.add(Quad(one.subject, one.predicate, one.object, name) for one in quads(CONTEXT))
    before = statements(made)
    yield made
    assert statements(made) == before
    made.close()


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return Rulebook.own([sent(SHAPES, "shapes.ttl")])


def contribution(rules: Rulebook) -> Rulebook:
    return Rulebook(rules.shapes, "http://p/1", is_contribution=True)


def found(report: Report) -> list[tuple[str, str, str]]:
    return [(one.component, one.focus, str(one.place)) for one in report.findings]


def test_the_context_is_there_and_findings_have_places(
    store: EmbeddedStore, rules: Rulebook
) -> None:
    text = "ex:bbb a ex:City ; ex:in ex:nl .\nex:ccc a ex:City ;\n  ex:in ex:aaa ."
    report = judge([sent(text)], rules, store).report
    assert found(report) == [
        ("ClassConstraintComponent", "<http://e/ccc>", f"my.ttl:{LINES + 3}:9")
    ]
    assert report.statements == 4
    assert report.engines == {"compiled": 1}
    assert report.profile is None
    assert report.seconds > 0


def test_what_was_wrong_before_is_not_the_contributions(
    store: EmbeddedStore, rules: Rulebook
) -> None:
    assert judge([sent("ex:x ex:likes ex:odd .")], rules, store).report.conforms
    described = judge([sent("ex:odd a ex:City .")], rules, store).report
    assert [one.focus for one in described.findings] == ["<http://e/odd>"]
    whole = judge([], rules, store, whole=True).report
    assert [one.focus for one in whole.findings] == ["<http://e/odd>"]


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("", False),
        ("ex:x ex:likes ex:y .", False),
        ("ex:x ex:likes ex:aaa .", True),
        ("ex:x a ex:City ; ex:in ex:nl .", True),
    ],
)
def test_what_no_shape_is_about_was_not_judged(
    store: EmbeddedStore, rules: Rulebook, text: str, judged: bool
) -> None:
    report = judge([sent(text)], rules, store).report
    assert (report.conforms, report.judged) == (True, judged)
    assert from_json(to_json(report)).judged == judged
    said = render(report, "text", "en").decode()
    assert said.startswith("Everything is in order" if judged else "Nothing was judged")
    everything = judge([sent(text)], rules, store, whole=True).report
    assert everything.judged


def test_what_it_does_to_others_is(store: EmbeddedStore, rules: Rulebook) -> None:
    text = 'ex:new a ex:City ; ex:in ex:nl ; ex:name "Aaa" .'
    report = judge([sent(text)], rules, store).report
    assert {one.focus for one in report.findings} == {"<http://e/new>", "<http://e/aaa>"}


def test_what_is_there_already_is_judged_and_stays(store: EmbeddedStore, rules: Rulebook) -> None:
    text = 'ex:odd a ex:City ; ex:name "Odd" .'
    report = judge([sent(text)], rules, store).report
    assert [one.focus for one in report.findings] == ["<http://e/odd>"]


def test_a_graph_can_be_taken_for_gone(store: EmbeddedStore, rules: Rulebook) -> None:
    text = "ex:bbb a ex:City ; ex:in ex:nl ."
    assert judge([sent(text)], rules, store).report.conforms
    report = judge([sent(text)], rules, store, leaving=GRAPH).report
    assert [one.component for one in report.findings] == ["ClassConstraintComponent"]


def test_blank_nodes_of_two_files_are_kept_apart(store: EmbeddedStore, rules: Rulebook) -> None:
    first = sent("_:a a ex:City ; ex:in ex:nl .", "first.ttl")
    second = sent("_:a a ex:City .", "second.ttl")
    report = judge([first, second], rules, store).report
    assert [str(one.place) for one in report.findings] == [f"second.ttl:{LINES + 1}:1"]
    other = sent("_:a ex:in ex:nl .", "other.ttl")
    assert not judge([second, other], rules, store).report.conforms


def test_each_file_has_its_own_format(store: EmbeddedStore, rules: Rulebook) -> None:
    triples = Submission(
        b"<http://e/t> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/City> .",
        "t.nt",
        "nt",
    )
    report = judge([triples, sent("ex:s a ex:City .")], rules, store).report
    assert {str(one.place) for one in report.findings} == {"t.nt:1:1", f"my.ttl:{LINES + 1}:1"}


def test_a_value_is_named_as_it_was_sent(store: EmbeddedStore, rules: Rulebook) -> None:
    text = "ex:b a ex:City ; ex:in ex:nl ; ex:size 011.0 ."
    (finding,) = judge([sent(text)], rules, store).report.findings
    assert finding.value == '"011.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'


@pytest.mark.parametrize(
    "statement",
    ["owl:Class rdfs:label 1", "rdfs:label rdfs:label 'x'", "sh:path a owl:ObjectProperty"],
)
def test_the_terms_of_vocabularies_are_not_for_a_contribution_to_change(
    store: EmbeddedStore, rules: Rulebook, statement: str
) -> None:
    judged = judge([sent(f"{statement} .")], contribution(rules), store)
    assert found(judged.report) == [("foreign-term", "", f"my.ttl:{LINES + 1}:1")]


def test_statements_in_the_graphs_of_others_are_faults(
    store: EmbeddedStore, rules: Rulebook
) -> None:
    text = "<http://g/1> {\n ex:a ex:b 1 , 2 .\n}\n<http://g/2> { cw:country ex:c 3 }"
    judged = judge([sent(text, "my.trig")], contribution(rules), store)
    assert found(judged.report) == [
        ("foreign-graph", "", f"my.trig:{LINES + 1}:1"),
        ("foreign-graph", "", f"my.trig:{LINES + 4}:1"),
        ("foreign-term", "", f"my.trig:{LINES + 4}:16"),
    ]
    assert "2 statement" in judged.report.findings[0].message()
    assert all(set(one.messages) == {"en", "es", "fr", "nl"} for one in judged.report.findings)
    assert judge([sent(text, "my.trig")], rules, store).report.conforms


def test_a_property_that_the_ontology_lacks_is_a_finding(
    store: EmbeddedStore, rules: Rulebook
) -> None:
    text = "ex:a cw:country ex:nl ;\n  cw:contry ex:nl ;\n  cw:colour 1 ."
    report = judge([sent(text)], contribution(rules), store).report
    assert found(report) == [
        ("unknown-term", "", f"my.ttl:{LINES + 2}:3"),
        ("unknown-term", "", f"my.ttl:{LINES + 3}:3"),
    ]
    fixes = [one.fix and one.fix.replacement for one in report.findings]
    assert fixes == ["<https://w3id.org/cityweave/ontology#country>", None]


def test_the_reference_engine_says_the_same(store: EmbeddedStore, rules: Rulebook) -> None:
    text = "ex:bbb a ex:City ; ex:in ex:aaa ."
    ours = judge([sent(text)], rules, store).report
    theirs = judge([sent(text)], rules, store, engine="pyshacl").report
    assert found(ours) == found(theirs)
    assert theirs.engines == {"pyshacl": 1}


def test_what_cannot_be_read_is_named_with_its_place(store: EmbeddedStore, rules: Rulebook) -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        judge([sent("ex:a ex:b .", "bad.ttl")], rules, store)
    assert (caught.value.source, caught.value.line) == ("bad.ttl", LINES + 1)
    with pytest.raises(UnknownFormat, match="no format “doc”"):
        judge([Submission(b"", "x.doc", "doc")], rules, store)
    failures: list[Exception] = []
    documents = [sent("ex:a ex:b ."), sent("ex:a ex:b 1 ."), sent("nonsense")]
    read = read_all(documents, store, base=BASE, failures=failures)  # type: ignore[arg-type]
    assert (len(read), len(failures)) == (1, 2)


def test_statements_are_counted(store: EmbeddedStore, rules: Rulebook) -> None:
    documents = [sent("ex:a ex:b 1 , 2 ."), sent("ex:a ex:c 1 , 2 .")]
    assert judge(documents, rules, store, most=4).report.statements == 4
    with pytest.raises(ValidationTooLarge) as caught:
        judge(documents, rules, store, most=3)
    assert "max_validation_statements" in caught.value.detail


REACHING = (
    "SELECT $this { SERVICE <http://localhost/> { ?a ?b ?c } }",
    "SELECT $this FROM <file:///etc/passwd> { ?a ?b ?c }",
)


@pytest.mark.parametrize("select", REACHING)
def test_shapes_that_reach_out_are_refused(select: str) -> None:
    shapes = f'ex:S a sh:NodeShape ; sh:targetClass ex:City ; sh:sparql [ sh:select "{select}" ] .'
    with pytest.raises(SyntaxErrorInData):
        Rulebook.own([sent(shapes, "shapes.ttl")])


def test_shapes_are_data_with_limits() -> None:
    with pytest.raises(ValidationTooLarge):
        Rulebook.own([sent(SHAPES, "shapes.ttl")], most=3)
    with pytest.raises(BadParameter, match="not a table"):
        Rulebook.own([Submission(b"a,b", "shapes.csv", "csv")])


def test_own_shapes_can_stand_beside_others(store: EmbeddedStore, rules: Rulebook) -> None:
    more = sent("ex:M a sh:NodeShape ; sh:targetClass ex:City ; sh:property [ sh:path ex:z ; "
                "sh:minCount 1 ] .", "more.ttl")  # fmt: skip
    both = Rulebook.own([more], beside=contribution(rules))
    report = judge([sent("ex:b a ex:City .")], both, store).report
    assert len(report.findings) == 2
    assert both.is_contribution
    assert both.profile is None


def test_a_store_on_disk_that_is_too_large_is_not_copied(
    tmp_path: Path, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = EmbeddedStore(tmp_path / "graph")
    large.add(quads(CONTEXT))
    monkeypatch.setattr(context, "COPIED", 3)
    with pytest.raises(ValidationTooLarge) as caught:
        judge([sent("ex:a ex:b 1 .")], rules, large)
    assert "max_replica_memory" in caught.value.detail
    large.close()
