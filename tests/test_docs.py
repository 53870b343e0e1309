"""README and docs: each block of code runs, each setting is named, each link leads on."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from cityweave.cli import main
from cityweave.formats import by_name
from cityweave.loading import open_store
from cityweave.query import QueryRequest, answer
from cityweave.settings import PREFIX, Settings
from cityweave.vocabulary import PREFIXES
from imports import exports

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = ROOT / "service" / "cityweave" / "web" / "static" / "examples"
MINE = '<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "A"@en .\n'


def blocks(language: str) -> list[tuple[str, str]]:
    """Page and text of every block in a language."""
    return [
        (str(page.relative_to(ROOT)), text)
        for page in PAGES
        for found, text in BLOCK.findall(page.read_text(encoding="utf-8"))
        if found == language
    ]


def test_only_languages_that_are_tested_are_used() -> None:
    used = {found for page in PAGES for found, _ in BLOCK.findall(page.read_text(encoding="utf-8"))}
    assert used <= {"javascript", "python", "sh", "sparql", "text", "trig", "yaml"}


@pytest.mark.parametrize(("page", "text"), blocks("sparql"))
def test_a_query_of_the_docs_has_an_answer(page: str, text: str) -> None:
    body = answer(open_store(Settings()), QueryRequest(text), by_name("csv")).body
    assert body.count(b"\n") > 1, page


@pytest.mark.parametrize(("page", "text"), blocks("trig"))
def test_data_in_the_docs_can_be_read(page: str, text: str) -> None:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    assert list(parse(prefixes + text, format=RdfFormat.TRIG)), page


def commands(program: str) -> list[tuple[str, str]]:
    """Page and command line of every call of a program in the shell blocks."""
    return [
        (page, line)
        for page, text in blocks("sh")
        for line in re.sub(r"\s+#.*", "", text).splitlines()
        if line.startswith(program + " ")
    ]


def samples() -> dict[str, str]:
    """Small exports under the names that the docs give them."""
    return {
        "BE.txt": exports.geonames({"name": "Gent", "others": "Ghent"}),
        "query.json": exports.results(exports.WIKIDATA, [exports.GHENT_ITEM]),
        "project.csv": exports.delimited(exports.CORDIS_PROJECT, [exports.PROJECT], ";"),
        "organization.csv": exports.delimited(
            exports.CORDIS_ORGANISATION, [exports.LEAD, exports.MECHELEN], ";"
        ),
        "practices.csv": exports.delimited(exports.URBACT, [exports.PRACTICE]),
    }


@pytest.mark.parametrize(("page", "line"), commands("cityweave"))
def test_a_command_of_the_docs_runs(
    page: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my-data.ttl").write_text(MINE, encoding="utf-8")
    Path("my-city.ttl").write_bytes((EXAMPLES / "city.ttl").read_bytes())
    for name in ("cities.csv", "our-cities.csv"):
        Path(name).write_bytes((EXAMPLES / "cities.csv").read_bytes())
    for name, export in samples().items():
        Path(name).write_text(export, encoding="utf-8")
    arguments = shlex.split(line)[1:]
    if arguments[0] in ("derive", "format"):
        arguments.append("--check")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, f"{page}: {line}\n{result.output}"


@pytest.mark.parametrize(("page", "line"), commands("make"))
def test_a_target_of_the_docs_is_in_the_makefile(page: str, line: str) -> None:
    target = line.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_settings_page_says_what_the_settings_are() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = [
        f"| `{PREFIX}{field.name.upper()}` | `{field.default}` | {field.metadata['help']} |"
        for field in dataclasses.fields(Settings)
    ]
    assert "\n".join(rows) in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
