"""Suggestions: what can only be meant, and nothing where there are two readings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from cityweave.parsing import Index
from cityweave.validation import StoreKnown, describe
from cityweave.validation.lexical import XSD, is_well_formed
from cityweave.validation.names import sh
from cityweave.validation.results import Result
from cityweave.validation.rewriting import rewritten
from cityweave.vocabulary import LANGUAGES
from validation.stated import described

CONTEXT = """
ex:City rdfs:subClassOf ex:Place .
ex:lyon a ex:City ; rdfs:label "Lyon"@fr ; skos:altLabel "Lugdunum"@la .
ex:heerlen-nl a ex:City ; rdfs:label "Heerlen"@nl .
ex:LyonAirport a ex:Airport ; rdfs:label "Lyons"@en .
"""
NODE = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {} ] ."


@pytest.mark.parametrize(
    ("constraint", "value", "replacement", "words"),
    [
        ("sh:datatype xsd:integer", '"12"', f'"12"^^<{XSD}integer>',
         'Write “12” as a whole number: "12"^^xsd:integer'),
        ("sh:datatype xsd:integer", '"1,234,567"', f'"1234567"^^<{XSD}integer>',
         "Write “1234567”."),
        ("sh:datatype xsd:date", '"31/12/2020"', f'"2020-12-31"^^<{XSD}date>',
         "Write “2020-12-31”."),
        ("sh:datatype xsd:date", '"31/12/2020"^^xsd:date', f'"2020-12-31"^^<{XSD}date>',
         "Write “2020-12-31”."),
        ("sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:date ] )", '"2020"',
         f'"2020"^^<{XSD}gYear>', 'Write “2020” as a year, written as 2024: "2020"^^xsd:gYear'),
        ("sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:decimal ] )", '"1 200"',
         f'"1200"^^<{XSD}integer>', "Write “1200”."),
        ("sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:decimal ] )", '"12.5"',
         f'"12.5"^^<{XSD}decimal>', 'Write “12.5” as a number, such as 12.5: "12.5"^^xsd:decimal'),
        ("sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:date ] )", "2020",
         f'"2020"^^<{XSD}gYear>', 'Write “2020” as a year, written as 2024: "2020"^^xsd:gYear'),
        ("sh:datatype xsd:string", '"text"@nl', '"text"', 'Leave out the language: "text"'),
        ("sh:datatype xsd:string", "5", '"5"', 'Write “5” as a text without a language: "5"'),
        ("sh:datatype rdf:langString", '"text"', None,
         'Add the language of the text, for example "text"@en'),
        ('sh:languageIn ( "nl" )', '"tekst"', '"tekst"@nl',
         'Add the language of the text, for example "tekst"@nl'),
        ('sh:languageIn ( "fr" "nl" )', '"tekst"', None,
         'Add the language of the text, for example "tekst"@fr'),
        ("sh:class ex:City", "ex:lyonn", "<http://e/lyon>", "Did you mean “Lyon”?"),
        ("sh:class ex:Place", "ex:heerlen", "<http://e/heerlen-nl>", "Did you mean “Heerlen”?"),
        ("sh:class ex:City", '"LYON"', "<http://e/lyon>", "Did you mean “Lyon”?"),
        ("sh:nodeKind sh:IRI", '"Lugdunum"', "<http://e/lyon>", "Did you mean “Lyon”?"),
        ("sh:class ex:City", '"http://e/lyon"', "<http://e/lyon>", "Write “<http://e/lyon>”."),
        ("sh:class ex:City", '"http://e/lyonn"', "<http://e/lyon>", "Did you mean “Lyon”?"),
        ("sh:nodeKind sh:IRI", '"https://a.example/1"', "<https://a.example/1>",
         "Write “<https://a.example/1>”."),
        ("sh:datatype xsd:anyURI", "<https://a.example/>", f'"https://a.example/"^^<{XSD}anyURI>',
         'Write “https://a.example/” as a web address: "https://a.example/"^^xsd:anyURI'),
        ("sh:datatype xsd:anyURI", '"www.a.example/b"',
         f'"https://www.a.example/b"^^<{XSD}anyURI>', "Write “https://www.a.example/b”."),
        ("sh:class ex:Airport", '"Lyon"', "<http://e/LyonAirport>", "Did you mean “Lyons”?"),
        ("sh:in ( ex:lyon ex:heerlen-nl )", "ex:heerlen-n", "<http://e/heerlen-nl>",
         "Did you mean “Heerlen”?"),
        ('sh:in ( "planned" "finished" )', '"Finishd"', '"finished"', "Did you mean “finished”?"),
        ('sh:pattern "^[A-Z]{2}$"', '" nl"', '"NL"', "Write “NL”."),
    ],
)  # fmt: skip
def test_what_can_only_be_meant_is_said(
    constraint: str, value: str, replacement: str | None, words: str
) -> None:
    (finding,) = described(f"ex:a ex:p {value} .", NODE.format(constraint), CONTEXT)
    assert finding.fix is not None
    assert finding.fix.words["en"] == words
    assert finding.fix.replacement == replacement
    assert set(finding.fix.words) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("constraint", "value"),
    [
        ("sh:datatype xsd:date", '"03/04/2020"'),
        ("sh:datatype xsd:date", '"31/02/2020"'),
        ("sh:datatype xsd:decimal", '"1,200"'),
        ("sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:decimal ] )", '"1,200"'),
        ("sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:date ] )", "45413"),
        ("sh:datatype xsd:gYear", '"45413"'),
        ("sh:datatype xsd:anyURI", "5"),
        ("sh:datatype xsd:anyURI", '"our page"'),
        ("sh:datatype xsd:integer", '"twelve"'),
        ("sh:datatype ex:money", '"12"'),
        ("sh:class ex:City", "ex:nowhere"),
        ("sh:class ex:City", '"http://e/nowhere"'),
        ("sh:nodeKind sh:IRI", '"https://a example/"'),
        ("sh:class ex:City", "ex:LyonAirport"),
        ('sh:in ( "planned" )', '"cancelled"'),
        ('sh:pattern "^[A-Z]{2}$"', '"nld"'),
        ("sh:minLength 9", '"short"'),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_guessed(constraint: str, value: str) -> None:
    (finding,) = described(f"ex:a ex:p {value} .", NODE.format(constraint), CONTEXT)
    assert finding.fix is None


def test_patterns_of_strangers_end() -> None:
    """Python's own engine goes back and forth over this pattern for years."""
    shape = BlankNode("s")
    index = Index([Quad(shape, sh("pattern"), Literal("^(a+)+$"))])
    for text, meant in (("a" * 60 + "!", None), ("A" * 60, '"' + "a" * 60 + '"')):
        result = Result(
            NamedNode("http://e/a"), None, Literal(text), shape,
            sh("PatternConstraintComponent"), sh("Violation"),
        )  # fmt: skip
        (finding,) = describe([result], index, StoreKnown(Store()))
        assert (finding.fix and finding.fix.replacement) == meant


