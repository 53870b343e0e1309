"""The recipe for other people's repositories, run as they would run it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "recipes" / "validate-in-ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ADDRESS = "https://git.example.org/cityweave"
CITY = """\
@prefix city: <https://w3id.org/cityweave/id/city/> .
@prefix country: <https://w3id.org/cityweave/id/country/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

city:testville-nl a cw:Municipality ;
  rdfs:label "Testville"@en ;
  cw:country country:NL .
"""
PLACE = (8, 14)
RIGHT = CITY.replace("country:NL", "country:nl")


def run(folder: Path, *words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=600
    )


def done(folder: Path, *words: str, env: Mapping[str, str]) -> str:
    result = run(folder, *words, env=env)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the address of the recipe is a repository with this project."""
    folder = tmp_path_factory.mktemp("cityweave")
    mine = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    mine.pop("PYTHONPATH", None)
    mine |= {
        "GIT_AUTHOR_NAME": "Tester",
        "GIT_AUTHOR_EMAIL": "tester@example.org",
        "GIT_COMMITTER_NAME": "Tester",
        "GIT_COMMITTER_EMAIL": "tester@example.org",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{folder.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    listed = done(ROOT, "git", "ls-files", "-z", "-co", "--exclude-standard", env=mine)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    commit(folder, mine)
    done(folder, "git", "tag", "v0.1.0", env=mine)
    return mine


def commit(folder: Path, env: Mapping[str, str]) -> None:
    """Put all that is in a folder into a repository there."""
    done(folder, "git", "init", "-q", "-b", "main", env=env)
    done(folder, "git", "add", "-A", env=env)
    done(folder, "git", "commit", "-q", "-m", "All of it", env=env)


def block(key: str) -> Any:
    """The example of the page with that key at its top."""
    (found,) = (yaml.safe_load(one) for one in BLOCKS if f"\n{key}:" in f"\n{one}")
    return found


def test_the_hook_stops_a_commit_with_a_fault(tmp_path: Path, env: dict[str, str]) -> None:
    config = next(one for one in BLOCKS if one.startswith("repos:"))
    (tmp_path / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "README.md").write_text("Our data\n", encoding="utf-8")
    commit(tmp_path, env)
    pre_commit = (sys.executable, "-m", "pre_commit")
    done(tmp_path, *pre_commit, "install", env=env)

    (tmp_path / "city.ttl").write_text(CITY, encoding="utf-8")
    done(tmp_path, "git", "add", "city.ttl", env=env)
    refused = run(tmp_path, "git", "commit", "-m", "A city", env=env)
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1, said
    assert f"city.ttl:{PLACE[0]}:{PLACE[1]}" in said

    (tmp_path / "city.ttl").write_text(RIGHT, encoding="utf-8")
    done(tmp_path, "git", "add", "city.ttl", env=env)
    done(tmp_path, "git", "commit", "-m", "A city", env=env)
    assert "A city" in done(tmp_path, "git", "log", "--oneline", env=env)


def test_hooks_take_the_files_that_are_theirs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    rdf, tables = (re.compile(one["files"]) for one in hooks)
    for name in ("a.ttl", "b/a.trig", "a.nt", "a.nq", "a.rdf", "a.jsonld"):
        assert rdf.search(name)
        assert not tables.search(name)
    for name in ("a.csv", "a.tsv", "b/a.xlsx"):
        assert tables.search(name)
        assert not rdf.search(name)
    assert not any(one.search(name) for one in (rdf, tables) for name in ("a.py", "a.json", "ttl"))


@pytest.fixture
def runner(tmp_path: Path, env: dict[str, str]) -> dict[str, str]:
    """The environment of a runner: a Python of its own, where nothing needs to be fetched."""
    home = tmp_path / "python"
    done(tmp_path, sys.executable, "-m", "venv", str(home), env=env)
    (packages,) = home.glob("lib/python*/site-packages")
    here = sysconfig.get_path("purelib")
    (packages / "fetched.pth").write_text(here, encoding="utf-8")
    return env | {
        "PATH": f"{home / 'bin'}{os.pathsep}{env['PATH']}",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # how pip spells that it shall not isolate
        "PIP_IGNORE_INSTALLED": "1",
    }


def test_the_workflow_shows_the_place_in_the_pull_request(
    tmp_path: Path, runner: dict[str, str]
) -> None:
    steps = block("jobs")["jobs"]["validate"]["steps"]
    install, validate = (step["run"] for step in steps if "run" in step)
    ours = tmp_path / "ours"
    city, report = ours / "data" / "a city.ttl", ours / "cityweave.sarif"
    city.parent.mkdir(parents=True)
    city.write_text(CITY, encoding="utf-8")
    commit(ours, runner)
    done(ours, "bash", "-e", "-c", install, env=runner)
    program = done(ours, "bash", "-c", "command -v cityweave", env=runner).strip()
    assert program == str(tmp_path / "python" / "bin" / "cityweave")

    failed = run(ours, "bash", "-e", "-c", validate, env=runner)
    assert failed.returncode == 1, failed.stderr
    (result,) = json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"]
    (location,) = result["locations"]
    where = location["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "data/a%20city.ttl"
    assert (where["region"]["startLine"], where["region"]["startColumn"]) == PLACE
    (upload,) = (one for one in steps if "upload-sarif" in one.get("uses", ""))
    assert upload["with"]["sarif_file"] == report.name

    city.write_text(RIGHT, encoding="utf-8")
    done(ours, "bash", "-e", "-c", validate, env=runner)
    assert json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"] == []
