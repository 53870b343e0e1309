"""Data and shapes in, a report out."""

from cityweave.validation.engine import validate
from cityweave.validation.report import Finding, Report, Severity
from cityweave.validation.results import Result
from cityweave.validation.running import run
from cityweave.validation.shapes import Shapes

__all__ = ["Finding", "Report", "Result", "Severity", "Shapes", "run", "validate"]
