"""`cityweave derive`: what follows is written once, checked, and mended when stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cityweave.cli import main

PASSAGES = """\
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix id: <https://w3id.org/cityweave/id/> .
@prefix role: <https://w3id.org/cityweave/id/role/> .

# What a page says.
<https://w3id.org/cityweave/source/page#L3-9> {
  id:n a cw:NetworkPartnership ; cw:member id:a ; cw:involvedIn id:net ; cw:role role:partner ;
    cw:when <https://w3id.org/cityweave/id/timespan/2025-06_2025-09> .
}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one passage and nothing derived."""
    for folder in ("ontology", "data", "shapes", "queries"):
        (tmp_path / folder).mkdir()
    (tmp_path / "data" / "page.trig").write_text(PASSAGES, encoding="utf-8")
    return tmp_path


def derive(content: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["derive", "--content-dir", str(content), *options])
    return result.exit_code, result.output


def test_it_writes_what_follows_and_then_has_nothing_to_do(content: Path) -> None:
    code, output = derive(content)
    assert code == 0
    assert "4 changed" in output
    page = (content / "data" / "page.trig").read_text(encoding="utf-8")
    assert "id:net cw:partner id:a ." in page
    assert "# What a page says." in page
    derived = content / "data" / "derived"
    assert "cw:firstLine 3" in (derived / "passages.trig").read_text(encoding="utf-8")
    assert 'cw:latest "2025-09-30"' in (derived / "timespans.trig").read_text(encoding="utf-8")
    assert "a – partner – net" in (derived / "labels.trig").read_text(encoding="utf-8")
    assert derive(content, "--check") == (0, "0 changed, 4 as they should be.\n")


def test_check_says_what_is_stale_and_changes_nothing(content: Path) -> None:
    derive(content)
    page = content / "data" / "page.trig"
    stale = page.read_text(encoding="utf-8").replace("id:net cw:partner id:a .", "")
    page.write_text(stale, encoding="utf-8")
    code, output = derive(content, "--check")
    assert code == 1
    assert f"would change: {page}" in output
    assert page.read_text(encoding="utf-8") == stale


def test_a_time_that_is_none_is_named(content: Path) -> None:
    page = content / "data" / "page.trig"
    page.write_text(PASSAGES.replace("2025-06_2025-09", "next-summer"), encoding="utf-8")
    code, output = derive(content)
    assert code == 1
    assert "“next-summer” is not in a form of EDTF" in output
    assert "Write it like 2025" in output
