"""Data and shapes in, a report out."""

from cityweave.parsing.fault import Fault, Severity
from cityweave.validation.describing import describe
from cityweave.validation.exchange import from_json, to_json
from cityweave.validation.judging import Judgement, judge, validate
from cityweave.validation.known import StoreKnown
from cityweave.validation.labels import Known
from cityweave.validation.profiles import Profile, profile, profiles
from cityweave.validation.report import Finding, Fix, Group, Report
from cityweave.validation.results import Result
from cityweave.validation.rulebook import Rulebook
from cityweave.validation.running import run
from cityweave.validation.shapes import Shapes
from cityweave.validation.submission import Submission

__all__ = [
    "Fault",
    "Finding",
    "Fix",
    "Group",
    "Judgement",
    "Known",
    "Profile",
    "Report",
    "Result",
    "Rulebook",
    "Severity",
    "Shapes",
    "StoreKnown",
    "Submission",
    "describe",
    "from_json",
    "judge",
    "profile",
    "profiles",
    "run",
    "to_json",
    "validate",
]
