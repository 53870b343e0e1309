"""The W3C's SHACL tests, where they are at hand, with every engine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from bench.rows import path_text, sh
from bench.validation.results import Score
from bench.validation.work import Job, Worker
from cityweave.parsing import Index

TESTS = Path(__file__).resolve().parents[2] / "tests"
sys.path.insert(0, str(TESTS))


from w3c.comparison import triples  # noqa: E402
from w3c.shapes import BASE, COMPARED, Case, cases, quads  # noqa: E402

PARTS = ("core", "sparql")
PATIENCE = 60
"""Seconds for one test."""


def scores(worker: Worker, folder: Path) -> dict[str, Score]:
    """How many tests of each part pass; none where the tests are not at hand."""
    found: dict[str, Score] = {}
    folder.mkdir(exist_ok=True)
    for part in PARTS:
        every = cases(part)
        if every:
            failed = [case.id for case in every if not passes(worker, case, folder)]
            found[part] = Score(len(every) - len(failed), len(every), failed)
    return found


def passes(worker: Worker, case: Case, folder: Path) -> bool:
    """Whether an engine reports what the test wants, or fails where it wants that."""
    job = Job(
        _written(case.data, folder / "data.ttl"),
        _written(case.shapes, folder / "shapes.ttl"),
    )
    answer = worker.ask(job, PATIENCE)
    if case.report is None or answer.error:
        return case.report is None and bool(answer.error)
    return triples(_compared(answer.report)) == case.report


def _written(path: Path, place: Path) -> Path:
    """A file of the suite with whole IRIs and its prefixes, by which some engines read queries."""
    parser = ox.parse(path=path, base_iri=BASE)
    list(parser)  # its prefixes are known at the end
    found = (quad.triple for quad in quads(path))
    ox.serialize(found, place, format=ox.RdfFormat.TURTLE, prefixes=parser.prefixes)
    return place


def _compared(report: bytes) -> Iterator[ox.Triple]:
    """Of each result what the suite compares, the path in SPARQL."""
    index = Index(ox.parse(report, format=ox.RdfFormat.N_TRIPLES))
    for _, result in index.pairs(sh("result")):
        node = ox.BlankNode()
        for name in COMPARED:
            for value in index.objects(result, sh(name)):
                yield ox.Triple(node, sh(name), value)
        for path in index.objects(result, sh("resultPath")):
            yield ox.Triple(node, sh("resultPath"), ox.Literal(path_text(index, path)))
