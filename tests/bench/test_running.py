"""A whole run in haste over a small graph, with Cityweave alone: everything that can be asked."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import click
import pytest
from bench.__main__ import ROOT, size_of
from bench.client import Connection, Failed
from bench.generator import Data
from bench.results import Timing, read, write
from bench.running import Options, run
from bench.systems import SYSTEMS, Unable
from bench.templates import templates
from bench.throughput import asked, points


def test_a_run_measures_all_templates_and_finds_no_fault(tmp_path: Path) -> None:
    options = Options("10k", 10_000, ("cityweave",), quick=True, folder=tmp_path)
    done = run(options)
    (own,) = done.systems
    assert own.unable == ""
    assert set(own.cells) == {one.name for one in templates()}
    assert {name: cell.fault or cell.error for name, cell in own.cells.items()} == dict.fromkeys(
        own.cells, ""
    )
    assert all(cell.cold and cell.warm and cell.repeated for cell in own.cells.values())
    assert all(cell.eight for name, cell in own.cells.items() if name != "export")
    assert all(rate.per_second > 0 and not rate.errors for rate in own.points.values())
    assert own.memory > 10**7
    assert not (tmp_path / "run-cityweave").exists()
    write(done, tmp_path / "run.json")
    assert read(tmp_path / "run.json") == done


def test_the_lean_client_and_the_streams_read_every_kind_of_answer(
    data: Data, tmp_path: Path
) -> None:
    system = SYSTEMS["cityweave"](data, tmp_path / "own")
    try:
        system.start()
        with Connection(system.port) as connection:
            short = connection.query(system.path, "ASK {}")
            long = connection.query(system.path, "CONSTRUCT WHERE { ?s ?p ?o }")
            assert b"true" in short.body
            assert long.body.count(b"\n") == data.triples
            assert 0 < long.first_byte <= long.total
            with pytest.raises(Failed, match="400"):
                connection.query(system.path, "SELECT")
            assert connection.query(system.path, "ASK {}").body == short.body
        found = asyncio.run(asked(system.port, ["/sparql?query=ASK%7B%7D", "/nothing"], 2, 0.5))
        assert found.per_second > 0
        assert found.errors > 0
        assert system.memory() > 10**7
    finally:
        system.stop()
    assert system.memory() == 0


def test_a_connection_that_was_given_up_while_idle_is_opened_again() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    given_up, sent = Event(), Event()
    late = b"HTTP/1.1 500 Too late\r\nContent-Length: 0\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as executor:

        def serve() -> None:
            for last_words in (late, b""):
                accepted, _ = listening.accept()
                with accepted:
                    accepted.recv(10_000)
                    accepted.sendall(answer)
                    if last_words:
                        given_up.wait(30)
                        accepted.sendall(last_words)
                        sent.set()

        served = executor.submit(serve)
        with Connection(listening.getsockname()[1], timeout=30) as connection:
            assert connection.query("/", "ASK {}").body == b"ok"
            given_up.set()
            assert sent.wait(30)
            assert connection.query("/", "ASK {}").body == b"ok"
        served.result(timeout=30)


def test_a_system_that_ends_says_why(data: Data, tmp_path: Path) -> None:
    nothing = replace(data, folder=tmp_path / "nothing")
    nothing.folder.mkdir()
    system = SYSTEMS["cityweave"](nothing, tmp_path / "own")
    with pytest.raises(Unable, match="no content"):
        system.start()


def test_point_queries_that_are_to_differ_do(data: Data) -> None:
    lists = points(data, 2000)
    assert len(set(lists.different)) == len(lists.different)
    assert not set(lists.different) & set(lists.few)


@pytest.mark.parametrize(("text", "size"), [("343k", 343_000), ("5M", 5_000_000), ("700", 700)])
def test_sizes_are_read(text: str, size: int) -> None:
    assert size_of(text) == size


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(click.BadParameter, match="large"):
        size_of("large")


def test_timings_are_ranked() -> None:
    assert Timing.of([]) is None
    assert Timing.of([3, 1, 2]) == Timing(3, 2, 3)
    assert Timing.of(list(range(1, 201))) == Timing(200, 100, 198)


def test_the_command_names_the_systems() -> None:
    command = [sys.executable, "-m", "bench", "--systems", "mysql"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert "no such system: mysql" in done.stderr
