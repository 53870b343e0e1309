"""The contribution that is measured: its faults are known, and a running server finds just them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from bench.generator import Data, generate
from bench.validation import contribution, shapes
from bench.validation.edits import edits
from bench.validation.endpoint import CSV, N_TRIPLES, TABLE, TURTLE, XLSX, Kind, Server, asked

from bench import rows


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """A small graph to judge, with one fault of each kind."""
    return generate(tmp_path_factory.mktemp("bench") / "judged", 10_000, judged=True)


def test_rows_are_the_same_as_statements_and_as_a_table(judged: Data) -> None:
    found = contribution.rows(judged)
    assert len(found) == contribution.ROWS
    assert contribution.expected() == 15
    store = ox.Store()
    store.load(contribution.as_turtle(found), format=ox.RdfFormat.TURTLE)
    head, *table = csv.reader(io.StringIO(contribution.as_csv(found).decode()))
    assert len(table) == len({quad.subject for quad in store}) == contribution.ROWS
    assert head[0] == "id"
    sheet = openpyxl.load_workbook(io.BytesIO(contribution.as_xlsx(found))).worksheets[0]
    rows_of_sheet = [["" if one is None else one for one in row] for row in sheet.values]
    assert rows_of_sheet == [head, *table]
    assert len(store) == 5 * contribution.ROWS - sum(not row[2] for row in table)


def test_rows_name_cities_that_nothing_else_is_called_by(judged: Data) -> None:
    merge = judged.merge.read_text(encoding="utf-8")
    known = {row.place for row in contribution.rows(judged) if row.city in merge}
    assert len(known) > 20
    assert [name for name in known if merge.count(f'#label> "{name}"@en') != 1] == []


def test_a_server_finds_the_faults_and_no_others(judged: Data, tmp_path: Path) -> None:
    found = contribution.rows(judged, 100)
    right = contribution.expected(100)
    with Server(tmp_path / "full", judged.folder / "data" / "graph.trig") as client:
        for body, media_type, parameters in (
            (contribution.as_turtle(found), TURTLE, {}),
            (contribution.as_csv(found), CSV, TABLE),
            (contribution.as_xlsx(found), XLSX, TABLE),
        ):
            answer = asked(client, Kind("some rows", body, media_type, right, parameters, 2))
            assert answer.error == ""
            assert (answer.findings, answer.expected) == (right, 3)
            assert answer.median in answer.seconds
        unknown = Kind("no such profile", b"", TURTLE, 0, {"profile": "none"}, 1)
        assert asked(client, unknown).error.startswith("4")


def test_a_graph_that_is_sent_in_gets_the_results_that_it_must(
    judged: Data, tmp_path: Path
) -> None:
    expected = rows.read(judged.expected)
    body = judged.merge.read_bytes()
    with Server(tmp_path / "empty", None) as client:
        kind = Kind("all", body, N_TRIPLES, len(expected), {"profile": "graph"}, 1)
        assert asked(client, kind).findings == len(expected)


def test_edits_are_judged_alike_both_ways(judged: Data, tmp_path: Path) -> None:
    path = shapes.write(shapes.whole(), tmp_path / "shapes.ttl")
    found = edits(judged, path)
    assert len(found) == 4
    assert [one.name for one in found if one.different] == []
    assert all(len(one.partial) == len(one.whole) == one.count for one in found)
