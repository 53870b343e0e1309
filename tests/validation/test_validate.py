"""Validation: exactly the expected findings, in words, in languages, with their files."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad

from cityweave.errors import SyntaxErrorInData
from cityweave.formats import rdf_by_name
from cityweave.parsing import parse
from cityweave.validation import Finding, Report, validate
from cityweave.validation.wording import phrase
from cityweave.vocabulary import LANGUAGES

PREFIXES = """\
@prefix ex: <http://e/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = """
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://e/"^^xsd:anyURI ] .
ex:CityShape a sh:NodeShape ; sh:targetClass ex:City ;
  sh:property [
    sh:path ex:country ; sh:minCount 1 ;
    sh:message "A city needs a country."@en , "Een stad heeft een land nodig."@nl ] ;
  sh:property ex:CityShape-code .
ex:CityShape-code sh:path ( ex:country [ sh:inversePath ex:of ] ) ; sh:maxCount 0 ;
  sh:severity sh:Warning ; sh:message "Odd." .
ex:NotItself a sh:NodeShape ; sh:targetClass ex:City ; sh:severity sh:Info ; sh:sparql [
  sh:prefixes ex:prefixes ; sh:message "In itself."@en ;
  sh:select "SELECT $this ?value { $this ex:in ?value FILTER($this = ?value) }" ] .
"""


def quads(text: str) -> tuple[Quad, ...]:
    return parse((PREFIXES + text).encode(), rdf_by_name("ttl")).quads


def check(data: str, shapes: str = SHAPES) -> Report:
    return validate(quads(data), quads(shapes))


def test_what_conforms_has_no_findings() -> None:
    report = check("ex:a a ex:City ; ex:country ex:nl .")
    assert report.findings == ()
    assert report.conforms
    assert report.statements == 2
    assert report.worst() is None


def test_a_finding_says_all_that_is_known() -> None:
    report = check('ex:a a ex:City ; rdfs:label "Aaa"@nl , "A"@en .')
    (finding,) = report.findings
    assert finding == Finding(
        severity="violation",
        focus="<http://e/a>",
        focus_label={"en": "A", "nl": "Aaa"},
        path="<http://e/country>",
        path_words=dict.fromkeys(LANGUAGES, "country"),
        messages={
            "en": "A city needs a country.",
            "es": "Falta «country».",
            "fr": "« country » manque.",
            "nl": "Een stad heeft een land nodig.",
        },
        expected=phrase("expectations", "min_count_one"),
        shape="http://e/CityShape",
        is_nested=True,
        component="MinCountConstraintComponent",
    )
    assert finding.message("nl") == "Een stad heeft een land nodig."
    assert finding.message("de") == finding.message("en") == "A city needs a country."
    assert report.engines == {"compiled": 1}
    assert not report.conforms


def test_the_gravest_come_first() -> None:
    report = check(
        "ex:a a ex:City . ex:b a ex:City ; ex:country ex:x ; ex:in ex:b . ex:y ex:of ex:x ."
    )
    assert [one.severity for one in report.findings] == ["violation", "warning", "info"]
    assert report.counts() == {"violation": 1, "warning": 1, "info": 1}
    assert report.worst() == "violation"
    warning, info = report.findings[1:]
    assert warning.path == "<http://e/country>/(^<http://e/of>)"
    assert warning.shape == "http://e/CityShape-code"
    assert warning.message("es") == "Odd."
    assert info.value == "<http://e/b>"


def test_messages_of_sparql_constraints_keep_their_languages() -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:City ; sh:sparql [
      sh:message "{$this} is in {?value}."@en , "{$this} ligt in {?value}."@nl ;
      sh:select "SELECT $this ?value { $this <http://e/in> ?value }" ] ."""
    (finding,) = check('ex:a a ex:City ; ex:in "B" .', shapes).findings
    assert finding.message("nl") == "http://e/a ligt in B."
    assert finding.message("fr").endswith(": http://e/a is in B.")


def test_classes_below_the_target_are_judged() -> None:
    report = check("ex:Town rdfs:subClassOf ex:City . ex:t a ex:Town .")
    assert [one.focus for one in report.findings] == ["<http://e/t>"]


def test_values_keep_their_text() -> None:
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:n ; "
        "sh:property [ sh:path ex:n ; sh:maxInclusive 5 ] ."
    )
    (finding,) = check('ex:a ex:n "07"^^xsd:integer .', shapes).findings
    assert finding.value == '"07"^^<http://www.w3.org/2001/XMLSchema#integer>'


@pytest.mark.parametrize(
    "shapes",
    [
        'sh:sparql [ sh:select "SELECT $this { $this nope:x 1 }" ]',
        'sh:sparql [ sh:select "SELEC $this" ]',
        "sh:property [ sh:minCount 1 ]",
    ],
)
def test_shapes_that_are_none_are_refused(shapes: str) -> None:
    with pytest.raises(SyntaxErrorInData, match=r"cannot be used|no sh:path"):
        check("ex:a a ex:City .", f"ex:S a sh:NodeShape ; sh:targetClass ex:City ; {shapes} .")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("[ sh:zeroOrMorePath ex:p ]", "<http://e/p>*"),
        ("[ sh:oneOrMorePath ex:p ]", "<http://e/p>+"),
        ("[ sh:zeroOrOnePath ex:p ]", "<http://e/p>?"),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", "(<http://e/p>|<http://e/q>)"),
    ],
)
def test_paths_are_said_as_sparql_has_them(path: str, said: str) -> None:
    prop = f"sh:property [ sh:path {path} ; sh:minCount 9 ]"
    shapes = f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; {prop} ."
    (finding,) = check("ex:a ex:p ex:b .", shapes).findings
    assert finding.path == said
