"""pyrudof, the Python face of rudof, written in Rust."""

from __future__ import annotations

from pathlib import Path

from bench.validation.engines.engine import PythonEngine


class Rudof(PythonEngine):
    """rudof's native engine, which its makers recommend, and which is the default."""

    name = "pyrudof"
    title = "pyrudof"
    packages = ("pyrudof",)
    advice = "`Rudof.read_data`, `read_shacl`, `validate_shacl` with the native engine"
    largest = 1_000_000
    limit = "it took 4 GB of memory at 343k"

    def load(self, data: Path) -> None:
        """Parse into rudof's graph."""
        import pyrudof  # noqa: PLC0415 - as in the others

        self._rudof = pyrudof.Rudof(pyrudof.RudofConfig())
        formats = {".nt": pyrudof.RDFFormat.NTriples, ".ttl": pyrudof.RDFFormat.Turtle}
        self._rudof.read_data(str(data), format=formats[data.suffix])

    def prepare(self, shapes: Path) -> None:
        """Parse the shapes."""
        import pyrudof  # noqa: PLC0415 - as in the others

        self._rudof.read_shacl(str(shapes), format=pyrudof.ShaclFormat.Turtle)

    def judge(self) -> None:
        """Validate."""
        self._rudof.validate_shacl()

    def report(self) -> bytes:
        """As rudof writes it."""
        import pyrudof  # noqa: PLC0415 - as in the others

        written: str = self._rudof.serialize_shacl_validation_results(
            format=pyrudof.ResultShaclValidationFormat.NTriples
        )
        return written.encode()
