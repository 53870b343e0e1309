"""Packages of npm are installed once, and what is as it should be is left alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.npm import DONE, install
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A package that needs no other, so that nothing is fetched."""
    folder = tmp_path / "source"
    folder.mkdir()
    named = {"name": "nothing", "version": "1.0.0"}
    locked = named | {"lockfileVersion": 3, "requires": True, "packages": {"": named}}
    (folder / "package.json").write_text(json.dumps(named), encoding="utf-8")
    (folder / "package-lock.json").write_text(json.dumps(locked), encoding="utf-8")
    (folder / "ask.mjs").write_text("console.log(1)\n", encoding="utf-8")
    return folder


def test_who_comes_second_waits_and_takes_what_the_first_installed(
    source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    lock = source / "package-lock.json"
    lock.write_text("{", encoding="utf-8")  # of which npm itself makes nothing
    command = [sys.executable, "-m", "bench.npm", str(source), str(target)]
    with FileLock(target.with_name("target.lock")):
        second = subprocess.Popen(command, cwd=ROOT)
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(3)
        (target / DONE).write_text("{", encoding="utf-8")
    assert second.wait(PATIENCE) == 0


def test_a_script_that_may_be_running_is_not_written_again(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    assert install(source, target) is None
    script = target / "ask.mjs"
    before = script.stat().st_mtime_ns
    assert install(source, target) is None
    assert script.stat().st_mtime_ns == before
    (source / "ask.mjs").write_text("console.log(2)\n", encoding="utf-8")
    assert install(source, target) is None
    assert script.read_text("utf-8") == "console.log(2)\n"


def test_what_cannot_be_installed_is_said_and_tried_again(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    lock = source / "package-lock.json"
    whole = lock.read_text("utf-8")
    lock.write_text("{", encoding="utf-8")
    reason = install(source, target)
    assert reason is not None
    assert reason.startswith("npm ci failed")
    lock.write_text(whole, encoding="utf-8")
    assert install(source, target) is None
