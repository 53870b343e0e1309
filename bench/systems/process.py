"""A server in a process group of its own: started, measured and ended as one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def completed(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """A command that has ended, with what it printed."""
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, check=False)


class Process:
    """A running command with all that it started."""

    def __init__(
        self, command: Sequence[str | Path], log: Path, environment: Mapping[str, str]
    ) -> None:
        """Start it; what it prints goes to `log`."""
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **environment},
                cwd=log.parent,
                start_new_session=True,
            )
        self._log = log

    @property
    def ended(self) -> str | None:
        """What it said at the end, when it has ended by itself."""
        if self._process.poll() is None:
            return None
        last = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
        return f"ended with {self._process.returncode}: {' / '.join(last)}"

    def memory(self) -> int:
        """Bytes of memory of the whole group, what is shared counted once (PSS)."""
        return sum(_proportional(one) for one in _group(self._process.pid))

    def stop(self) -> None:
        """Ask it to end, and make it end when it does not within ten seconds."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for one in _group(self._process.pid):
            os.kill(one, signal.SIGKILL)


def _group(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:  # it ended in the meantime
                continue
            if int(fields[3]) == leader:
                found.append(int(entry.name))
    return found


def _proportional(process: int) -> int:
    """Bytes of a process, its share of what it shares with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
