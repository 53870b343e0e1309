"""README and docs: each block of code runs, each setting is named, each link leads on."""

from __future__ import annotations

import dataclasses
import re
import shlex
import tomllib
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse

from cityweave.catalogue.reading import OWN, read_query
from cityweave.catalogue.terms import KINDS
from cityweave.cli import main
from cityweave.formats import by_name
from cityweave.linking import TARGETS
from cityweave.linking.scheme import SCHEMES
from cityweave.loading import open_store
from cityweave.query import QueryRequest, answer
from cityweave.settings import PREFIX, Settings
from cityweave.vocabulary import BASE, PREFIXES
from imports import exports

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = ROOT / "service" / "cityweave" / "web" / "static" / "examples"
MINE = (
    "<https://w3id.org/cityweave/id/city/heerlen-nl> "
    '<http://www.w3.org/2000/01/rdf-schema#label> "Heerlen"@nl .\n'
)


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


def anchors(page: Path) -> set[str]:
    """The fragments under which the headings of a page are found."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            path, _, fragment = target.partition("#")
            found = page.parent / path if path else page
            assert found.exists(), target
            assert not fragment or fragment in anchors(found), target


def test_every_page_can_be_found_from_the_first() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8"))
            waiting += [(page.parent / one).resolve() for one in links if "://" not in one]
    unlinked = {page for page in PAGES if page not in seen and page.parent.name != "decisions"}
    assert unlinked == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_settings_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    places = (ROOT, ROOT / "service" / "cityweave", ROOT / "docs")
    for name in re.findall(r"`((?:[\w.-]+/)+[\w-]+\.(?:py|toml|trig|ttl|json|yaml))`", text):
        assert any((place / name).exists() for place in places), name
    variables = {PREFIX + field.name.upper() for field in dataclasses.fields(Settings)}
    named = set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", text))
    assert named <= variables
    for name in re.findall(r"`((?:max|federation)_[a-z_]+)`", text):
        assert PREFIX + name.upper() in variables, name


def calls() -> list[tuple[str, str]]:
    """Page and text of every call in prose, or in what a terminal shows."""
    shown = re.compile(r"`(cityweave [^`]+)`|^(?:\$ |\w+=\S+ )?(cityweave .+)$", re.MULTILINE)
    return [
        (page.name, prose or line)
        for page in [*PAGES, ROOT / "CHANGELOG.md"]
        for prose, line in shown.findall(page.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("page", "line"), calls())
def test_a_call_that_is_named_has_a_command_with_these_options(page: str, line: str) -> None:
    words = re.split(r"\s+", line.replace("…", " ").strip())[1:]
    command: click.Command | None = main
    while isinstance(command, click.Group) and words and words[0].isalpha():
        command = command.get_command(click.Context(command), words.pop(0))
    assert command is not None, f"{page}: {line}"
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    known |= {"--help", "--version"}
    if not isinstance(command, click.Group) and "|" not in words:
        assert {word for word in words if word.startswith("--")} <= known, f"{page}: {line}"


def table(page: str, heading: str) -> list[str]:
    """The first cell of each row of the table whose head begins so, without its marks."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    rows = text.split(f"\n| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return [one.split("|")[1].strip() for one in rows]


def test_the_options_of_validate_are_told() -> None:
    command = main.get_command(click.Context(main), "validate")
    assert command is not None
    options = {one.opts[0] for one in command.params if isinstance(one, click.Option)}
    assert {one.strip("`") for one in table("validation.md", "option")} == options - {"--help"}


def test_what_link_check_finds_and_where_links_lead_is_told() -> None:
    phrases = tomllib.loads(
        (ROOT / "service" / "cityweave" / "linking" / "words.toml").read_text("utf-8")
    )
    assert {one.strip("`") for one in table("linking.md", "finding")} == set(phrases["fault"])
    targets = {
        name for cell in table("linking.md", "target") for name in re.findall(r"`([\w-]+)`", cell)
    }
    assert targets == {one.name for one in (*TARGETS, *SCHEMES.values())}


def test_the_question_of_the_docs_is_one_and_every_type_is_told() -> None:
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    text = next(text for name, text in blocks("sparql") if name == "docs/questions.md")
    query = read_query("cities", text, "questions.md")
    assert query.with_values({"country": "BE"}, BASE).count("id/country/be>") == 1
    types = " ".join(table("questions.md", "type"))
    assert set(re.findall(r"[a-z-]{3,}", types)) >= set(KINDS) - {"country-code"}
    assert "`country-code`" in page
    assert {one.strip("`") for one in table("questions.md", "key")} == set(OWN)


@pytest.mark.parametrize("page", ["docs/data.md", "docs/links.md"])
def test_data_in_the_docs_stand_in_the_graph(page: str) -> None:
    text = next(text for name, text in blocks("trig") if name == page)
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    with closing(open_store(Settings())) as store:
        stated = set(store.quads())
    for quad in parse(prefixes + text, format=RdfFormat.TRIG):
        if not str(quad.object).count("…"):
            assert quad in stated, quad
