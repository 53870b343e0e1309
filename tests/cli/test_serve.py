"""`cityweave serve`: the real program on a real port."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from cityweave.cli import main
from cityweave.cli.serve import listen
from cityweave.cli.server import greeting
from cityweave.settings import Settings

PROGRAM = Path(sys.executable).parent / "cityweave"


@contextmanager
def serving(*arguments: str | Path) -> Iterator[list[str]]:
    """The first lines that the program prints; ended with SIGINT, as by Ctrl-C."""
    command = [PROGRAM, "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield [process.stdout.readline().strip() for _ in range(3)]
        finally:
            process.send_signal(2)
            assert process.wait(20) == 0


def test_it_prints_an_address_and_a_line_that_works(content_dir: Path) -> None:
    with serving("--content-dir", content_dir) as (address, _, line):
        assert re.fullmatch(r"Cityweave is at http://127\.0\.0\.1:\d+/", address)
        assert line.startswith("curl ")
        result = subprocess.run(line, shell=True, capture_output=True, check=True)  # noqa: S602
        assert result.stdout.startswith(b"name,country\r\n")


def test_the_shipped_graph_answers() -> None:
    with serving() as (_, _, line):
        result = subprocess.run(line, shell=True, capture_output=True, check=True)  # noqa: S602
    assert result.stdout.count(b"\r\n") == 6


def test_a_durable_store_is_kept_between_two_runs(tmp_path: Path, content_dir: Path) -> None:
    for _ in range(2):
        with serving("--data-dir", tmp_path / "graph", "--content-dir", content_dir) as lines:
            assert lines[0].startswith("Cityweave is at")
    assert (tmp_path / "graph").is_dir()


def test_a_port_in_use_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert f"Cannot listen on 127.0.0.1, port {port}" in result.output
    assert "--port 0" in result.output


def test_addresses_are_shown_as_a_browser_takes_them() -> None:
    assert "http://127.0.0.1:80/" in greeting("0.0.0.0", 80)  # noqa: S104
    assert "http://[::1]:80/" in greeting("::", 80)
    with listen(Settings(port=0)) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
