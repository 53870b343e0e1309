"""A kill at any instant of any step loses nothing and merges nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contributions.crashing import STEPS

TESTS = Path(__file__).parent.parent
LEAST = {"refusal": 2, "withdrawal": 3}


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_instant(tmp_path: Path, step: str) -> None:
    paths = [str(TESTS), *(one for one in sys.path if one)]
    found = subprocess.run(
        [sys.executable, "-m", "contributions.crashing", tmp_path, step],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert json.loads(found.stdout)["instants"] >= LEAST.get(step, 8)
