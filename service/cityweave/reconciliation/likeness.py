"""Whether values of the graph are what a client's texts mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from cityweave.query.bindings import Term
from cityweave.reconciliation.allowance import Allowance
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.spelling import plain

ALIKE = 85
"""How alike, from 0 to 100, two texts are that count as the same."""

LONGEST = 1_000
"""Characters of a value that is compared by its letters; longer ones only as they stand."""

_SHORT = 4
_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class _Read:
    """A value as it is compared: the plain names that it has, and its number."""

    words: tuple[str, ...]
    number: float | None = None


class _Meant:
    """Texts of a client, any of which may be meant."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.texts = frozenset(wanted)
        self.words = frozenset(map(plain, wanted))
        self.long = [one for one in self.words if len(one) > _SHORT]
        self.numbers = frozenset(map(_number, wanted)) - {None}


class Likeness:
    """Compares for one batch: each text and value is folded once, each comparison counted."""

    def __init__(self, index: Index, allowance: Allowance) -> None:
        self._index, self._allowance = index, allowance
        self._meant: dict[tuple[str, ...], _Meant] = {}
        self._values: dict[Term, _Read] = {}

    def same(self, value: Term, wanted: tuple[str, ...]) -> bool:
        """Whether a value is what one of some texts, numbers or IRIs means.

        Raises as `Allowance.compare`.
        """
        read = self._of(value)
        self._allowance.compare(max(len(read.words), 1) * len(wanted))
        meant = self._meant.get(wanted)
        if meant is None:
            meant = self._meant[wanted] = _Meant(wanted)
        return (
            value.value in meant.texts
            or read.number in meant.numbers
            or any(_alike(word, meant) for word in read.words)
        )

    def _of(self, value: Term) -> _Read:
        found = self._values.get(value)
        if found is None:
            if len(self._values) >= _KEPT:
                self._values.clear()
            found = self._values[value] = self._read(value)
        return found

    def _read(self, value: Term) -> _Read:
        if not value.is_iri:
            if len(value.value) > LONGEST:
                return _Read(())
            return _Read((plain(value.value),), _number(value.value))
        thing = self._index.number(value.value)
        names = [] if thing is None else [one.text for one in self._index.names(thing)]
        return _Read(tuple(plain(one) for one in names if len(one) <= LONGEST))


def _alike(word: str, meant: _Meant) -> bool:
    if word in meant.words:
        return True
    near = process.extractOne(word, meant.long, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return near is not None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
