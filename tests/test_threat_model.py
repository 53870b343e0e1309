"""docs/threat-model.md names a test for every threat, and each of these tests is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    line
    for line in (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| threat", "| ---"))
]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED = sorted({found for row in ROWS for found in TEST.findall(row)})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:60])
def test_every_threat_has_an_answer_and_a_test(row: str) -> None:
    threat, answer, tests = (cell.strip() for cell in row.strip("| ").split(" | "))
    assert threat
    assert answer
    assert tests == ", ".join(f"`{path}::{name}`" for path, name in TEST.findall(tests))
    assert tests


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_the_tests_are_there(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


def test_the_page_is_not_empty() -> None:
    assert len(ROWS) >= 40
