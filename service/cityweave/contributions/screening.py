"""Judges a contribution in its context, and keeps what was found."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock

from cityweave.contributions.blobs import Blobs
from cityweave.contributions.contribution import Contribution, Event, Judgement, State, Step
from cityweave.contributions.judging import Judge, Proposal, unread
from cityweave.contributions.records import Records
from cityweave.contributions.statements import quads_of, staged
from cityweave.errors import (
    BadParameter,
    BadRequest,
    TooLarge,
    UnknownFormat,
    WriteTimeout,
    WriteTooComplex,
    WriteTooHungry,
    WriteTooLarge,
)
from cityweave.store import Store

UNREADABLE = (
    BadRequest,
    UnknownFormat,
    TooLarge,
    WriteTimeout,
    WriteTooComplex,
    WriteTooHungry,
    WriteTooLarge,
)
"""What is wrong with a document, and not with the server."""


class Screening:
    """Takes a contribution from `submitted` (or `invalid`, or `staged`) to what it is now."""

    def __init__(
        self, store: Store, judge: Judge, records: Records, blobs: Blobs, keeping: Lock
    ) -> None:
        """Hold `keeping` from the first bytes that are kept to the record that names them."""
        self._store = store
        self._judge = judge
        self._records = records
        self._blobs = blobs
        self._keeping = keeping

    def judged(self, one: Contribution) -> Contribution:
        """Judge against the newest state. Raises what is no fault of the document.

        Whoever was quicker in changing the record is right: then that is the answer.
        """
        document = one.document
        state = self._store.state
        leaving = None if one.supersedes is None else self._records.get(one.supersedes)
        proposal = Proposal(
            self._blobs.get(document.sha256),
            document.name,
            document.format,
            document.kind,
            leaving.graph if leaving is not None and leaving.state is State.ACCEPTED else None,
        )
        problem: str | None = None
        statements = b""
        try:
            verdict = self._judge(proposal)
        except UNREADABLE as error:
            problem, verdict = str(error), unread(error, document.name)
        try:
            statements = staged(verdict.statements, one.id, one.base)
        except BadParameter as error:
            if verdict.conforms:
                problem, verdict = str(error), unread(error, document.name)
        size = sum(1 for _ in quads_of(statements))
        if verdict.conforms and not size:
            nothing = BadParameter(
                "The document states nothing.", hint="Send one with statements, or with rows."
            )
            problem, verdict = str(nothing), unread(nothing, document.name)
        with self._keeping:
            judgement = Judgement(
                profile=verdict.profile,
                conforms=verdict.conforms,
                counts=dict(verdict.counts),
                report=self._blobs.put(verdict.report),
                statements=self._blobs.put(statements),
                size=size,
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                state=state.name,
                problem=problem,
            )
            after = one.moved(
                State.STAGED if judgement.conforms else State.INVALID,
                Event(Step.VALIDATION, judgement.at),
                judgement=judgement,
            )
            moved = self._records.move([(one, after)])
            left = one if moved else after
            self._blobs.remove(left.names() - self._records.names())
            return after if moved else self._records.get(one.id)
