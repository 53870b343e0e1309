"""Findings: what each constraint says in four languages, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode

from cityweave.parsing import Index, Place
from cityweave.parsing.fault import Fault
from cityweave.validation import Finding, StoreKnown, describe
from cityweave.validation.describing import of_fault
from cityweave.validation.names import sh
from cityweave.validation.paths import Inverse, Sequence
from cityweave.validation.placing import Placing
from cityweave.validation.results import Result
from cityweave.vocabulary import LANGUAGES
from validation.stated import Lines, described, quads

CONTEXT = """
ex:p rdfs:label "population"@en , "población"@es , "population"@fr , "inwoners"@nl .
ex:q rdfs:label "area"@en .
ex:City rdfs:label "city"@en , "ciudad"@es , "ville"@fr , "stad"@nl .
ex:lyon a ex:City ; rdfs:label "Lyon"@fr , "Lyon"@en .
"""
NODE = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {} ] ."


@dataclass(frozen=True)
class Case:
    """A constraint, data that breaks it, and what is said of it at which place."""

    constraint: str
    data: str
    component: str
    place: tuple[int, int]
    expected: str
    message: str


VALUE, SUBJECT, PREDICATE = (1, 11), (1, 1), (1, 6)
ONE = "ex:a ex:p {} ."


def wrong(value: str, expected: str) -> str:
    return f"The value “{value}” of “population” is not right; it must be {expected}."


CASES = [
    Case("sh:class ex:City", ONE.format("ex:b"), "Class", VALUE,
         "a thing of the kind “city”", wrong("http://e/b", "a thing of the kind “city”")),
    Case("sh:datatype xsd:integer", ONE.format('"many"'), "Datatype", VALUE,
         "a whole number", wrong("many", "a whole number")),
    Case("sh:datatype ex:money", ONE.format('"many"'), "Datatype", VALUE,
         "a value of the type “money”", wrong("many", "a value of the type “money”")),
    Case("sh:nodeKind sh:Literal", ONE.format("ex:b"), "NodeKind", VALUE,
         "a text, a number or a date", wrong("http://e/b", "a text, a number or a date")),
    Case("sh:minCount 1", "ex:a ex:q 1 .", "MinCount", SUBJECT,
         "at least one value", "“population” is missing."),
    Case("sh:minCount 3", ONE.format(1), "MinCount", SUBJECT,
         "at least 3 values", "“population” has too few values (needed: at least 3 values)."),
    Case("sh:maxCount 0", ONE.format(1), "MaxCount", PREDICATE,
         "no value", "“population” may not be used here."),
    Case("sh:maxCount 1", "ex:a ex:p 1 .\nex:a ex:p 2 .", "MaxCount", PREDICATE,
         "at most one value", "“population” has too many values (allowed: at most one value)."),
    Case("sh:minExclusive 5", ONE.format(5), "MinExclusive", VALUE,
         "a value greater than 5", wrong("5", "a value greater than 5")),
    Case("sh:minInclusive 5", ONE.format(4), "MinInclusive", VALUE,
         "a value of at least 5", wrong("4", "a value of at least 5")),
    Case("sh:maxExclusive 5", ONE.format(5), "MaxExclusive", VALUE,
         "a value smaller than 5", wrong("5", "a value smaller than 5")),
    Case("sh:maxInclusive 5", ONE.format(6), "MaxInclusive", VALUE,
         "a value of at most 5", wrong("6", "a value of at most 5")),
    Case("sh:minLength 1", ONE.format('""'), "MinLength", VALUE,
         "a text that is not empty", wrong("", "a text that is not empty")),
    Case("sh:minLength 3", ONE.format('"ab"'), "MinLength", VALUE,
         "a text of at least 3 characters", wrong("ab", "a text of at least 3 characters")),
    Case("sh:maxLength 3", ONE.format('"abcd"'), "MaxLength", VALUE,
         "a text of at most 3 characters", wrong("abcd", "a text of at most 3 characters")),
    Case('sh:pattern "^[0-9]$"', ONE.format('"ab"'), "Pattern", VALUE,
         "a text that fits the pattern ^[0-9]$",
         wrong("ab", "a text that fits the pattern ^[0-9]$")),
    Case('sh:languageIn ( "en" "nl" )', ONE.format('"ab"@de'), "LanguageIn", VALUE,
         "a text in one of these languages: en, nl",
         wrong("ab", "a text in one of these languages: en, nl")),
    Case("sh:uniqueLang true", 'ex:a ex:p "a"@en .\nex:a ex:p "b"@en .', "UniqueLang", PREDICATE,
         "one text per language", "“population” has more than one text in the same language."),
    Case("sh:disjoint ex:q", "ex:a ex:p 1 .\nex:a ex:q 1 .", "Disjoint", VALUE,
         "a value that “area” does not have", wrong("1", "a value that “area” does not have")),
    Case("sh:lessThan ex:q", "ex:a ex:p 2 .\nex:a ex:q 1 .", "LessThan", VALUE,
         "a value smaller than that of “area”", wrong("2", "a value smaller than that of “area”")),
    Case("sh:lessThanOrEquals ex:q", "ex:a ex:p 2 .\nex:a ex:q 1 .", "LessThanOrEquals", VALUE,
         "a value not greater than that of “area”",
         wrong("2", "a value not greater than that of “area”")),
    Case("sh:not [ sh:datatype xsd:integer ]", ONE.format(2), "Not", VALUE,
         "anything but a whole number", wrong("2", "anything but a whole number")),
    Case("sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class ex:City ] )", ONE.format("ex:b"), "And", VALUE,
         "a thing with an address of its own, not a text and a thing of the kind “city”",
         wrong("http://e/b", "a thing with an address of its own, not a text and "
               "a thing of the kind “city”")),
    Case("sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:boolean ] )", ONE.format('"x"'), "Or",
         VALUE, "a year, written as 2024, or true or false",
         wrong("x", "a year, written as 2024, or true or false")),
    Case("sh:xone ( [ sh:minInclusive 1 ] [ sh:maxInclusive 5 ] )", ONE.format(2), "Xone", VALUE,
         "exactly one of these: a value of at least 1, or a value of at most 5",
         wrong("2", "exactly one of these: a value of at least 1, or a value of at most 5")),
    Case("sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]", ONE.format("ex:b"), "Node",
         VALUE, "something with “area”: at least one value",
         wrong("http://e/b", "something with “area”: at least one value")),
    Case("sh:node ex:Named", ONE.format("ex:b"), "Node", VALUE,
         "something that follows the rule “Has an area”",
         wrong("http://e/b", "something that follows the rule “Has an area”")),
    Case("sh:qualifiedValueShape [ sh:class ex:City ] ; sh:qualifiedMinCount 2", ONE.format("ex:b"),
         "QualifiedMinCount", SUBJECT, "at least 2 × a thing of the kind “city”",
         "“population” has too few values (needed: at least 2 × a thing of the kind “city”)."),
    Case("sh:qualifiedValueShape [ sh:class ex:City ] ; sh:qualifiedMaxCount 0",
         ONE.format("ex:lyon"), "QualifiedMaxCount", PREDICATE,
         "at most 0 × a thing of the kind “city”",
         "“population” has too many values (allowed: at most 0 × a thing of the kind “city”)."),
    Case("sh:hasValue ex:lyon", ONE.format("ex:b"), "HasValue", SUBJECT,
         "“Lyon”", "“population” must have the value “Lyon”."),
    Case('sh:in ( ex:lyon "b" 3 )', ONE.format("4"), "In", VALUE,
         "one of these: Lyon, b, 3", wrong("4", "one of these: Lyon, b, 3")),
    Case("sh:in ( 1 2 3 4 5 6 7 8 9 10 )", ONE.format("11"), "In", VALUE,
         "one of these: 1, 2, 3, 4, 5, 6, 7, 8 and 2 more",
         wrong("11", "one of these: 1, 2, 3, 4, 5, 6, 7, 8 and 2 more")),
]  # fmt: skip
NAMED = (
    'ex:Named a sh:NodeShape ; sh:name "Has an area"@en ; '
    "sh:property [ sh:path ex:q ; sh:minCount 1 ] ."
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.constraint)
def test_each_constraint_says_what_it_expects_and_where(case: Case) -> None:
    (finding,) = described(case.data, NODE.format(case.constraint) + NAMED, CONTEXT)
    assert finding.component == case.component + "ConstraintComponent"
    assert finding.expected is not None
    assert finding.expected["en"] == case.expected
    assert finding.message() == case.message
    assert finding.place == Place(*case.place, "a.ttl")
    assert (finding.path, finding.path_words and finding.path_words["nl"]) == (
        "<http://e/p>", "inwoners")  # fmt: skip
    assert set(finding.messages) == set(finding.expected) == set(LANGUAGES)
    texts = {finding.message(language) for language in LANGUAGES}
    assert len(texts) == 4, "a sentence stands in two languages"


def test_equals_has_a_place_on_both_sides() -> None:
    data = "ex:a ex:p 1 .\nex:a ex:q 2 ."
    places = {one.value: one.place for one in described(data, NODE.format("sh:equals ex:q"))}
    assert [(one and one.line) for _, one in sorted(places.items(), key=str)] == [1, 2]


def test_what_a_closed_shape_does_not_know() -> None:
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true ; "
        "sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path ex:p ] ."
    )
    (finding,) = described("ex:a ex:pp 1 .", shapes, CONTEXT)
    assert finding.message() == "“pp” may not be used here."
    assert finding.expected is not None
    assert finding.expected["en"] == "one of these properties: population, type"
    assert finding.place == Place(1, 6, "a.ttl")
    twice = described("ex:a ex:pp 1 .\nex:a ex:pp 2 .", shapes)
    assert [one.place for one in twice] == [Place(1, 12, "a.ttl"), Place(2, 12, "a.ttl")]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("( ex:q ex:p )", "area → population"),
        ("[ sh:inversePath ex:p ]", "as “population” of"),
        ("[ sh:inversePath ( ex:q ex:p ) ]", "as “(area → population)” of"),
        ("[ sh:zeroOrMorePath ex:p ]", "population (any number of times, or not at all)"),
        ("[ sh:oneOrMorePath ex:p ]", "population (once or more)"),
        ("[ sh:zeroOrOnePath ex:p ]", "population (once or not at all)"),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", "population or area"),
        ("( ex:p [ sh:alternativePath ( ex:p ex:q ) ] )", "population → (population or area)"),
        ("ex:hasMainOffice", "has main office"),
    ],
)
def test_paths_are_said_in_words(path: str, said: str) -> None:
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path {path} ; sh:minCount 9 ] ."
    (finding,) = described("ex:a ex:q 1 .", shapes, CONTEXT)
    assert finding.path_words is not None
    assert finding.path_words["en"] == said
    assert set(finding.path_words) >= {"en"}


def test_a_property_without_label_has_the_name_of_its_shape() -> None:
    shapes = NODE.format('sh:minCount 1 ; sh:name "inhabitants"@en , "habitants"@fr')
    (finding,) = described("ex:a ex:q 1 .", shapes)
    assert finding.path_words == {"en": "inhabitants", "fr": "habitants"}
    assert finding.rule == finding.path_words
    assert finding.message("fr") == "« habitants » manque."


@pytest.mark.parametrize(
    ("path", "data", "place"),
    [
        ("( ex:q ex:p )", "ex:a ex:q ex:b .\nex:b ex:p 3 .", (2, 11)),
        ("[ sh:inversePath ex:p ]", "ex:a ex:q 1 .\nex:b ex:p ex:a .", (2, 11)),
        ("[ sh:alternativePath ( ex:q ex:p ) ]", "ex:a ex:r 1 .\nex:a ex:p 3 .", (2, 11)),
        ("[ sh:oneOrMorePath ex:p ]", "ex:a ex:p 3 .", (1, 11)),
        ("[ sh:zeroOrOnePath ex:p ]", "ex:a ex:p 3 .", (1, 11)),
        ("( ex:q [ sh:zeroOrMorePath ex:p ] )", "ex:a ex:q ex:a .\nex:a ex:p 3 .", (2, 11)),
    ],
)
def test_a_value_at_the_end_of_a_path_has_the_place_of_its_last_statement(
    path: str, data: str, place: tuple[int, int]
) -> None:
    shapes = (
        f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path {path} ; sh:in () ] ."
    )
    assert Place(*place, "a.ttl") in {one.place for one in described(data, shapes)}


def test_the_inverse_of_a_path_is_followed_from_its_end() -> None:
    lines = Lines("ex:b ex:p ex:c .\nex:c ex:q ex:a .\nex:x ex:p ex:c .")
    first, second, _ = lines.quads
    path = Inverse(Sequence((first.predicate, second.predicate)))
    result = Result(
        second.object, path, first.subject, NamedNode("http://e/S"),
        sh("ClassConstraintComponent"), sh("Violation"),
    )  # fmt: skip
    assert Placing(lines, lines.quads).place(result) == Place(1, 11, "a.ttl")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("( ex:q ex:p )", (2, 6)),
        ("[ sh:inversePath ex:p ]", (3, 11)),
        ("[ sh:alternativePath ( ex:x ex:q ) ]", (2, 6)),
        ("[ sh:oneOrMorePath ex:q ]", (2, 6)),
    ],
)
def test_too_many_values_have_the_place_where_the_path_begins(
    path: str, place: tuple[int, int]
) -> None:
    data = "ex:a ex:r 1 .\nex:a ex:q ex:b .\nex:c ex:p ex:a .\nex:b ex:p 1 ."
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path {path} ; sh:maxCount 0 ] ."
    (finding,) = described(data, shapes)
    assert finding.place == Place(*place, "a.ttl")


def test_numbers_are_found_however_they_are_written() -> None:
    """A store gives back 7 for what the input writes as 07."""
    lines = Lines('ex:a ex:p "07"^^xsd:integer .')
    result = Result(
        NamedNode("http://e/a"), NamedNode("http://e/p"),
        Literal("7", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        NamedNode("http://e/S"), sh("MaxInclusiveConstraintComponent"), sh("Violation"),
    )  # fmt: skip
    known = StoreKnown(ox.Store())
    (finding,) = describe([result], Index(()), known, lines, statements=lines.quads)
    assert finding.place == Place(1, 11, "a.ttl")


def test_values_are_said_as_the_input_writes_them() -> None:
    lines = Lines("ex:a ex:q 5 .\nex:a ex:p 5.0 .\nex:b ex:q 1.5e3 .")
    store = ox.Store()
    store.bulk_extend(ox.Quad(*one.triple) for one in lines.quads)
    decimal = next(store.quads_for_pattern(None, lines.quads[1].predicate, None, None)).object
    assert decimal != lines.quads[1].object, "the store keeps what is written"
    shape, component = NamedNode("http://e/S"), sh("MinInclusiveConstraintComponent")
    result = Result(
        lines.quads[1].subject, lines.quads[1].predicate, decimal, shape, component, sh("Warning")
    )
    (finding,) = describe([result], Index(()), StoreKnown(store), lines, statements=lines.quads)
    assert finding.value == '"5.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert finding.message() == "The value “5.0” of “p” is not right."
    assert finding.place == Place(2, 11, "a.ttl")
    alone = describe([result], Index(()), StoreKnown(store))
    assert alone[0].value == str(decimal)


def test_what_two_things_have_with_each_other_stands_where_the_input_says_it() -> None:
    select = 'sh:sparql [ sh:select "SELECT $this ?value { ?value <http://e/in> $this }" ]'
    shapes = f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; {select} ."
    (finding,) = described("ex:b ex:q 1 .\nex:b ex:in ex:a .\nex:a ex:q 1 .", shapes)
    assert finding.place == Place(2, 12, "a.ttl")


def test_what_is_found_of_the_graph_stands_where_its_newcomer_is_described() -> None:
    select = (
        'sh:sparql [ sh:select "SELECT $this ?value { $this <http://e/n> ?n . '
        '?value <http://e/n> ?n FILTER(?value != $this) }" ]'
    )
    shapes = f"ex:S a sh:NodeShape ; sh:targetNode ex:old ; {select} ."
    (finding,) = described('ex:new ex:n "A" .', shapes, 'ex:old ex:n "A" .')
    assert (finding.focus, finding.place) == ("<http://e/old>", Place(1, 1, "a.ttl"))


def test_what_is_only_spoken_of_has_the_place_where_that_is() -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:class ex:City ."
    (finding,) = described("ex:a ex:q 1 .\nex:a ex:p ex:b .", shapes)
    assert (finding.focus, finding.path) == ("<http://e/b>", None)
    assert finding.place == Place(2, 11, "a.ttl")
    assert finding.message().startswith("“http://e/b” is not right")


def test_what_the_input_does_not_state_has_no_place() -> None:
    (finding,) = described("ex:b ex:q 1 .", NODE.format("sh:maxCount 0"), "ex:a ex:p 1 .")
    assert finding.place is None


def test_messages_of_the_shape_come_first_and_sentences_fill_the_gaps() -> None:
    shapes = NODE.format(
        'sh:minCount 1 ; sh:message "How many?"@en , "Combien ?"@fr , "Wie viele?"@de'
    )
    (finding,) = described("ex:a ex:q 1 .", shapes, CONTEXT)
    assert finding.messages == {
        "en": "How many?",
        "es": "Falta «población».",
        "fr": "Combien ?",
        "nl": "“inwoners” ontbreekt.",
        "de": "Wie viele?",
    }


def sparql(message: str) -> str:
    return (
        f'ex:S a sh:NodeShape ; sh:name "No self"@en , "Niet zichzelf"@nl ; sh:targetNode ex:a ; '
        f"sh:sparql [ {message} "
        'sh:select "SELECT $this ?value { $this <http://e/in> ?value }" ] .'
    )


def test_messages_of_queries_are_filled_in_with_names() -> None:
    shapes = sparql('sh:message "{$this} is in {?value}."@en , "{$this} ligt in {?value}."@nl ;')
    (finding,) = described('ex:a rdfs:label "A"@en .\nex:a ex:in ex:lyon .', shapes, CONTEXT)
    assert finding.message("en") == "A is in Lyon."
    assert finding.message("nl") == "A ligt in Lyon."
    assert finding.message("es") == "Esto no cumple una regla: A is in Lyon."
    assert finding.place == Place(2, 12, "a.ttl")
    assert finding.expected is None


def test_queries_without_message_are_called_by_their_rule() -> None:
    (finding,) = described("ex:a ex:in ex:b .", sparql(""))
    assert finding.message("nl") == "Dit volgt de regel “Niet zichzelf” niet."
    assert finding.message("fr") == "Ceci ne respecte pas la règle « No self »."


def test_shapes_have_names_of_what_they_stand_in() -> None:
    shapes = (
        'ex:Outer a sh:NodeShape ; sh:name "Outer"@en ; sh:targetNode ex:a ; '
        "sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Info ] ; "
        "sh:property ex:own . ex:own sh:path ex:q ; sh:maxCount 0 ; sh:severity sh:Warning ."
    )
    warning, info = described("ex:a ex:q 1 .", shapes)
    assert (info.shape, info.is_nested, info.rule) == ("http://e/Outer", True, {"en": "Outer"})
    assert (warning.shape, warning.is_nested) == ("http://e/own", False)
    assert (warning.severity, info.severity) == ("warning", "info")


def test_labels_of_focus_and_value() -> None:
    (finding,) = described(
        'ex:a rdfs:label "Aa"@nl .\nex:a ex:p ex:lyon .',
        NODE.format("sh:datatype xsd:string"),
        CONTEXT,
    )
    assert finding.focus_label == {"nl": "Aa"}
    assert finding.value_label == {"en": "Lyon", "fr": "Lyon"}
    assert finding.value == "<http://e/lyon>"


def test_faults_of_the_input_are_findings_too() -> None:
    words = dict.fromkeys(LANGUAGES, "No such day.")
    fault = Fault("no-date", Place(3, 2, "a.csv", cell="B3"), words, 'the "5th"', words, "warning")
    finding = of_fault(fault)
    assert finding == Finding(
        severity="warning", focus="", messages=words, component="no-date", engine="input",
        value='"the \\"5th\\""', place=fault.place, fix=finding.fix,
    )  # fmt: skip
    assert finding.fix is not None
    assert finding.fix.words == words


def test_findings_come_in_the_order_of_the_input_the_gravest_first() -> None:
    data = "ex:z ex:p 1 .\nex:a ex:p 2 ."
    shapes = (
        "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxCount 0 ] ;"
        "sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:severity sh:Warning ] ."
    )
    findings = described(data, shapes)
    assert [(one.severity, one.place and one.place.line) for one in findings] == [
        ("violation", 1), ("violation", 2), ("warning", 1), ("warning", 2),
    ]  # fmt: skip


def test_shapes_of_the_project_are_named_in_the_reader_s_language() -> None:
    from cityweave.resources import files

    shapes = [one for path in files("shapes", ".ttl") for one in ox.parse(path=str(path))]
    ontology = [one for path in files("ontology", ".ttl") for one in ox.parse(path=str(path))]
    lines = Lines("cw:x rdf:type cw:Municipality .\ncw:x cw:country cw:y .")
    store = ox.Store()
    store.bulk_extend(ox.Quad(*one.triple) for one in [*ontology, *lines.quads])
    country = NamedNode("https://w3id.org/cityweave/shapes#country-value")
    result = Result(
        lines.quads[1].subject, lines.quads[1].predicate, lines.quads[1].object,
        country, sh("ClassConstraintComponent"), sh("Violation"),
    )  # fmt: skip
    (finding,) = describe([result], Index(shapes), StoreKnown(store), lines)
    assert finding.path_words == {"en": "country", "es": "país", "fr": "pays", "nl": "land"}
    assert finding.expected is not None
    assert finding.expected["nl"] == "een ding van het soort “land”"
    assert finding.rule == finding.path_words


def test_lists_without_end_are_no_reason_to_fail() -> None:
    shapes = quads("ex:S sh:in ex:l ; sh:path ex:p . ex:l rdf:first 1 ; rdf:rest ex:l .")
    result = Result(
        NamedNode("http://e/a"), NamedNode("http://e/p"), Literal("x"), NamedNode("http://e/S"),
        sh("InConstraintComponent"), sh("Violation"),
    )  # fmt: skip
    (finding,) = describe([result], Index(shapes), StoreKnown(ox.Store()))
    assert finding.expected is None
    assert finding.message() == "The value “x” of “p” is not right."
