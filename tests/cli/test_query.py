"""`cityweave query`: texts, files, standard input, the catalogue, every format."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from cityweave.cli import main
from cityweave.cli.progress import show
from cityweave.cli.query import FORMATS
from cityweave.cli.table import boolean, cell, fit, table

CITIES = (
    "PREFIX cw: <https://w3id.org/cityweave/ontology#> "
    "SELECT ?c { ?c a cw:Municipality } ORDER BY ?c"
)
ROWS = "c\r\nhttps://w3id.org/cityweave/id/city/aaa-nl\r\nhttps://w3id.org/cityweave/id/city/bbb-be\r\n"


def query(content_dir: Path, *words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(
        main, ["query", "--content-dir", str(content_dir), *words], input=stdin
    )


def test_a_text_a_file_and_standard_input_are_asked_alike(
    content_dir: Path, tmp_path: Path
) -> None:
    file = tmp_path / "cities.rq"
    file.write_bytes(b"\xef\xbb\xbf" + CITIES.encode())
    for words, stdin in (((CITIES,), None), ((str(file),), None), (("-",), CITIES), ((), CITIES)):
        result = query(content_dir, *words, stdin=stdin)
        assert (result.exit_code, result.stdout_bytes.decode()) == (0, ROWS)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_asked_for(content_dir: Path, name: str) -> None:
    graphs = name in ("ttl", "nt", "rdf", "jsonld", "trig", "nq")
    text = "CONSTRUCT WHERE { ?s ?p ?o }" if graphs else CITIES
    result = query(content_dir, text, "--format", name)
    assert result.exit_code == 0
    shown = result.output
    if name == "xlsx":
        [sheet] = openpyxl.load_workbook(io.BytesIO(result.stdout_bytes)).worksheets
        shown = str([*sheet.values])
    assert "aaa-nl" in shown
    other = query(
        content_dir, CITIES if graphs else "CONSTRUCT WHERE { ?s ?p ?o }", "--format", name
    )
    refused = name not in ("table", "json", "xml")
    assert other.exit_code == (1 if refused else 0)
    assert ("Choose one of" in other.output) == refused


def test_a_query_of_the_catalogue(content_dir: Path) -> None:
    listed = query(content_dir, "--list")
    assert listed.output.split() == ["cities-of-country", "Cities", "of", "a", "country"]
    assert "aaa-nl" in query(content_dir, "--name", "cities-of-country").output
    belgian = query(content_dir, "--name", "cities-of-country", "country=BE").output
    assert "bbb-be" in belgian
    assert "aaa-nl" not in belgian


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--name", "cities-of-contry"], 1, "cities-of-country"),
        (["--name", "cities-of-country", "land=NL"], 1, "land"),
        (["--name", "cities-of-country", "NL"], 1, "Write it like country=NL"),
        (["--name", "cities-of-country", "country=NL", "country=BE"], 1, "twice"),
        (["none.rq"], 1, "no such file"),
        (["cities"], 1, "neither a file nor a query"),
        (["SELECT", "*", "{}"], 2, "in quotes"),
        (["SELECT * { ?s ?p }"], 1, "not complete"),
        (["INSERT DATA {}"], 1, "begins an update"),
        (["SELECT * { ?s a cw:City }"], 1, "PREFIX cw:"),
        ([CITIES, "--format", "pdf"], 2, "'pdf' is not one of"),
        (["ASK { }" + " " * 100_000], 1, "the limit is 100000"),
        (["ASK {}", "--data-dir", "/none"], 2, "does not exist"),
    ],
)
def test_what_cannot_be_asked(content_dir: Path, words: list[str], code: int, said: str) -> None:
    result = query(content_dir, *words)
    assert result.exit_code == code
    assert said in result.output


def test_text_that_is_not_utf8(content_dir: Path) -> None:
    result = query(content_dir, "-", stdin=b"ASK {\n?s ?p '\xff' }")
    assert result.exit_code == 1
    assert "standard input, line 2: The query is not UTF-8" in result.output


def test_datasets_and_notices(content_dir: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    one, two = (f"https://w3id.org/cityweave/source/{name}" for name in ("one#L1-2", "two#L7"))
    result = query(content_dir, count, "--default-graph", one, "--default-graph", two)
    assert result.output == "n\n2\n"
    text = "PREFIX cw: <https://w3id.org/cityweave/ontology#> ASK { ?s a cw:Netwrok }"
    noticed = query(content_dir, text)
    assert noticed.stdout == "false"
    assert "Note: line 1, column 62: The ontology has no term cw:Netwrok." in noticed.stderr


def test_terms_in_cells() -> None:
    triple = {"subject": {"type": "uri", "value": "http://e/a"}}
    assert cell(None) == ""
    assert cell({"type": "literal", "value": "a\n  b"}) == "a b"
    assert cell({"type": "triple", "value": triple}).startswith('{"subject"')
    steering = {"type": "literal", "value": "\x1b[2Ja\u202eb"}
    assert cell(steering) == "⟨U+001B⟩[2Ja⟨U+202E⟩b"


def test_on_a_terminal_each_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    for number in (1, 2):
        show(tmp_path / "cities.ttl", number, 2)
    written = capsys.readouterr().err
    assert "reading 1/2: cities.ttl" in written
    assert written.endswith("\n")


def test_tables_are_for_people() -> None:
    body = (
        b'{"head": {"vars": ["city", "n"]}, "results": {"bindings": ['
        b'{"city": {"type": "uri", "value": "https://w3id.org/cityweave/id/city/aaa-nl"},'
        b' "n": {"type": "literal", "value": "7"}},'
        b'{"city": {"type": "bnode", "value": "b0"}}]}}'
    )
    assert table(body, 80).splitlines() == [
        "city         n",
        "───────────  ─",
        "city:aaa-nl  7",
        "_:b0",
        "(2 rows)",
    ]
    assert boolean(b'{"head": {}, "boolean": true}') == "yes"
    assert fit([50, 10, 30], 60) == [23, 10, 23]
    assert fit([50, 50], 10) == [12, 12]
    empty = b'{"head": {"vars": []}, "results": {"bindings": []}}'
    assert table(empty, 80).splitlines()[-1] == "(0 rows)"


def test_a_query_that_kills_its_reader_is_an_error_with_a_reason() -> None:
    text = "SELECT * " + "{" * 4000 + "}" * 4000
    done = subprocess.run(
        [Path(sys.executable).parent / "cityweave", "query", text],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "nested so deeply" in done.stderr
    assert "Traceback" not in done.stderr
