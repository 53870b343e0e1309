"""The engines in their processes: what each finds in a small graph, and how they fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.generator import Data, generate
from bench.validation import shapes
from bench.validation.engines import ENGINES
from bench.validation.engines.cityweave import Cityweave
from bench.validation.results import Judged
from bench.validation.running import compared
from bench.validation.work import Job, Worker

from bench import rows

PATIENCE = 300
DATA = """\
<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:City> .
<urn:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:City> .
<urn:b> <urn:name> "b" .
"""
SHAPES = """\
PREFIX sh: <http://www.w3.org/ns/shacl#>
<urn:CityShape> a sh:NodeShape ; sh:targetClass <urn:City> ; sh:property <urn:CityShape-name> ;
  sh:sparql [ sh:select "SELECT $this ?value WHERE { $this <urn:name> ?value }" ] .
<urn:CityShape-name> a sh:PropertyShape ; sh:path <urn:name> ; sh:minCount 1 .
"""


@pytest.fixture
def job(tmp_path: Path) -> Job:
    data, rules = tmp_path / "data.nt", tmp_path / "shapes.ttl"
    data.write_text(DATA)
    rules.write_text(SHAPES)
    return Job(data, rules)


@pytest.mark.parametrize("name", ENGINES)
def test_each_engine_finds_what_is_wrong(name: str, job: Job, tmp_path: Path) -> None:
    missing = ENGINES[name].missing()
    if missing:
        pytest.skip(missing)
    assert ENGINES[name].version()
    with Worker(ENGINES[name], tmp_path) as worker:
        answer = worker.ask(job, PATIENCE)
    assert answer.error == ""
    found = {(row.focus, row.path, row.value) for row in rows.of_report(answer.report)}
    assert found == {("<urn:a>", "<urn:name>", ""), ("<urn:b>", "", '"b"')}
    assert answer.memory >= answer.empty > 10**7
    assert len(answer.judged) == 1


@pytest.mark.parametrize("name", ["cityweave", "pyshacl-turbo"])
def test_all_planted_faults_are_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    missing = ENGINES[name].missing()
    if missing:
        pytest.skip(missing)
    data: Data = generate(tmp_path / "graph", 10_000, judged=True)
    expected = rows.read(data.expected)
    whole = shapes.whole()
    with Worker(ENGINES[name], tmp_path) as worker:
        for chosen, right in (
            (whole, expected),
            (shapes.trial(whole), shapes.of_trial(expected, shapes.trial(whole))),
        ):
            path = shapes.write(chosen, tmp_path / "shapes.ttl")
            judged = compared(worker.ask(Job(data.merge, path, 2, 1), PATIENCE), right)
            assert judged.error == ""
            assert (judged.missing, judged.extra, judged.other) == (0, 0, 0)
            assert judged.found == len(right) > 0
            assert judged.seconds in judged.judged


def test_an_engine_that_fails_says_why_and_goes_on(job: Job, tmp_path: Path) -> None:
    broken = tmp_path / "broken.nt"
    broken.write_text("nonsense")
    with Worker(ENGINES["cityweave"], tmp_path) as worker:
        assert "SyntaxError" in worker.ask(Job(broken, job.shapes), PATIENCE).error
        assert worker.ask(job, PATIENCE).error == ""


def test_an_engine_that_takes_too_long_is_ended_and_starts_again(job: Job, tmp_path: Path) -> None:
    with Worker(ENGINES["cityweave"], tmp_path) as worker:
        answer = worker.ask(job, 0)
        assert answer.error == "not finished within 0 s"
        assert compared(answer, []) == Judged(error=answer.error, patience=0)
        assert worker.ask(job, PATIENCE).error == ""


def test_an_engine_that_dies_is_told(job: Job, tmp_path: Path) -> None:
    class Dying(Cityweave):
        @classmethod
        def command(cls) -> list[str | Path]:
            return ["false"]

    with Worker(Dying, tmp_path) as worker:
        assert "died (" in worker.ask(job, PATIENCE).error
