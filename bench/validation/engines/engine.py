"""What every measured validator has in common."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import ClassVar


class Engine(ABC):
    """A validator, and the process in which it judges."""

    name: ClassVar[str]
    title: ClassVar[str]
    packages: ClassVar[tuple[str, ...]]
    """What is installed for it from PyPI; the first one's version is that of the engine."""

    advice: ClassVar[str]
    """How it is run, in a sentence."""

    largest: ClassVar[int | None] = None
    """Triples that it is tried with, at most."""

    limit: ClassVar[str] = ""
    """Why no more."""

    @classmethod
    def missing(cls) -> str | None:
        """Why the engine cannot run here, when it cannot."""
        absent = [one for one in cls.packages if not _version(one)]
        return f"{absent[0]} is not installed" if absent else None

    @classmethod
    def version(cls) -> str:
        """Its version, and those of the packages that count beside it."""
        first, *others = (_version(one) for one in cls.packages)
        beside = [f"{name} {one}" for name, one in zip(cls.packages[1:], others, strict=True)]
        return f"{first} ({', '.join(beside)})" if beside else first

    @classmethod
    def command(cls) -> Sequence[str | Path]:
        """The process that judges: it reads jobs as lines of JSON and answers with such."""
        return [sys.executable, "-m", "bench.validation.worker", cls.name]


class PythonEngine(Engine):
    """A validator that is called from Python, in the process of the worker.

    An object judges one graph; files are N-Triples (.nt) or Turtle (.ttl).
    """

    @abstractmethod
    def load(self, data: Path) -> None:
        """Read the data."""

    @abstractmethod
    def prepare(self, shapes: Path) -> None:
        """Read the shapes, and compile them where that is a step of its own."""

    @abstractmethod
    def judge(self) -> None:
        """Find all results."""

    @abstractmethod
    def report(self) -> bytes:
        """What was found last, as a report in N-Triples."""


def _version(package: str) -> str:
    """The version of an installed package, or nothing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
