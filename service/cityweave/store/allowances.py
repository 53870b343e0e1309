"""What writes and validations may take: their limits, in the place of those of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cityweave.errors import (
    LimitExceeded,
    Overloaded,
    TooManyQueries,
    ValidationTimeout,
    ValidationTooLarge,
    WriteTimeout,
    WriteTooComplex,
    WriteTooHungry,
    WriteTooLarge,
)
from cityweave.settings import Settings
from cityweave.store.limits import Limits
from cityweave.store.writing import UNLIMITED, Allowance

QUEUED = 1000
"""Writes that may wait for their turn; only who has a token gets that far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLimits(Limits):
    """Bounds of updates or of uploads, each with the words for who passes them.

    `rows` are the statements that one adds, `size` their bytes as N-Quads, `literal`
    the bytes of one term.
    """

    what: Literal["update", "upload"]
    literal: int

    @classmethod
    def of_updates(cls, settings: Settings) -> WriteLimits:
        """The limits of updates that the settings name."""
        return cls._of(settings, "update", settings.max_update_memory)

    @classmethod
    def of_uploads(cls, settings: Settings) -> WriteLimits:
        """The limits of uploads that the settings name."""
        return cls._of(settings, "upload", settings.max_upload_memory)

    @classmethod
    def _of(cls, settings: Settings, what: Literal["update", "upload"], memory: int) -> WriteLimits:
        return cls(
            seconds=settings.max_update_seconds,
            rows=settings.max_update_statements,
            size=settings.max_update_bytes,
            memory=memory,
            queries=settings.max_updates,
            per_client=QUEUED,
            queued=QUEUED,
            what=what,
            literal=settings.max_literal_bytes,
        )

    @property
    def allowance(self) -> Allowance:
        """The same as a task takes it along."""
        return Allowance(self.seconds, self.memory, self.rows, self.size, self.literal)

    def timeout(self) -> LimitExceeded:
        """What a write that took too long is answered."""
        return WriteTimeout(
            f"The {self.what} was stopped after {self.seconds:g} s, the limit of "
            "max_update_seconds.",
            hint="Send it in smaller parts.",
        )

    def hungry(self) -> LimitExceeded:
        """What a write that took too much memory is answered."""
        return WriteTooHungry(
            f"The {self.what} needs more than {self.memory} bytes of memory, the limit of "
            f"max_{self.what}_memory.",
            hint="Send it in smaller parts, without entities that contain entities."
            if self.what == "upload"
            else "Name the graphs that it is about, or send it in smaller parts.",
        )

    def large(self, reason: str) -> LimitExceeded:
        """What a write with too many `rows` or `bytes` is answered."""
        most, setting = (
            (f"{self.rows} statements", "max_update_statements")
            if reason == "rows"
            else (f"{self.size} bytes of statements", "max_update_bytes")
        )
        return WriteTooLarge(
            f"The {self.what} adds more than {most}, the limit of {setting}.",
            hint="Send it in smaller parts, or load it with `cityweave load`.",
        )

    def deep(self) -> LimitExceeded:
        """What a write that ran out of the engine's stack is answered."""
        return WriteTooComplex(
            f"The {self.what} is nested so deeply that the stack of its reader ran out.",
            hint="Nest fewer brackets, and give the inner nodes names.",
        )


@dataclass(frozen=True, slots=True)
class WorkLimits(Limits):
    """Bounds of the work that readers do for the edges: of validations. `size` is of the answer."""

    @classmethod
    def of(cls, settings: Settings) -> WorkLimits:
        """The limits that the settings name."""
        return cls(
            seconds=settings.max_validation_seconds,
            rows=UNLIMITED,
            size=settings.max_report_bytes,
            memory=settings.max_validation_memory,
            queries=settings.max_validations,
            per_client=settings.max_validations_per_client,
            queued=settings.max_queued_validations,
        )

    @property
    def allowance(self) -> Allowance:
        """The same as a task takes it along."""
        return Allowance(self.seconds, self.memory, self.rows, self.size, self.size)

    def timeout(self) -> LimitExceeded:
        """What a validation that took too long is answered."""
        return ValidationTimeout(
            f"The validation was stopped after {self.seconds:g} s, the limit of "
            "max_validation_seconds.",
            hint="Send fewer statements at a time, or simpler shapes; `cityweave validate` has no "
            "such limit.",
        )

    def hungry(self) -> LimitExceeded:
        """What a validation that took too much memory is answered."""
        return ValidationTooLarge(
            f"The validation needs more than {self.memory} bytes of memory, the limit of "
            "max_validation_memory.",
            hint="Send fewer statements at a time, or simpler shapes; `cityweave validate` has no "
            "such limit.",
        )

    def large(self, reason: str) -> LimitExceeded:
        """What a report that is too long is answered."""
        return ValidationTooLarge(
            f"The report has more than {self.size} {reason}, the limit of max_report_bytes.",
            hint="Send fewer statements at a time.",
        )

    def deep(self) -> LimitExceeded:
        """What a validation that ran out of the engine's stack is answered."""
        return ValidationTooLarge(
            "The data or the shapes are nested so deeply that the stack of their reader ran out.",
            hint="Nest fewer brackets, shapes and lists.",
        )

    def greedy(self) -> LimitExceeded:
        """What one client is answered that has too much validated at once."""
        return TooManyQueries(
            f"{self.per_client} validations of yours are running or waiting, the limit of "
            "max_validations_per_client.",
            hint="Ask for them one after the other.",
        )

    def crowded(self) -> LimitExceeded:
        """What is answered when too many have something validated at once."""
        return Overloaded(
            f"{self.queries} validations run and {self.queued} wait, the limits of "
            "max_validations and max_queued_validations.",
            hint="Ask again later.",
        )
