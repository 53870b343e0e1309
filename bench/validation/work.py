"""Jobs for the process of an engine, which may fail, die, or take too long."""

from __future__ import annotations

import json
import os
import select
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.validation.engines import Engine

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Job:
    """What to judge: data and shapes as files, how often at most, and for how long."""

    data: Path
    shapes: Path
    times: int = 1
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a job: seconds, memory, a report in N-Triples; or why nothing came.

    `memory` is the most that the process had, `empty` what it had before it loaded anything, both
    in bytes.
    """

    load: float = 0
    prepare: float = 0
    judged: tuple[float, ...] = ()
    memory: int = 0
    empty: int = 0
    report: bytes = b""
    error: str = ""
    patience: float | None = None
    """Seconds that were waited in vain."""


class Worker:
    """The process of an engine; started when there is work, and again after it died."""

    def __init__(self, engine: type[Engine], folder: Path) -> None:
        """Results are handed over in files of the folder."""
        self._engine, self._folder = engine, folder
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def ask(self, job: Job, patience: float) -> Answer:
        """Do a job; one that takes longer than `patience` seconds is ended."""
        report = self._folder / f"{self._engine.name}-report"
        wanted = {
            "data": str(job.data),
            "shapes": str(job.shapes),
            "report": str(report),
            "times": job.times,
            "seconds": job.seconds,
        }
        process = self._started()
        assert process.stdin is not None  # noqa: S101 - it was opened as a pipe
        assert process.stdout is not None  # noqa: S101 - as above
        try:
            process.stdin.write(json.dumps(wanted).encode() + b"\n")
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], patience)
            line = process.stdout.readline() if ready else b""
        except BrokenPipeError:
            ready, line = [process.stdout], b""
        if not line:
            self.close()
            if ready:
                return Answer(error=f"the process died ({process.returncode})")
            return Answer(error=f"not finished within {patience:g} s", patience=patience)
        said = json.loads(line)
        if "error" in said:
            return Answer(error=said["error"])
        return Answer(
            said["load"],
            said["prepare"],
            tuple(said["judged"]),
            said["memory"],
            said["empty"],
            report.read_bytes(),
        )

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, started when there is none."""
        if self._process is None:
            log = (self._folder / f"{self._engine.name}.log").open("ab")
            with log:
                self._process = subprocess.Popen(
                    [str(word) for word in self._engine.command()],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    cwd=ROOT,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join((*_paths(), str(ROOT)))},
                    start_new_session=True,
                )
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()


def _paths() -> list[str]:
    """The paths that this process was given for its modules."""
    return [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]
