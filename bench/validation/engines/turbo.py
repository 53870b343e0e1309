"""pyshacl-turbo, an engine in Rust, over the dataset of its companion rdflib-turbo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.validation.engines.engine import PythonEngine


class Turbo(PythonEngine):
    """Shapes compiled once, a native dataset that it borrows: the fastest of its ways in."""

    name = "pyshacl-turbo"
    title = "pyshacl-turbo"
    packages = ("pyshacl-turbo", "rdflib-turbo")
    advice = (
        "`compile_shapes(…)`, then `validate` of a `rdflib_turbo.Dataset`, which it borrows "
        "without a copy"
    )
    largest = 1_000_000
    limit = "it took 0.7 s at 34k and 39 s at 343k"

    def load(self, data: Path) -> None:
        """Parse into a native dataset."""
        import rdflib_turbo  # noqa: PLC0415 - as in the others

        self._data = rdflib_turbo.Dataset()
        self._data.parse(str(data), format=data.suffix.removeprefix("."))

    def prepare(self, shapes: Path) -> None:
        """Compile the shapes."""
        import pyshacl_turbo  # noqa: PLC0415 - as in the others

        compile_shapes: Any = pyshacl_turbo.compile_shapes  # it has no annotations
        self._program = compile_shapes(str(shapes))

    def judge(self) -> None:
        """Validate."""
        _, self._found, _ = self._program.validate(self._data)

    def report(self) -> bytes:
        """As rdflib writes it."""
        written: bytes = self._found.serialize(format="nt", encoding="utf-8")
        return written
