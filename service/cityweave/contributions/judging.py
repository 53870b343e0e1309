"""What the workflow asks of validation, which is handed to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cityweave.errors import CityweaveError
from cityweave.store import Store
from cityweave.validation import Report, Submission, to_json
from cityweave.validation.assignment import NAME, Assignment, outcome
from cityweave.validation.describing import report_of
from cityweave.vocabulary import BASE


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document to judge in the context of the newest graph.

    `format` is a suffix (`ttl`, `csv`), `kind` the template of a table, `leaving` the graph
    whose statements go when this is accepted: they are no part of the context.
    """

    data: bytes
    name: str
    format: str
    kind: str | None = None
    leaving: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation found: the statements as N-Quads, and its report as JSON.

    `conforms` is whether there is no violation; `counts` are findings by severity, `profile`
    is the IRI of the profile's version.
    """

    statements: bytes
    report: bytes
    conforms: bool
    counts: Mapping[str, int]
    profile: str

    @classmethod
    def of(cls, report: Report, statements: bytes) -> Verdict:
        """The verdict that a report is."""
        counts = {str(one): count for one, count in report.counts().items() if count}
        return cls(
            statements,
            json.dumps(to_json(report), ensure_ascii=False).encode(),
            "violation" not in counts,
            counts,
            report.profile or "",
        )


Judge: TypeAlias = Callable[[Proposal], Verdict]
"""Raises `BadRequest`, `UnknownFormat` or `LimitExceeded` for what cannot be read."""


def judge_in(store: Store, base: str = BASE) -> Judge:
    """A judge by the default profile; a reader does the work where the store has any.

    The store needs the works of `validation.assignment`; `base` resolves relative IRIs.
    """

    def judged(proposal: Proposal) -> Verdict:
        document = Submission(proposal.data, proposal.name, proposal.format, base, proposal.kind)
        assignment = Assignment((document,), leaving=proposal.leaving, with_statements=True)
        return Verdict.of(*outcome(store.work(NAME, assignment.encode())))

    return judged


def unread(error: CityweaveError, name: str) -> Verdict:
    """The verdict on a document that could not be read, or may not say what it says."""
    error.source = name
    return Verdict.of(report_of([error]), b"")
