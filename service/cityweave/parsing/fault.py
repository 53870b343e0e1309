"""What is wrong with an input before anything judges it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cityweave.parsing.place import Place

Words: TypeAlias = Mapping[str, str]
"""One text in several languages, by language tag: en, es, fr, nl."""

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of an input that could be read but not understood, or may not be there.

    A cell that holds no date, a label that nothing is called, a statement in a graph of
    somebody else. `code` names the kind of fault, stable and in kebab case; `value` is
    what stands at `place`; `fix` says what to write instead, where that is known.
    """

    code: str
    place: Place | None
    words: Words
    value: str | None = None
    fix: Words | None = None
    severity: Severity = "violation"
