"""`cityweave check` and `cityweave format`: findings, exit codes, files left alone."""

from __future__ import annotations

import json
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
    assert (result.exit_code, result.output) == (0, "Everything conforms.\n")


def test_a_finding_names_thing_place_and_file(content_dir: Path, city: Path) -> None:
    result = run("check", city, "--content-dir", content_dir)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "violation: A city needs a country.",
        "  about  city:ccc-nl (Ccc)",
        "  path   cw:country",
        "  shape  cws:Municipality-country",
        f"  in     {city}",
        "",
        "1 violation(s)",
    ]


def test_findings_as_json(content_dir: Path, city: Path) -> None:
    result = run("check", city, "--content-dir", content_dir, "--format", "json")
    report = json.loads(result.output)
    assert report["counts"] == {"violation": 1, "warning": 0, "info": 0}
    assert not report["conforms"]
    (finding,) = report["findings"]
    (rule,) = report["rules"]
    assert finding["rule"] == 0
    assert rule["messages"]["en"] == "A city needs a country."
    assert rule["messages"]["nl"] == "Een stad heeft een land nodig."
    assert finding["focus_label"] == {"nl": "Ccc"}


def test_files_are_judged_with_the_graph_or_alone(content_dir: Path, tmp_path: Path) -> None:
    """The shipped data give `aaa-nl` its country; by itself the file lacks it."""
    path = tmp_path / "aaa.ttl"
    path.write_text(CITY.replace("ccc", "aaa"), encoding="utf-8")
    assert run("check", path, "--content-dir", content_dir).exit_code == 0
    assert run("check", path, "--content-dir", content_dir, "--alone").exit_code == 1


def test_findings_about_other_things_are_left_out(content_dir: Path, tmp_path: Path) -> None:
    broken = content_dir / "data" / "broken.trig"
    broken.write_text(CITY.replace("ccc", "ddd"), encoding="utf-8")
    good = tmp_path / "good.ttl"
    good.write_text("<http://e/a> <http://e/b> 1 .")
    assert run("check", good, "--content-dir", content_dir).exit_code == 0
    assert run("check", "--content-dir", content_dir).exit_code == 1


def test_severities_decide_the_exit_code(content_dir: Path, city: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "mild.ttl"
    text = (content_dir / "shapes" / "shapes.ttl").read_text("utf-8")
    shapes.write_text(text.replace("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Info"))
    arguments = ("check", city, "--content-dir", content_dir, "--shapes", shapes)
    mild = run(*arguments)
    assert (mild.exit_code, mild.output.splitlines()[0]) == (0, "info: A city needs a country.")
    assert run(*arguments, "--fail-on", "info").exit_code == 1


def test_every_file_that_cannot_be_read_is_named(content_dir: Path, tmp_path: Path) -> None:
    bad, table = tmp_path / "bad.ttl", tmp_path / "table.csv"
    bad.write_text("@prefix ex: <http://e/> .\nex:a ex:b .\n")
    table.write_text("a,b\n")
    result = run("check", bad, table, tmp_path / "none.ttl", "--content-dir", content_dir)
    assert result.exit_code == 3
    assert f"Error: {bad}, line 2, column" in result.output
    assert f"Error: {table}: The suffix “.csv” does not tell" in result.output
    assert "none.ttl: There is no such file." in result.output


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broken.rq", "SELECT * { ?s ?p }", "broken.rq"),
        ("cities-of-country.rq", "SELEC", "SELEC"),
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


def test_shapes_that_are_none_are_unreadable(content_dir: Path, city: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "bad.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<http://s> a sh:NodeShape ; "
        "sh:targetClass <https://w3id.org/cityweave/ontology#Municipality> ; "
        "sh:property [ sh:minCount 1 ] ."
    )
    result = run("check", city, "--shapes", shapes, "--content-dir", content_dir)
    assert result.exit_code == 3
    assert "shapes cannot be used" in result.output


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
