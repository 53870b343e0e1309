"""The process in which an engine in Python judges: `python -m bench.validation.worker NAME`.

It reads jobs from stdin, a line of JSON each, and answers each with a line on stdout.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.validation.engines import PYTHON, PythonEngine


def main(name: str) -> None:
    """Answer jobs until there are no more."""
    logging.disable()  # rdflib logs each literal that is none
    for line in sys.stdin:
        try:
            answer = judge(PYTHON[name](), **json.loads(line))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever an engine raises is told
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # what ends a part in Rust is told, too
                raise
            answer = {"error": f"panic: {error}"[:500]}
        print(json.dumps(answer), flush=True)


def judge(
    engine: PythonEngine, data: str, shapes: str, report: str, times: int, seconds: float
) -> dict[str, Any]:
    """Load, prepare, and judge so many times, or until so many seconds were spent."""
    empty = peak()
    load = timed(lambda: engine.load(Path(data)))
    prepare = timed(lambda: engine.prepare(Path(shapes)))
    judged: list[float] = []
    while len(judged) < times and sum(judged) <= seconds:
        judged.append(timed(engine.judge))
    memory = peak()
    Path(report).write_bytes(engine.report())
    return {"load": load, "prepare": prepare, "judged": judged, "memory": memory, "empty": empty}


def peak() -> int:
    """The most memory that this process had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1])
