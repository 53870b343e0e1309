"""A contribution as a value: what was sent, by whom, what was found, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cityweave.access import Holder
from cityweave.vocabulary import BASE


class State(StrEnum):
    """Where a contribution stands.

    `accepting` and `reverting` last for one transaction of the graph: who finds them after a
    crash looks into the graph for what was done.
    """

    SUBMITTED = "submitted"
    INVALID = "invalid"
    STAGED = "staged"
    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    REVERTING = "reverting"
    REVERTED = "reverted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


OPEN = (State.SUBMITTED, State.INVALID, State.STAGED)
"""Before any decision: these may be withdrawn, and count for the limit of a contributor."""

LIVE = (*OPEN, State.ACCEPTING, State.ACCEPTED)
"""The same bytes of the same contributor, sent once more, are this contribution."""


class Step(StrEnum):
    """What can happen to a contribution."""

    SUBMISSION = "submission"
    VALIDATION = "validation"
    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    REVERSAL = "reversal"
    SUPERSESSION = "supersession"
    RESTORATION = "restoration"


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes that were sent: name of the file, format (a suffix), SHA-256, length in bytes.

    `kind` is the template that a table follows, `url` where the bytes were fetched from.
    """

    name: str
    format: str
    sha256: str
    size: int
    kind: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What validation found; `profile` is the IRI of its version, `at` a time in UTC.

    `report` and `statements` are the SHA-256 of what is kept of them, `size` is the number
    of statements; `state` is the state of the graph in which it was judged. `problem` says why
    nothing could be judged.
    """

    profile: str
    conforms: bool
    counts: Mapping[str, int]
    report: str
    statements: str
    size: int
    at: str
    state: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One step: who took it, when (UTC), and why.

    `other` is the contribution on whose account a step happened, where there is one.
    """

    step: Step
    at: str
    by: Holder | None = None
    reason: str = ""
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """A contribution in one of its states; every change makes a new value.

    `base` is that of the deployment, under which it and its graph have their names.
    """

    id: str
    state: State
    document: Document
    by: Holder
    note: str = ""
    supersedes: str | None = None
    replaced: State | None = None
    """The state in which acceptance found what this supersedes: to it a reversal leads back."""
    judgement: Judgement | None = None
    events: tuple[Event, ...] = ()
    base: str = BASE

    @property
    def iri(self) -> str:
        """Its own IRI, under which its page is."""
        return f"{self.base}contributions/{self.id}"

    @property
    def graph(self) -> str:
        """The graph in which its statements stand while it is accepted."""
        return f"{self.base}graph/contribution/{self.id}"

    def last(self, *steps: Step) -> Event | None:
        """The last of such steps."""
        return next((one for one in reversed(self.events) if one.step in steps), None)

    def names(self) -> frozenset[str]:
        """The SHA-256 of everything that is kept of it."""
        found = self.judgement
        kept = () if found is None else (found.report, found.statements)
        return frozenset((self.document.sha256, *kept))

    def undone(self, state: State) -> Contribution:
        """The contribution without its last event, which did not happen."""
        replaced = None if self.state is State.ACCEPTING else self.replaced
        return replace(self, state=state, events=self.events[:-1], replaced=replaced)

    def moved(self, state: State, *events: Event, **changes: object) -> Contribution:
        """The contribution in another state, after these events."""
        return replace(self, state=state, events=(*self.events, *events), **changes)  # type: ignore[arg-type]
