"""Data and shapes in, a report out."""

from cityweave.validation.engine import validate
from cityweave.validation.report import Finding, Report, Severity

__all__ = ["Finding", "Report", "Severity", "validate"]
