"""The program as a whole: help for newcomers, errors without tracebacks, lazy imports."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cityweave import __version__, resources
from cityweave.catalogue import Catalogue
from cityweave.cli import main
from cityweave.cli.program import COMMANDS
from cityweave.vocabulary import BASE

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


def examples() -> list[str]:
    """Every command line that a help text shows, without what the shell does with it."""
    found = []
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        groups = command.commands.values() if isinstance(command, click.Group) else ()
        for one in (command, *groups):
            shown = (one.help or "").partition("Examples:")[2]
            found += re.findall(r"cityweave [^|>\n]+", shown)
    return found


@pytest.mark.parametrize("line", examples())
def test_an_example_of_the_help_can_be_called(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(line)[1:]
    for word in arguments:
        name = word.rpartition("=")[2]
        if re.fullmatch(r"[\w-]+\.\w+", name):
            Path(name).touch()
        elif re.fullmatch(r"\./\w+|my-\w+", name):
            Path(name).mkdir()
    if "--name" in arguments and arguments[0] == "query":
        query = Catalogue.load(resources.content("queries")).find(arguments[2])
        query.with_values(dict(one.split("=") for one in arguments[3:]), BASE)
    with suppress(click.exceptions.Exit):  # an option such as --list does its work and ends
        parse(main, "cityweave", arguments)


def parse(
    command: click.Command, name: str, arguments: list[str], parent: click.Context | None = None
) -> None:
    """Read a command line as click does, and run nothing."""
    context = command.make_context(name, arguments, parent=parent)
    if isinstance(command, click.Group):
        words = [*context._protected_args, *context.args]
        found, below, rest = command.resolve_command(context, words)
        assert below is not None
        parse(below, str(found), rest, context)


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
