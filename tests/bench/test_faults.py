"""The planted faults, and how results are compared with what is right."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from bench.faults import faults
from bench.generator import SPACING, Data, generate
from bench.rows import Agreement, Row, compare, of_report
from bench.validation import shapes

from bench import rows
from cityweave.vocabulary import PREFIXES

SH = PREFIXES["sh"]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """A small graph to judge, with one fault of each kind."""
    return generate(tmp_path_factory.mktemp("bench") / "judged", 10_000, judged=True)


def test_each_fault_is_told_by_a_shape_that_exists() -> None:
    known = {str(quad.subject) for quad in shapes.whole()}
    found = [row for fault in faults() for row in fault.rows(0)]
    assert len(found) > len(faults()) > 30
    assert [row.shape for row in found if row.shape not in known] == []


def test_each_kind_of_constraint_of_the_profile_has_a_fault() -> None:
    found = [row for fault in faults() for row in fault.rows(0)]
    known = {row.component.rpartition("#")[2].rstrip(">") for row in found}
    assert {
        f"{name}ConstraintComponent"
        for name in (
            "MinCount MaxCount Datatype Class NodeKind MinLength UniqueLang Or Closed SPARQL "
            "LessThanOrEquals MinInclusive"
        ).split()
    } <= known


def test_numbers_make_faults_of_their_own() -> None:
    for fault in faults():
        assert not set(fault.facts(1)) & set(fault.facts(2)), fault.name
        assert not set(fault.rows(1)) & set(fault.rows(2)), fault.name


def test_a_graph_to_judge_says_more_and_keeps_what_must_be_found(
    judged: Data, tmp_path: Path
) -> None:
    expected = rows.read(judged.expected)
    assert expected == [row for fault in faults() for row in fault.rows(0)]
    merge = judged.merge.read_text(encoding="utf-8").splitlines()
    assert len(merge) == len(set(merge)) == judged.triples
    plain = generate(tmp_path / "plain", 10_000)
    assert not plain.expected.exists()
    assert "/fault-" not in plain.merge.read_text(encoding="utf-8")


def test_larger_graphs_have_more_faults(tmp_path: Path) -> None:
    twice = generate(tmp_path / "twice", 2 * SPACING, judged=True)
    expected = rows.read(twice.expected)
    assert len(expected) == len(set(expected)) == 2 * sum(len(one.finds) for one in faults())


def row(focus: str, value: str = "", component: str = "MinCount") -> Row:
    return Row(focus, "<urn:p>", value, "<urn:shape>", component, f"<{SH}Violation>")


def test_results_are_compared_as_often_as_they_come() -> None:
    one, two = row("<urn:a>", '"x"'), row("<urn:b>")
    assert compare([one, two], [two, one]) == Agreement(2, 0, 0, 0)
    assert compare([one, two], [two, one]).is_whole
    assert compare([one, one], [one, two]) == Agreement(1, 1, 1, 0)
    assert compare([row("<urn:a>", '"y"')], [one]) == Agreement(0, 0, 0, 1)
    assert compare([], [one]) == Agreement(0, 1, 0, 0)


def test_a_report_is_read_with_its_paths_and_without_details() -> None:
    report = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    [] a sh:ValidationReport ; sh:result [
      a sh:ValidationResult ; sh:focusNode <urn:a> ; sh:resultSeverity sh:Warning ;
      sh:resultPath ( <urn:p> [ sh:inversePath <urn:q> ] ) ; sh:sourceShape [] ;
      sh:sourceConstraintComponent sh:OrConstraintComponent ; sh:value 1 ;
      sh:detail [ a sh:ValidationResult ; sh:focusNode <urn:b> ]
    ] .
    """
    triples = (quad.triple for quad in ox.parse(report, format=ox.RdfFormat.TURTLE))
    found = of_report(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    assert found == [
        Row(
            "<urn:a>",
            "<urn:p>/(^<urn:q>)",
            '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
            "_:",
            f"<{SH}OrConstraintComponent>",
            f"<{SH}Warning>",
        )
    ]


def test_rows_are_kept(tmp_path: Path) -> None:
    rows.write([row("<urn:a>")], tmp_path / "rows.json")
    assert rows.read(tmp_path / "rows.json") == [row("<urn:a>")]


def test_the_trial_is_part_of_the_whole() -> None:
    whole = shapes.whole()
    few = shapes.trial(whole)
    assert set(few) < set(whole)
    named = {quad.subject.value for quad in few if isinstance(quad.subject, ox.NamedNode)}
    assert {name.rpartition("#")[2] for name in named} >= set(shapes.TRIAL)
    assert shapes.count(whole) > 250
