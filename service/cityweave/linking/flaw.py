"""What is wrong with a link, before it is put in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from cityweave.linking.link import Account, Link
from cityweave.parsing.fault import Severity, Words


@dataclass(frozen=True, slots=True)
class Flaw:
    """A fault of a link, or of what is said of one.

    `code` names its phrase, whose gaps `gaps` fill; `fix` says what to do, and `instead` is
    the term to write, where they are known.
    """

    code: str
    link: Link | Account
    gaps: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "violation"
    fix: Words | None = None
    instead: NamedNode | Literal | None = None
