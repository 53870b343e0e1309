"""`cityweave load` and `cityweave dump`: in and out again, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cityweave.cli import main
from cityweave.formats import RDF_FORMATS, RdfFormat, rdf_by_name
from cityweave.formatting import same_graphs
from cityweave.parsing import read
from cityweave.vocabulary import UNNAMED_GRAPH

GRAPH = "https://example.org/graph/mine"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(
        '@prefix ex: <http://e/> . ex:a ex:p "x"@nl, 1 ; ex:q [ ex:r "2024"^^ex:year ] .',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("rdf_format", RDF_FORMATS, ids=lambda one: one.name)
def test_what_goes_in_comes_out(tmp_path: Path, file: Path, rdf_format: RdfFormat) -> None:
    store, out = tmp_path / "graph", tmp_path / f"out.{rdf_format.name}"
    loaded = run("load", file, "--data-dir", store, "--graph", GRAPH)
    assert loaded.exit_code == 0
    assert loaded.output == (
        "Read 1 file: 4 statements in 1 graph, 4 of them new.\n"
        "The store has 4 different triples now.\n"
    )
    dumped = run("dump", "--data-dir", store, "--graph", GRAPH, out)
    assert dumped.exit_code == 0
    assert rdf_format.title in dumped.stderr
    assert same_graphs(read(out).quads, read(file).quads)
    if rdf_format.holds_graphs:
        assert run("dump", "--data-dir", store, out).exit_code == 0
        again = tmp_path / "again"
        assert run("load", out, "--data-dir", again).exit_code == 0
        assert run("dump", "--list", "--data-dir", again).output.split() == ["4", GRAPH]


def test_the_shipped_graph_can_be_loaded_and_dumped(tmp_path: Path, content_dir: Path) -> None:
    store = tmp_path / "graph"
    first = run("load", "--shipped", "--content-dir", content_dir, "--data-dir", store)
    assert "20 statements in 5 graphs, 20 of them new" in first.output
    again = run("load", "--shipped", "--content-dir", content_dir, "--data-dir", store)
    assert "0 of them new" in again.output
    dumped = run("dump", "--data-dir", store)
    assert dumped.output.startswith("@prefix ")
    assert "unused" not in dumped.output
    assert "city:aaa-nl" in dumped.output


def test_without_a_graph_there_is_one_that_can_be_named(tmp_path: Path, file: Path) -> None:
    run("load", file, "--data-dir", tmp_path / "graph")
    listed = run("dump", "--list", "--data-dir", tmp_path / "graph")
    assert listed.output.split() == ["4", UNNAMED_GRAPH]


def test_a_bad_file_loads_nothing(tmp_path: Path, file: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("ex:a ex:b 1 .")
    store = tmp_path / "graph"
    run("load", file, "--data-dir", store)
    result = run("load", file, bad, "--data-dir", store, "--graph", GRAPH)
    assert result.exit_code == 1
    assert f"Error: {bad}, line 1, column 1: The prefix ex:" in result.output
    assert "@prefix ex: <…>" in result.output
    assert run("dump", "--list", "--data-dir", store).output.split() == ["4", UNNAMED_GRAPH]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["load", "--data-dir", "{tmp}/g"], 2, "Name the files to load"),
        (["load", "x.ttl"], 2, "--data-dir"),
        (["load", "{tmp}/none.ttl", "--data-dir", "{tmp}/g"], 1, "no such file"),
        (["load", "{tmp}/mine.ttl", "--data-dir", "{tmp}/g", "--graph", "a b"], 1, "absolute IRI"),
        (["load", "{tmp}/mine.ttl", "--data-dir", "{tmp}/g", "--format", "nt"], 1, "line 1"),
        (["load", "{tmp}/mine.ttl", "--data-dir", "{tmp}/mine.ttl"], 2, "is a file"),
        (["dump", "{tmp}/x.csv"], 1, "does not tell a format"),
        (["dump", "{tmp}/x.ttl"], 1, "cannot hold named graphs"),
        (["dump", "--graph", "http://none"], 1, "There is no graph <http://none>"),
        (["dump", "{tmp}/none/x.trig"], 1, "cannot be written"),
        (["dump", "--data-dir", "{tmp}/none"], 2, "does not exist"),
    ],
)
def test_what_cannot_be_done(
    tmp_path: Path, content_dir: Path, file: Path, arguments: list[str], code: int, said: str
) -> None:
    assert file.exists()
    words = [word.format(tmp=tmp_path) for word in arguments]
    if words[0] == "dump" and "--data-dir" not in words:
        words += ["--content-dir", str(content_dir)]
    result = run(*words)
    assert result.exit_code == code
    assert said in " ".join(result.output.split())


def test_large_files_are_announced(tmp_path: Path) -> None:
    path = tmp_path / "large.nt"
    line = '<http://e/{0}> <http://e/p> "{1}" .\n'
    path.write_text("".join(line.format(number, "x" * 5000) for number in range(1200)))
    result = run("load", path, "--data-dir", tmp_path / "graph")
    assert "reading 1/1: large.nt (6 MB)" in result.stderr
    assert rdf_by_name("nt").title == "N-Triples"


def test_a_graph_is_taken_over_to_another_base(
    content_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, dump = "http://localhost:8000/", str(tmp_path / "all.nq")
    old, new = str(tmp_path / "old"), str(tmp_path / "new")
    content = ["--content-dir", str(content_dir)]
    assert (
        CliRunner().invoke(main, ["load", "--shipped", "--data-dir", old, *content]).exit_code == 0
    )
    assert CliRunner().invoke(main, ["dump", "--data-dir", old, dump]).exit_code == 0
    monkeypatch.setenv("CITYWEAVE_BASE", own)
    refused = CliRunner().invoke(main, ["dump", "--data-dir", old, "--list"])
    assert refused.exit_code != 0
    assert "CITYWEAVE_BASE=https://w3id.org/cityweave/" in refused.output
    loaded = CliRunner().invoke(main, ["load", "--rename", "--data-dir", new, dump])
    assert loaded.exit_code == 0, loaded.output
    listed = CliRunner().invoke(main, ["dump", "--data-dir", new, "--list"]).output
    assert own + "graph/editorial" in listed
    assert "https://w3id.org/cityweave/graph/ontology" in listed
    assert "https://w3id.org/cityweave/graph/editorial" not in listed
