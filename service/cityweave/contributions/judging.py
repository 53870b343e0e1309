"""What the workflow asks of validation, which is handed to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias


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


Judge: TypeAlias = Callable[[Proposal], Verdict]
"""Raises `BadRequest`, `UnknownFormat` or `LimitExceeded` for what cannot be read."""
