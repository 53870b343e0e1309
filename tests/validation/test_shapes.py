"""Shapes that cannot be judged by are refused, with the shape and the way out."""

from __future__ import annotations

import pytest

from cityweave.errors import SyntaxErrorInData
from cityweave.validation import Shapes, run
from validation.generating import quads, stored

DEEP = "".join(f"ex:S{number} sh:node ex:S{number + 1} . " for number in range(60))
PATH = "[ sh:inversePath " * 30 + "ex:p" + " ]" * 30


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ("ex:S a sh:NodeShape ; sh:node ex:S .", "circle"),
        ("ex:S a sh:NodeShape ; sh:not ex:T . ex:T sh:property [ sh:path ex:p ; sh:node ex:S ] .",
         "circle"),
        (f"ex:S0 a sh:NodeShape . {DEEP}", "50 deep"),
        (f"ex:S sh:targetNode ex:a ; sh:path {PATH} .", "24 deep"),
        ("ex:S a sh:PropertyShape .", "no sh:path"),
        ("ex:S a sh:NodeShape ; sh:property [ sh:minCount 1 ] .", "no sh:path"),
        ("ex:S a sh:NodeShape ; sh:minCount 1 .", "sh:minCount"),
        ("ex:S a sh:NodeShape ; sh:path ex:p , ex:q .", "2 values"),
        ("ex:S a sh:NodeShape ; sh:path [ ex:x 1 ] .", "no path"),
        ('ex:S a sh:NodeShape ; sh:datatype "x" .', "not an IRI"),
        ("ex:S a sh:NodeShape ; sh:datatype xsd:date , xsd:time .", "more than once"),
        ('ex:S a sh:NodeShape ; sh:minLength "long" .', "whole number"),
        ("ex:S a sh:NodeShape ; sh:nodeKind ex:Kind .", "kinds of nodes"),
        ('ex:S a sh:NodeShape ; sh:pattern "(" .', "no regular expression"),
        ('ex:S a sh:NodeShape ; sh:pattern "(?=x)" .', "no regular expression"),
        ('ex:S a sh:NodeShape ; sh:targetClass "C" .', "not an IRI"),
        ('ex:S a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this { $this no:p 1 }" ] .',
         "cannot be read"),
        ('ex:S a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this { MINUS {} }" ] .', "MINUS"),
        ('ex:S a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this { SERVICE <u:x> {} }" ] .',
         "SERVICE"),
        ('ex:S a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this { {SELECT ?x {?x ?y 1}} }" ] .',
         "does not select"),
        ("ex:S a sh:NodeShape ; sh:sparql [ sh:message 'none' ] .", "0 queries"),
        (f"ex:S a sh:NodeShape ; sh:sparql [ sh:select 'SELECT $this {'{' * 200}{'}' * 200}' ] .",
         "deep"),
    ],
)  # fmt: skip
def test_shapes_that_are_none(shapes: str, said: str) -> None:
    with pytest.raises(SyntaxErrorInData, match=said) as caught:
        Shapes.of(quads(shapes))
    assert caught.value.hint


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:S a sh:NodeShape ; sh:rule [ a sh:SPARQLRule ; sh:construct 'CONSTRUCT {} {}' ] .",
        "ex:S a sh:NodeShape ; sh:jsLibrary [ sh:jsLibraryURL 'http://e/x.js' ] .",
        "ex:S a sh:NodeShape ; sh:deactivated true ; sh:and ( ) .",
    ],
)
def test_what_is_no_constraint_is_ignored(shapes: str) -> None:
    read = Shapes.of(quads(shapes))
    assert len(read) == 1
    assert not read.uncovered


def test_advanced_features_are_left_to_the_reference_engine() -> None:
    read = Shapes.of(
        quads("ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ] ; sh:class ex:C .")
    )
    assert {str(one) for one in read.uncovered} == {"<http://e/S>"}


def test_long_lists_are_no_danger() -> None:
    listed = " ".join(f'"{number}"' for number in range(20_000))
    read = Shapes.of(
        quads(
            "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; "
            f"sh:property [ sh:path ex:p ; sh:in ( {listed} ) ] ; sh:in ( {listed} ) ."
        )
    )
    results = run(stored([("ex:a", "ex:p", '"19999"'), ("ex:b", "ex:p", '"20000"')]), read)
    assert sorted(str(one.value) for one in results) == ['"20000"', "<http://e/a>", "<http://e/b>"]
