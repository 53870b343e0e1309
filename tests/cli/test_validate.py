"""`cityweave validate` and `cityweave template`: findings with places, formats, exit codes."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cityweave.cli import main
from cityweave.validation.rendering import STYLES
from federation.remotes import JSON, Answer, Request, Script, always, remote

CITY = """\
@prefix city: <https://w3id.org/cityweave/id/city/> .
@prefix country: <https://w3id.org/cityweave/id/country/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

city:ccc-nl a cw:Municipality ; rdfs:label "Ccc"@nl .
"""
COUNTRY = "@prefix country: <https://w3id.org/cityweave/id/country/> .\n"


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], input=stdin)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "ccc.ttl"
    path.write_text(CITY, encoding="utf-8")
    return path


def test_a_finding_names_thing_and_place(content_dir: Path, city: Path) -> None:
    result = run("validate", city, "--content-dir", content_dir)
    assert result.exit_code == 1
    assert result.output.splitlines()[:2] == [
        f"{city}:6:1: error: A city needs a country.",
        "  Thing       Ccc (city:ccc-nl)",
    ]


@pytest.mark.parametrize("style", STYLES)
def test_every_format_can_be_written(
    content_dir: Path, city: Path, tmp_path: Path, style: str
) -> None:
    arguments = ("validate", city, "--content-dir", content_dir, "--format", style)
    shown = run(*arguments, "--language", "nl")
    assert shown.exit_code == 1
    assert "Een stad heeft een land nodig." in shown.output
    output = tmp_path / "report"
    assert run(*arguments, "--language", "nl", "--output", output).output == ""
    if style not in ("json", "ttl"):  # which say how long it took, or name nodes anew
        assert output.read_text("utf-8") == shown.output


def test_standard_input_is_a_file_too(content_dir: Path) -> None:
    arguments = ("validate", "-", "--content-dir", content_dir)
    result = run(*arguments, "--input-format", "ttl", stdin=CITY)
    assert (result.exit_code, result.output.splitlines()[0]) == (
        1,
        "<stdin>:6:1: error: A city needs a country.",
    )
    assert run(*arguments, stdin=CITY).exit_code == 2


def test_files_are_judged_with_a_graph_or_alone(content_dir: Path, tmp_path: Path) -> None:
    """The shipped data give `aaa-nl` its country; by itself the file lacks it."""
    path = tmp_path / "aaa.ttl"
    path.write_text(CITY.replace("ccc", "aaa"), encoding="utf-8")
    assert run("validate", path, "--content-dir", content_dir).exit_code == 0
    alone = run("validate", path, "--content-dir", content_dir, "--context", "none")
    assert alone.exit_code == 1


def test_findings_about_other_things_are_left_out(content_dir: Path, tmp_path: Path) -> None:
    broken = content_dir / "data" / "broken.trig"
    broken.write_text(CITY.replace("ccc", "ddd"), encoding="utf-8")
    good = tmp_path / "good.ttl"
    good.write_text("<http://e/a> <http://e/b> 1 .")
    assert run("validate", good, "--content-dir", content_dir).exit_code == 0
    assert run("validate", good, "--content-dir", content_dir, "--whole").exit_code == 1
    checked = run("check", "--content-dir", content_dir)
    assert checked.exit_code == 1
    assert f"{broken}:6:1: error: A city needs a country." in checked.output


TURTLE = {"Content-Type": "text/turtle"}


def service(text: str) -> Script:
    """An endpoint that describes itself when it is asked nothing."""

    def answer(request: Request, handler: BaseHTTPRequestHandler) -> Answer:
        if request.method == "GET":
            described = b"[] a <http://www.w3.org/ns/sparql-service-description#Service> ."
            return 200, TURTLE, described
        assert "CONSTRUCT" in request.query
        return 200, TURTLE, text.encode()

    return answer


def test_the_context_can_be_elsewhere(content_dir: Path, city: Path) -> None:
    said = CITY.splitlines()[0] + "\n" + CITY.splitlines()[1] + "\n" + CITY.splitlines()[2]
    text = f"{said}\ncity:ccc-nl cw:country country:nl ."
    arguments = ("validate", city, "--content-dir", content_dir, "--context")
    for script in (always(200, TURTLE, text.encode()), service(text)):
        with remote(script) as there:
            assert run(*arguments, there.iri).exit_code == 0
    with remote(always(200, {"Content-Type": JSON}, b"{}")) as there:
        assert run(*arguments, there.iri).exit_code == 3
    assert run(*arguments, "elsewhere").exit_code == 2


def test_severities_decide_the_exit_code(content_dir: Path, city: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "mild.ttl"
    text = (content_dir / "shapes" / "shapes.ttl").read_text("utf-8")
    shapes.write_text(text.replace("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Info"))
    arguments = ("validate", city, "--content-dir", content_dir, "--shapes", shapes)
    mild = run(*arguments)
    assert mild.exit_code == 0
    assert "A city needs a country." in mild.output
    assert run(*arguments, "--fail-on", "info").exit_code == 1


def test_engines_can_be_chosen(content_dir: Path, city: Path) -> None:
    arguments = ("validate", city, "--content-dir", content_dir, "--format", "json", "--engine")
    for engine in ("compiled", "pyshacl"):
        report = json.loads(run(*arguments, engine).output)
        assert report["engines"] == {engine: 1}


def test_every_file_that_cannot_be_read_is_named(content_dir: Path, tmp_path: Path) -> None:
    bad, other = tmp_path / "bad.ttl", tmp_path / "table.doc"
    bad.write_text("@prefix ex: <http://e/> .\nex:a ex:b .\n")
    other.write_text("a,b\n")
    result = run("validate", bad, "--content-dir", content_dir)
    assert result.exit_code == 3
    assert f"Error: {bad}, line 2, column" in result.output
    result = run("validate", other, tmp_path / "none.ttl", "--content-dir", content_dir)
    assert result.exit_code == 3
    assert f"Error: {other}: The suffix “.doc” does not tell" in result.output
    assert "none.ttl: There is no such file." in result.output


def test_shapes_that_are_none_are_unreadable(content_dir: Path, city: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "bad.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<http://s> a sh:NodeShape ; "
        "sh:targetClass <https://w3id.org/cityweave/ontology#Municipality> ; "
        "sh:property [ sh:minCount 1 ] ."
    )
    result = run("validate", city, "--shapes", shapes, "--content-dir", content_dir)
    assert result.exit_code == 3
    assert "sh:path" in result.output


@pytest.mark.parametrize(
    "arguments",
    [("--fail-on", "never"), ("--profile", "none"), ("--format", "pdf"), ()],
)
def test_wrong_usage_is_two(content_dir: Path, city: Path, arguments: tuple[str, ...]) -> None:
    files = (city,) if arguments else ()
    result = run("validate", *files, "--content-dir", content_dir, *arguments)
    assert result.exit_code == 2


def test_a_spreadsheet_is_validated_against_its_template(tmp_path: Path) -> None:
    path = tmp_path / "cities.csv"
    assert run("template", "cities", "--output", path).exit_code == 0
    head = path.read_text("utf-8-sig").splitlines()[0]
    path.write_text("name (en),country\nTestville,Atlantis\n", encoding="utf-8")
    assert {"name (en)", "country"} <= set(head.split(","))
    result = run("validate", path, "--format", "csv")
    assert result.exit_code == 1
    assert "B2" in result.output
    assert run("template", "castles").exit_code == 2


@pytest.mark.parametrize("style", ["sarif", "json"])
def test_a_report_for_programs_says_what_cannot_be_read(tmp_path: Path, style: str) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text('@prefix ex: <http://e/> .\nex:a ex:b "x .\n')
    result = CliRunner().invoke(
        main, ["validate", str(path), "--context", "none", "--format", style]
    )
    assert result.exit_code == 3
    report = json.loads(result.stdout)
    if style == "sarif":
        (found,) = report["runs"][0]["results"]
        region = found["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (2, 11)
        assert found["message"]["text"].startswith("Unexpected end")
    else:
        assert report["findings"][0]["place"]["line"] == 2
    assert "line 2, column 11" in result.stderr


def test_an_output_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    data, output = tmp_path / "a.ttl", tmp_path / "none" / "report"
    data.write_text("<http://e/a> <http://e/b> 1 .", "utf-8")
    for arguments in (
        ("validate", data, "--context", "none", "--output", output),
        ("template", "cities", "--output", output),
    ):
        result = run(*arguments)
        assert (result.exit_code, "cannot be written" in result.output) == (2, True)
