"""`cityweave import`, and the same kinds where documents are validated and contributed."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from cityweave.access import Role, Tokens
from cityweave.cli import main
from cityweave.cli.desk import opened
from cityweave.imports import SOURCES
from imports import exports
from serving import serving

LINK = "<https://sws.geonames.org/2797656/>"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "BE.txt"
    path.write_text(exports.geonames({"name": "Gent", "others": "Ghent"}), encoding="utf-8")
    return path


@pytest.fixture
def practices(tmp_path: Path) -> Path:
    path = tmp_path / "practices.csv"
    row = {**exports.PRACTICE, "City": "Mechlen"}
    path.write_text(exports.delimited(exports.URBACT, [row]), encoding="utf-8")
    return path


def test_every_kind_is_explained() -> None:
    result = run("import", "--list")
    assert result.exit_code == 0
    for source in SOURCES.values():
        assert f"{source.name}: {source.summary}" in result.output
        assert source.dataset.terms in result.output


def test_turtle_is_written_to_a_file_and_the_report_to_the_terminal(
    dump: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.ttl"
    result = run("import", "geonames", dump, "--output", output, "--date", "2026-01-31")
    assert (result.exit_code, result.stdout) == (
        0, "Everything is in order: no rule is broken.\n"
    )  # fmt: skip
    assert LINK in output.read_text("utf-8")
    assert run("format", "--check", output).exit_code == 0
    assert run("validate", output).exit_code == 0


def test_turtle_on_standard_output_is_alone_there(dump: Path, tmp_path: Path) -> None:
    result = run("import", "geonames", dump, "--output", "-")
    assert result.stdout.startswith("@prefix")
    assert "Everything is in order" in result.stderr
    report = tmp_path / "report.json"
    result = run("import", "geonames", dump, "--output", "-", "--format", "json",
                 "--report", report)  # fmt: skip
    assert result.stdout.startswith("@prefix")
    assert json.loads(report.read_text("utf-8"))["conforms"] is True


def test_a_finding_names_its_cell_and_nothing_with_a_violation_is_sent(
    practices: Path, tmp_path: Path
) -> None:
    result = run("import", "urbact", practices, "--submit", tmp_path / "data", "--format", "json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    wrong = {
        (told["rules"][one["rule"]]["component"], one["place"]["cell"])
        for one in told["findings"]
        if told["rules"][one["rule"]]["severity"] == "violation"
    }
    assert wrong == {("unknown-label", "B2")}
    assert "Not sent" in result.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("wikidata", "q.json", exports.results(exports.WIKIDATA, [exports.GHENT_ITEM])),
        ("kohesio", "e.ttl", exports.EUKG),
        ("urbact", "p.xlsx", exports.workbook({"P": (exports.URBACT, [exports.PRACTICE])})),
        ("geonames", "BE.zip", exports.archive({"BE.txt": exports.geonames({})})),
    ],
)
def test_files_of_ones_own_are_read_without_limits(
    tmp_path: Path, kind: str, name: str, data: str | bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    result = run("import", kind, path)
    assert result.exit_code == 0, result.output


def test_what_cannot_be_read_or_asked_ends_with_its_code(dump: Path, tmp_path: Path) -> None:
    for arguments, code in (
        (("keep", dump), 3),
        (("geonames", tmp_path / "none.txt"), 3),
        (("geonames", dump, "--date", "yesterday"), 2),
        (("geoname", dump), 2),
        (("geonames", dump, "--context", "elsewhere"), 2),
        (("geonames",), 2),
    ):
        result = run("import", *arguments)
        assert result.exit_code == code, (arguments, result.output)
    assert "does not end in" in run("import", "keep", dump).output


def test_validate_reads_an_export_as_its_kind(practices: Path, dump: Path) -> None:
    result = run("validate", practices, "--kind", "urbact")
    assert result.exit_code == 1
    assert f"{practices}, B2: error:" in result.stdout
    assert run("validate", dump, "--kind", "geonames").exit_code == 0
    archive = dump.with_suffix(".zip")
    archive.write_bytes(exports.archive({"BE.txt": dump.read_bytes()}))
    assert run("validate", archive, "--kind", "geonames").exit_code == 0
    result = run("validate", archive)
    assert (result.exit_code, "Say it as the kind" in result.output) == (3, True)


def test_an_import_is_staged_in_a_folder(dump: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    result = run("import", "geonames", dump, "--submit", folder, "--note", "GeoNames of January")
    assert result.exit_code == 0
    assert "is staged" in result.stderr
    with opened(None, folder, None, None) as desk:
        (told,) = desk.list(None)
    assert (told["state"], told["file"], told["note"]) == (
        "staged", "geonames.ttl", "GeoNames of January",
    )  # fmt: skip


def test_a_server_judges_and_stages_exports(dump: Path, practices: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    token, _ = Tokens(folder).create(Role.CONTRIBUTOR, "", "Ann")
    with serving("--data-dir", folder) as served:
        where = ("--submit", served.address, "--token", token)
        result = run("import", "geonames", dump, *where)
        assert (result.exit_code, "is staged" in result.stderr) == (0, True), result.output
        archive = dump.with_suffix(".zip")
        archive.write_bytes(exports.archive({"BE.txt": dump.read_bytes()}))
        sent = httpx.post(
            f"{served.address.rstrip('/')}/validate",
            params={"kind": "geonames"},
            content=archive.read_bytes(),
            headers={"Content-Type": "application/zip", "Accept": "application/json"},
            timeout=60,
        )
        assert (sent.status_code, sent.json()["conforms"]) == (200, True)
        # the link, which the graph has already, and seven on where it comes from
        assert sent.json()["statements"] == 8
        contribute = ("contribute", "--server", served.address, "--token", token)
        result = run(*contribute, archive, "--kind", "geonames", "--format", "json")
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)[0]["state"] == "staged"
        result = run(*contribute, practices, "--kind", "urbact", "--format", "json")
        (told,) = json.loads(result.stdout)
        assert (result.exit_code, told["state"]) == (1, "invalid")
        wrong = run("import", "geonames", dump, "--submit", served.address, "--token", "none")
        assert wrong.exit_code == 3
