"""A confined process has its socket, bounded memory, and can open nothing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, os, socket
import pyoxigraph
from cityweave.store.confinement import confine

ours, theirs = socket.socketpair()
process = os.fork()
if process == 0:
    ours.close()
    channel = confine(theirs, 100_000_000)
    found = {}
    for name, attempt in {
        "file": lambda: open("/etc/passwd"),
        "directory": lambda: os.open("/", os.O_RDONLY),
        "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "pair": socket.socketpair,
        "pipe": os.pipe,
        "duplicate": lambda: os.dup(3),
        "number": lambda: os.dup2(3, 9),
        "memory": lambda: bytearray(200_000_000),
        "less memory": lambda: bytearray(20_000_000),
        "query": lambda: bool(pyoxigraph.Store().query("ASK {}")),
    }.items():
        try:
            attempt()
            found[name] = "done"
        except BaseException as error:
            found[name] = type(error).__name__
    channel.sendall(json.dumps(found).encode())
    os._exit(0)
theirs.close()
print(ours.recv(10_000).decode())
os.waitpid(process, 0)
"""


@pytest.fixture(scope="module")
def attempts() -> dict[str, str]:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "what", ["file", "directory", "socket", "pair", "pipe", "duplicate", "number"]
)
def test_nothing_can_be_opened(attempts: dict[str, str], what: str) -> None:
    assert attempts[what] == "OSError"


def test_memory_is_bounded(attempts: dict[str, str]) -> None:
    assert attempts["memory"] == "MemoryError"
    assert attempts["less memory"] == "done"


def test_queries_still_work(attempts: dict[str, str]) -> None:
    assert attempts["query"] == "done"
