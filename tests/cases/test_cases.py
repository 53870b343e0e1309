"""The corpus of faulty inputs: each is found out exactly, and where it is to be changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from cases import specimens
from cases.corpus import Case, Found, cases, found, ordered
from cases.writing import WRITERS
from cityweave import errors
from cityweave.cli import main
from cityweave.errors import CityweaveError
from cityweave.loading import load_content
from cityweave.store import EmbeddedStore
from cityweave.validation.exchange import from_json
from cityweave.validation.judging import judge
from cityweave.validation.profiles import profile
from cityweave.validation.report import Report
from cityweave.validation.rulebook import Rulebook
from cityweave.validation.submission import Submission, format_of

CASES = cases()
LEAST = 120
SHARE = 0.99
MAKERS = {"classes": specimens.classes, "values": specimens.values}
SPECIMENS = [
    pytest.param(topic, maker, right, form, id=f"{topic}-{maker}-{'in' * (not right)}valid-{form}")
    for topic in specimens.topics()
    for maker in MAKERS
    for right in (True, False)
    for form in WRITERS
    if MAKERS[maker](topic, right=right).statements
]


class Bench:
    """The shipped graph, which everything is judged in; what was judged is kept."""

    def __init__(self) -> None:
        self.store = EmbeddedStore()
        load_content(self.store)
        self._reports: dict[str, Report] = {}

    def of(self, case: Case) -> Report:
        """The report on a case."""
        if case.name not in self._reports:
            self._reports[case.name] = self.judged(case.data, case.file, case.profile, case.kind)
        return self._reports[case.name]

    def judged(self, data: bytes, file: str, by: str, kind: str | None = None) -> Report:
        """The report on bytes that have the name of a file."""
        one = Submission(data, file, format_of(file), kind=kind)
        return judge([one], _rules(by), self.store).report


@cache
def _rules(name: str) -> Rulebook:
    return Rulebook.of(profile(name))


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.store.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_has_exactly_these_findings(case: Case, bench: Bench) -> None:
    if case.error:
        with pytest.raises(CityweaveError) as caught:
            bench.of(case)
        _is_the_error(case, caught.value)
        return
    report = bench.of(case)
    seen = found(report.findings)
    assert ordered(seen) == list(case.findings)
    assert report.conforms == (not case.findings)
    assert len(seen) == len(report.findings), "a finding that is there twice"
    for one, fix in case.fixes.items():
        given = seen[one].fix
        if isinstance(fix, str):
            assert given is not None
            assert given.replacement == fix
        else:
            assert (given is not None) is fix
    if case.statements is not None:
        assert report.statements == case.statements


def _is_the_error(case: Case, error: CityweaveError) -> None:
    expected = case.error or {}
    assert isinstance(error, getattr(errors, expected["type"]))
    assert (error.line, error.column) == (expected.get("line"), expected.get("column"))
    assert error.source == case.file
    assert expected.get("says", "") in str(error)


@pytest.mark.parametrize(("topic", "maker", "right", "form"), SPECIMENS)
def test_every_shape_in_every_format(
    topic: str, maker: str, right: bool, form: str, bench: Bench
) -> None:
    specimen = MAKERS[maker](topic, right=right)
    text, places = WRITERS[form](specimen.statements)
    report = bench.judged(text.encode(), f"{topic}.{form}", "graph")
    expected = [_expected(one, getattr(places[one.statement], one.at)) for one in specimen.findings]
    assert ordered(found(report.findings)) == ordered(expected)
    assert len(report.findings) == len(expected)
    assert report.statements == len(set(specimen.statements))


def _expected(one: specimens.Finding, place: tuple[int, int]) -> Found:
    return Found(
        line=place[0],
        column=place[1],
        sheet=None,
        cell=None,
        rule=f"cws:{one.rule}",
        component=f"{one.component}ConstraintComponent",
        severity="violation",
        focus=str(one.focus),
        value=None if one.value is None else str(one.value),
    )


def test_findings_have_exact_places(bench: Bench) -> None:
    """What every peer lacks: of all findings on RDF and tables, how many have the place."""
    exact = total = 0
    for case in CASES:
        if case.error:
            continue
        wanted = {(one.rule, one.component, one.focus, one.value): one for one in case.findings}
        for one in found(bench.of(case).findings):
            expected = wanted.get((one.rule, one.component, one.focus, one.value))
            total += 1
            exact += one.line is not None and (one == expected or one in case.findings)
    assert total > 250
    assert exact / total >= SHARE


def test_there_are_many_cases_of_every_kind() -> None:
    assert len(CASES) >= LEAST
    suffixes = {Path(case.file).suffix for case in CASES}
    assert {".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld", ".csv", ".tsv", ".xlsx"} <= suffixes
    for suffix in suffixes:
        of_it = [case for case in CASES if case.file.endswith(suffix)]
        assert any(case.findings or case.error for case in of_it), suffix


def test_every_shape_is_broken_once() -> None:
    """Each shape that can find something does, in a case or in a specimen."""
    broken = {one.rule.removeprefix("cws:") for case in CASES for one in case.findings}
    for topic in specimens.topics():
        for maker in MAKERS.values():
            broken |= {one.rule for one in maker(topic, right=False).findings}
    assert {name for name in specimens.judging() if name not in broken} == set()


SAMPLE = (
    "content/many-faults.ttl",
    "content/name-without-language.ttl",
    "formats/twice.jsonld",
    "formats/wrong-class.rdf",
    "graphs/graph-of-others.nq",
    "tables/many-faults.csv",
    "workbooks/two-sheets.xlsx",
)


@pytest.mark.parametrize("name", SAMPLE)
def test_the_command_line_says_the_same(name: str, tmp_path: Path) -> None:
    case = next(one for one in CASES if one.name == name)
    path = tmp_path / case.file
    path.write_bytes(case.data)
    options = ["--format", "json", "--profile", case.profile, "--context", "shipped"]
    result = CliRunner().invoke(main, ["validate", str(path), *options])
    assert result.exit_code == 1, result.output
    report = from_json(json.loads(result.stdout))
    assert ordered(found(report.findings)) == list(case.findings)
    assert {one.place.source for one in report.findings if one.place} == {str(path)}