def test_a_misspelt_property_of_a_closed_shape() -> None:
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true ; "
        "sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path ex:leadPartner ] ."
    )
    (finding,) = described(
        "ex:a ex:LeadPartnr ex:b .", shapes, "ex:leadPartner rdfs:label 'lead'@en ."
    )
    assert finding.fix is not None
    assert finding.fix.replacement == "<http://e/leadPartner>"
    assert finding.fix.words["en"] == "Did you mean “lead”?"
    (other,) = described("ex:a ex:colour ex:b .", shapes)
    assert other.fix is None


@pytest.mark.parametrize(
    ("text", "datatype", "meant"),
    [
        ("31/12/2020", "date", "2020-12-31"),
        ("12/31/2020", "date", "2020-12-31"),
        ("05.05.2020", "date", "2020-05-05"),
        ("3-4-2020", "date", None),
        ("2020/1/5", "date", "2020-01-05"),
        ("29 février 2020", "date", "2020-02-29"),
        ("29 February 2021", "date", None),
        ("1er août 2021", "date", "2021-08-01"),
        ("3 de mayo de 2021", "date", "2021-05-03"),
        ("31/12/20", "date", None),
        ("44197", "date", None),
        ("5/2020", "gYearMonth", "2020-05"),
        ("mei 2020", "gYearMonth", "2020-05"),
        ("13/2020", "gYearMonth", None),
        ("1 200", "integer", "1200"),
        ("1\u202f200\u202f300", "integer", "1200300"),
        ("1.200", "integer", "1200"),
        ("12.0", "integer", "12"),
        ("12.5", "integer", None),
        ("-3", "nonNegativeInteger", None),
        ("12,5", "decimal", "12.5"),
        ("1.234,5", "decimal", "1234.5"),
        ("1,234.5", "decimal", "1234.5"),
        ("1.234.567", "decimal", "1234567"),
        ("1,234", "decimal", None),
        ("0,123", "decimal", "0.123"),
        ("1'234.5", "decimal", "1234.5"),
        ("1,2,3", "decimal", None),
        ("Sí", "boolean", "true"),
        ("nee", "boolean", "false"),
        ("perhaps", "boolean", None),
        ("9" * 200, "integer", None),
    ],
)
def test_texts_as_values(text: str, datatype: str, meant: str | None) -> None:
    assert rewritten(text, NamedNode(XSD + datatype)) == meant


@settings(deadline=None)
@given(st.text(), st.sampled_from("date gYearMonth boolean integer decimal".split()))
def test_what_is_suggested_is_always_well_formed(text: str, datatype: str) -> None:
    meant = rewritten(text, NamedNode(XSD + datatype))
    assert meant is None or is_well_formed(meant, NamedNode(XSD + datatype))


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(",. \u00a0'"))
def test_grouped_numbers_keep_their_value(number: int, mark: str) -> None:
    text = f"{number:,}".replace(",", mark)
    assert rewritten(text, NamedNode(XSD + "integer")) == str(number)


@settings(deadline=None)
@given(st.dates())
def test_days_keep_their_day_or_are_not_read(day: date) -> None:
    meant = rewritten(day.strftime("%d/%m/") + f"{day.year:04}", NamedNode(XSD + "date"))
    if day.day > 12 or day.day == day.month:
        assert meant == day.isoformat()
    else:
        assert meant is None
