"""What is wrong with a cell, before it is known where the cell stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cityweave.parsing import Place
from cityweave.parsing.fault import Fault, Severity, Words
from cityweave.spreadsheets.words import phrase


@dataclass(frozen=True, slots=True)
class Objection:
    """A fault without its place: `gaps` fill the phrase of its code, `fix` says what to write."""

    code: str
    gaps: Mapping[str, object] = field(default_factory=dict)
    fix: Words | None = None
    severity: Severity = "violation"

    def at(self, place: Place | None, value: str | None = None) -> Fault:
        """The fault of the cell at `place`, which holds `value`."""
        shown = {name: shortened(str(gap)) for name, gap in self.gaps.items()}
        words = phrase("fault." + self.code, **shown)
        return Fault(self.code, place, words, value, self.fix, self.severity)


def write(text: str) -> Words:
    """The fix that says what to write."""
    return phrase("fix.write", fix=shortened(text))


def shortened(text: str, most: int = 120) -> str:
    """A text on one line, and not too long to be shown."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
