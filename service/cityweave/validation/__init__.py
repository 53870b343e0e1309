"""Data and shapes in, a report out."""

from cityweave.parsing.fault import Fault, Severity
from cityweave.validation.describing import describe
from cityweave.validation.engine import validate
from cityweave.validation.exchange import from_json, to_json
from cityweave.validation.known import StoreKnown
from cityweave.validation.labels import Known
from cityweave.validation.report import Finding, Fix, Group, Report

__all__ = [
    "Fault",
    "Finding",
    "Fix",
    "Group",
    "Known",
    "Report",
    "Severity",
    "StoreKnown",
    "describe",
    "from_json",
    "to_json",
    "validate",
]
