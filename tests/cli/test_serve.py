"""`cityweave serve`: the real program on a real port."""

from __future__ import annotations

import gc
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from click.testing import CliRunner

import serving as processes
from cityweave.cli import main
from cityweave.cli.serve import lasting, listen
from cityweave.cli.server import greeting
from cityweave.settings import Settings

PROGRAM = Path(sys.executable).parent / "cityweave"
TURTLE = {"Content-Type": "text/turtle", "Accept": "application/json"}


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


def test_what_is_asked_at_once_is_answered() -> None:
    """Pages and the validator wait until they are there; who comes first is not sent away."""
    with processes.serving() as served, httpx.Client(base_url=served.address, timeout=60) as client:
        report = client.post(
            "/validate", content=b"<http://x.test/a> a <http://x.test/T> .", headers=TURTLE
        )
        assert report.status_code == 200, report.text
        assert "conforms" in report.text
        assert client.get("/queries", headers={"Accept": "text/html"}).status_code == 200
        assert client.get("/health").json()["status"] == "ok"


def test_pages_are_there_soon_though_nobody_asks() -> None:
    """No first visitor waits for them: what they are made of is loaded by the server itself."""
    with processes.serving() as served:
        loaded = Path(f"/proc/{served.process.pid}/maps")
        until = time.monotonic() + 60
        while "pydantic_core" not in loaded.read_text():
            assert time.monotonic() < until
            time.sleep(0.05)


def test_the_graph_is_read_once() -> None:
    """Readers come from a fork of the server, not from a program that reads all of it again."""
    with processes.serving() as served:
        host, server = (Path(f"/proc/{one}/cmdline") for one in (served.host(), served.process.pid))
        assert host.read_bytes() == server.read_bytes()


def test_a_part_that_cannot_be_imported_ends_the_server() -> None:
    """Also one that is imported while queries are answered."""
    program = (
        "import sys; sys.modules['fastapi'] = None; "
        "from cityweave.cli import main; main(['serve', '--port', '0'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 1
    assert "import of fastapi halted" in result.stderr.splitlines()[-1]


def test_content_that_cannot_be_read_ends_the_start_before_there_is_an_address(
    tmp_path: Path,
) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "broken.rq").write_text("#+ summary: x\n#+ veiw: map\nASK {}", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "one.ttl").write_text("<http://x.test/> a <http://x.test/T> .", "utf-8")
    result = subprocess.run(
        [PROGRAM, "serve", "--port", "0", "--content-dir", tmp_path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert "broken.rq, line 2" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_collector_rests_while_what_stays_is_made() -> None:
    before = gc.get_freeze_count()
    with lasting():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > before
    gc.unfreeze()


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
