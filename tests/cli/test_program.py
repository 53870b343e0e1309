"""The program as a whole: help for newcomers, errors without tracebacks, lazy imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cityweave import __version__
from cityweave.cli import main
from cityweave.cli.program import COMMANDS

PROGRAM = Path(sys.executable).parent / "cityweave"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_installed_program_says_its_version() -> None:
    result = run("--version")
    assert (result.returncode, result.stdout) == (0, f"cityweave, version {__version__}\n")


def test_help_lists_every_command() -> None:
    result = run("--help")
    assert result.returncode == 0
    for name, summary in COMMANDS.items():
        assert f"  {name} " in result.stdout
        assert summary.split(":", maxsplit=1)[0] in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert "Examples:" in result.output
    examples = result.output.split("Examples:")[1].split("Options:")[0]
    assert examples.count(f"cityweave {name}") >= 2
    assert "--help" in result.output


def test_an_unknown_command_is_a_usage_error() -> None:
    result = run("sevre")
    assert result.returncode == 2
    assert "No such command 'sevre'" in result.stderr


def test_errors_of_ours_have_no_traceback() -> None:
    result = run("query", "SELEC *")
    assert result.returncode == 1
    assert result.stderr == (
        "Error: line 1, column 1: A query cannot begin with “SELEC”.\nDid you mean SELECT?\n"
    )
    assert result.stdout == ""


def test_a_wrong_setting_is_named() -> None:
    result = CliRunner().invoke(main, ["query", "ASK {}"], env={"CITYWEAVE_PORT": "x"})
    assert result.exit_code == 1
    assert "CITYWEAVE_PORT" in result.output


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("cityweave.cli.serve", ("rdflib", "pyshacl", "fastapi", "uvicorn")),
        ("cityweave.cli.server", ("rdflib", "pyshacl", "fastapi", "pydantic", "openpyxl")),
        ("cityweave.cli.server", ("cityweave.web.routes", "cityweave.linking")),
        ("cityweave.cli.query", ("rdflib", "pyshacl", "fastapi", "uvicorn")),
        ("cityweave.cli.program", ("pyoxigraph", "fastapi", "rdflib")),
    ],
)
def test_a_command_does_not_wait_for_what_it_does_not_need(
    module: str, unwanted: tuple[str, ...]
) -> None:
    program = f"import sys, {module}; print([m for m in {unwanted!r} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


def test_a_server_has_one_thread_when_it_makes_its_readers() -> None:
    """So that it can fork them, and need not read the graph again for them."""
    program = (
        "import os, cityweave.web.app; from cityweave.loading import open_store;"
        "from cityweave.settings import Settings; open_store(Settings());"
        "print(len(os.listdir('/proc/self/task')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == "1\n"
