"""A whole run over a small graph: nothing that one engine does changes what the next is given."""

from __future__ import annotations

from pathlib import Path

from bench.validation import results
from bench.validation.__main__ import main
from bench.validation.running import Options, run
from click.testing import CliRunner

from w3c.shapes import shapes_folder


def test_a_run_measures_everything_and_finds_nothing_wrong(tmp_path: Path) -> None:
    names = ("pyshacl", "cityweave")
    done = run(Options("10k", 10_000, names, patience=600, folder=tmp_path))
    assert [one.name for one in done.systems] == ["cityweave", "pyshacl"]
    for one in done.systems:
        assert one.unable == ""
        for name, judged in (("whole", one.whole), ("trial", one.trial)):
            assert judged.error == ""
            assert judged.found == done.expected[name] > 0
            assert (judged.missing, judged.extra, judged.other) == (0, 0, 0)
        parts = {"core", "sparql"} if shapes_folder() else set()
        assert set(one.suite) == parts
    own = done.systems[0]
    assert [test for score in own.suite.values() for test in score.failed] == []
    assert [one.error for one in done.requests if one.error] == []
    assert [one.findings for one in done.requests] == [one.expected for one in done.requests]
    assert [one.different for one in done.edits] == [0] * 4
    assert done.server is not None
    assert done.server.memory > 10**7
    assert not (tmp_path / "run-validation").exists()
    results.write(done, results.place("10k", tmp_path))
    assert results.kept(tmp_path) == [done]


def test_the_command_names_the_engines() -> None:
    said = CliRunner().invoke(main, ["--systems", "topbraid"])
    assert said.exit_code == 2
    assert "no such system: topbraid" in said.output
