"""The validators that are measured, each run as its makers advise."""

from __future__ import annotations

from bench.validation.engines.cityweave import Cityweave
from bench.validation.engines.engine import Engine, PythonEngine
from bench.validation.engines.javascript import ShaclEngine
from bench.validation.engines.pyshacl import PySHACL
from bench.validation.engines.rudof import Rudof
from bench.validation.engines.turbo import Turbo

PYTHON: dict[str, type[PythonEngine]] = {
    one.name: one for one in (Cityweave, PySHACL, Rudof, Turbo)
}
"""Those that the worker runs, by name."""
ENGINES: dict[str, type[Engine]] = {**PYTHON, ShaclEngine.name: ShaclEngine}
"""By the names that the command line knows."""

__all__ = ["ENGINES", "PYTHON", "Engine", "PythonEngine"]
