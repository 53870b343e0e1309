"""What a run measured, as it is kept in `results/`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.keeping import Keeping

FOLDER = Path(__file__).resolve().parent / "results"
OTHERS = "validation-"
"""How the names of runs of validators begin."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that a number of requests took."""

    count: int
    median: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Timing | None:
        """The timing of some requests, or None of none."""
        if not seconds:
            return None
        ranked = sorted(seconds)
        return cls(len(ranked), rank(ranked, 0.5), rank(ranked, 0.99))


def rank(ranked: Sequence[float], share: float) -> float:
    """The value that a share of the ranked ones does not pass (nearest rank)."""
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


@dataclass(slots=True)
class Cell:
    """One template on one system; `cold` is the first request of the template.

    `warm` had ever new constants, `repeated` the same text again, `eight` is from the
    mix of eight clients. `first_byte` is the median over the warm ones, `fault` what is
    wrong with the answers.
    """

    cold: float | None = None
    warm: Timing | None = None
    repeated: Timing | None = None
    eight: Timing | None = None
    first_byte: float | None = None
    size: int = 0
    fault: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """Point queries of some clients: how many a second, and the seconds of one."""

    per_second: float
    median: float
    p99: float
    errors: int


@dataclass(slots=True)
class Measured:
    """One system; `unable` says why it has no figures. Bytes and seconds."""

    name: str
    title: str
    advice: str
    version: str
    unable: str = ""
    load: float | None = None
    restart: float | None = None
    memory: int = 0
    memory_after: int = 0
    cells: dict[str, Cell] = field(default_factory=dict)
    mix: float | None = None
    points: dict[str, Rate] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """A whole run."""

    size: str
    triples: int
    quads: int
    graphs: int
    day: str
    seconds: float
    machine: dict[str, str]
    templates: dict[str, str]
    systems: list[Measured]


_KEEPING = Keeping(Run)
write, read = _KEEPING.write, _KEEPING.read


def kept(folder: Path = FOLDER) -> list[Run]:
    """All runs that are kept, the smallest first; those of validators are others."""
    found = [read(path) for path in folder.glob("*.json") if not path.name.startswith(OTHERS)]
    return sorted(found, key=lambda one: one.triples)
