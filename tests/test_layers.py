"""The shape of the code: layers, names and sizes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from cityweave.resources import PACKAGE

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "share" not in path.parts)
SHAPELESS = {"utils", "util", "helpers", "services", "managers", "core", "common", "misc"}


def test_imports_go_one_way() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run(
        [lint, "--no-cache"],
        cwd=PACKAGE.parent.parent,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def test_modules_are_short() -> None:
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert max(lengths.values()) <= 400, lengths
    assert statistics.median(lengths.values()) <= 150


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_named_for_what_they_are(path: Path) -> None:
    assert path.stem not in SHAPELESS
    text = path.read_text("utf-8")
    assert text.startswith(('"""', 'r"""'))
    for word in ("TODO", "FIXME", "XXX", "NotImplemented"):
        assert word not in text


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
