"""Faults of which it is known what a validator must find; they stand in `faults.ttl`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from bench.rows import Row
from cityweave.vocabulary import PREFIXES, SHAPES

FILE = Path(__file__).with_name("faults.ttl")
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
SH = PREFIXES["sh"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: what is stated, in Turtle, and what must be found, a line each."""

    name: str
    states: str
    finds: tuple[str, ...]

    def facts(self, number: int) -> list[str]:
        """The triples of the fault of that number, as N-Triples without the dot."""
        return [str(triple) for triple in _triples(self.states.replace("{n}", str(number)))]

    def rows(self, number: int) -> Iterator[Row]:
        """What must be found of it, severity included: all shapes of the project are violations."""
        for line in self.finds:
            focus, path, value, shape, component = (
                part.strip() for part in line.replace("{n}", str(number)).split("|")
            )
            yield Row(
                _term(focus),
                _term(path),
                _term(value),
                f"<{SHAPES}{shape}>",
                f"<{SH}{component}ConstraintComponent>",
                f"<{SH}Violation>",
            )


def faults() -> tuple[Fault, ...]:
    """All kinds, as they stand in the file."""
    _, *blocks = FILE.read_text(encoding="utf-8").split("\n#+ ")
    return tuple(_fault(block) for block in blocks)


def _fault(block: str) -> Fault:
    name, *lines = block.splitlines()
    finds = [line.removeprefix("#= ") for line in lines if line.startswith("#= ")]
    return Fault(
        name, "\n".join(line for line in lines if not line.startswith("#= ")), tuple(finds)
    )


def _triples(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)]


def _term(written: str) -> str:
    """A term of Turtle as N-Triples writes it; nothing stays nothing."""
    return str(_triples(f"<urn:s> <urn:p> {written} .")[0].object) if written else ""
