"""The real server as a process of its own, with limits, and a look at its processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile

PROGRAM = Path(sys.executable).parent / "cityweave"


class Served:
    """A running server: its address and its processes."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.port = int(address.rstrip("/").rpartition(":")[2])

    def host(self) -> int:
        """The process id of the reader host, as soon as there is one only."""
        end = time.monotonic() + 60
        while len(found := children(self.process.pid)) != 1:
            assert time.monotonic() < end
            time.sleep(0.02)
        return found[0]

    def readers(self) -> list[int]:
        """The process ids of the readers that are there now."""
        return children(self.host())

    def kill(self) -> None:
        """End the front as a power cut would."""
        self.process.kill()
        self.process.wait()

    def peak(self) -> int:
        """Most memory that the front had so far, in bytes."""
        return figure(self.process.pid, "VmHWM")


def children(process: int) -> list[int]:
    """The living children of a process."""
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found += [int(one) for one in path.read_text().split()]
    return [one for one in found if state(one) not in {"Z", "X", ""}]


def state(process: int) -> str:
    """The letter of a process's state; empty when it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][:1]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def figure(process: int, name: str) -> int:
    """A memory figure of a process, in bytes."""
    text = Path(f"/proc/{process}/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", text)
    assert found is not None
    return int(found[1]) * 1024


@contextmanager
def serving(*arguments: str | Path, **settings: int | str) -> Iterator[Served]:
    """A server with these settings, by their names; ended as by Ctrl-C."""
    environment = os.environ | {f"CITYWEAVE_{one.upper()}": str(n) for one, n in settings.items()}
    command = [PROGRAM, "serve", "--port", "0", *arguments]
    with (
        TemporaryFile("w+") as log,  # a pipe that nobody empties would stop the server when full
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment
        ) as process,
    ):
        assert process.stdout is not None
        found = re.search(r"http://\S+/", process.stdout.readline())
        log.seek(0)
        assert found is not None, log.read()
        try:
            yield Served(process, found[0])
        finally:
            killed = process.returncode == -9
            if not killed:
                process.send_signal(2)
            process.communicate(timeout=20)
            log.seek(0)
            sys.stderr.write(log.read())  # shown when a test fails
    assert killed or process.returncode == 0
