"""What a run of the validators measured, as it is kept in `bench/results`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bench.keeping import Keeping
from bench.results import FOLDER, OTHERS


@dataclass(slots=True)
class Judged:
    """What an engine took for a set of shapes, and how its results compare with the right ones.

    Seconds, and bytes of memory: the most its process had, and what that had before it loaded
    anything. `error` says why there is nothing, `patience` how many seconds were waited in vain.
    `other` are results that are right but for value or severity.
    """

    load: float = 0
    prepare: float = 0
    judged: list[float] = field(default_factory=list)
    memory: int = 0
    empty: int = 0
    found: int = 0
    missing: int = 0
    extra: int = 0
    other: int = 0
    error: str = ""
    patience: float | None = None

    @property
    def seconds(self) -> float | None:
        """The median of the times that judging took."""
        return sorted(self.judged)[len(self.judged) // 2] if self.judged else None


@dataclass(slots=True)
class Score:
    """How many tests of a part of a suite an engine passes, and which it does not."""

    passed: int
    tests: int
    failed: list[str]


@dataclass(slots=True)
class System:
    """One engine; `unable` says why it has no figures."""

    name: str
    title: str
    advice: str
    version: str
    unable: str = ""
    whole: Judged = field(default_factory=Judged)
    trial: Judged = field(default_factory=Judged)
    suite: dict[str, Score] = field(default_factory=dict)


@dataclass(slots=True)
class Served:
    """The server that holds the graph: seconds to start, bytes of memory then and afterwards."""

    start: float
    memory: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """Requests of one kind to a running server: seconds of each, and what the last one said."""

    name: str
    seconds: list[float]
    findings: int
    expected: int
    error: str = ""

    @property
    def median(self) -> float | None:
        """The median."""
        return sorted(self.seconds)[len(self.seconds) // 2] if self.seconds else None


@dataclass(frozen=True, slots=True)
class Edit:
    """Edits of one kind: seconds to judge what one touches, and to judge everything again."""

    name: str
    count: int
    partial: list[float]
    whole: list[float]
    different: int
    """How many times the results of the two differed."""


@dataclass(slots=True)
class Run:
    """A whole run; `expected` counts the results there must be with all shapes and in the trial."""

    size: str
    triples: int
    day: str
    seconds: float
    load: float
    """Processes that waited for the processor before the run, on average of a minute."""

    machine: dict[str, str]
    shapes: int
    faults: dict[str, int]
    expected: dict[str, int]
    trial: list[str]
    systems: list[System]
    requests: list[Request] = field(default_factory=list)
    server: Served | None = None
    edits: list[Edit] = field(default_factory=list)


_KEEPING = Keeping(Run)
write, read = _KEEPING.write, _KEEPING.read


def place(size: str, folder: Path = FOLDER) -> Path:
    """The file that a run of that size is kept in."""
    return folder / f"{OTHERS}{size}.json"


def kept(folder: Path = FOLDER) -> list[Run]:
    """All runs that are kept, the smallest first."""
    found = [read(path) for path in folder.glob(f"{OTHERS}*.json")]
    return sorted(found, key=lambda one: one.triples)
