"""`cityweave check` and `cityweave format`: findings, exit codes, files left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cityweave.cli import main

CITY = """\
@prefix city: <https://w3id.org/cityweave/id/city/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

city:ccc-nl a cw:Municipality ; rdfs:label "Ccc"@nl .
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "ccc.ttl"
    path.write_text(CITY, encoding="utf-8")
    return path


def test_content_that_conforms(content_dir: Path) -> None:
    result = run("check", "--content-dir", content_dir)
    assert (result.exit_code, result.output) == (0, "Everything is in order: no rule is broken.\n")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broken.rq", "SELECT * { ?s ?p }", "broken.rq"),
        ("cities-of-country.rq", "SELEC", "SELEC"),
        ("cities-of-country.rq", "SELECT * { SERVICE <http://x/> { ?s ?p } }", "cities-of-country"),
    ],
)
def test_queries_of_the_content_are_parsed(
    content_dir: Path, name: str, text: str, said: str
) -> None:
    path = content_dir / "queries" / name
    head = "" if name == "broken.rq" else path.read_text("utf-8").split("PREFIX")[0]
    path.write_text(head.split("#+ parameters")[0] + text, encoding="utf-8")
    result = run("check", "--content-dir", content_dir)
    assert result.exit_code == 3
    assert said in result.output


def test_wrong_usage_is_two() -> None:
    assert run("check", "--fail-on", "never").exit_code == 2


def test_format_changes_once_and_checks(city: Path) -> None:
    before = city.read_bytes()
    checked = run("format", "--check", city)
    assert (checked.exit_code, checked.stdout) == (1, f"would change: {city}\n")
    assert city.read_bytes() == before
    changed = run("format", city)
    assert (changed.exit_code, changed.stdout) == (0, f"changed: {city}\n")
    assert city.read_text("utf-8").endswith('a cw:Municipality ;\n  rdfs:label "Ccc"@nl .\n')
    again = run("format", "--check", city)
    assert (again.exit_code, again.stdout) == (0, "")


def test_format_takes_the_whole_content(content_dir: Path) -> None:
    result = run("format", "--content-dir", content_dir)
    assert result.exit_code == 0
    assert result.stdout.count("changed: ") == 3
    assert run("check", "--content-dir", content_dir).exit_code == 0


def test_format_leaves_alone_what_it_cannot_format(tmp_path: Path, city: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("<http://a> <http://b> 1 . # lost\n")
    other = tmp_path / "x.nt"
    other.touch()
    result = run("format", bad, other, city)
    assert result.exit_code == 1
    assert bad.read_text() == "<http://a> <http://b> 1 . # lost\n"
    assert f"Error: {bad}, line 1: This comment" in result.stderr
    assert "N-Triples has no canonical form" in result.stderr
    assert "1 changed, 0 as they should be, 2 not formatted." in result.stderr
