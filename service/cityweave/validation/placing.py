"""Where a result stands in the input; never at a place that it is not about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.parsing import Index, Place, Term
from cityweave.store import is_typed, kept
from cityweave.validation.names import sh
from cityweave.validation.paths import Alternative, Inverse, Path, Repeated, Sequence, inverse
from cityweave.validation.results import Result

WHOLE_PROPERTY = frozenset(
    sh(f"{name}ConstraintComponent") for name in ("MaxCount", "UniqueLang", "QualifiedMaxCount")
)
"""Components whose results are about a property as such, not about one value of it."""

CLOSED, EQUALS = sh("ClosedConstraintComponent"), sh("EqualsConstraintComponent")

REACH = 1000
"""Things that are visited for a path that is repeated."""


Statement: TypeAlias = tuple[Term, NamedNode, Term]
End: TypeAlias = tuple[Term, Statement | None]


class Places(Protocol):
    """Where statements stand in an input."""

    def of(self, subject: Term, predicate: NamedNode, value: Term) -> Place | None:
        """Where the object of a statement stands."""

    def property(self, subject: Term, predicate: NamedNode) -> Place | None:
        """Where the predicate of a thing stands for the first time."""

    def about(self, subject: Term) -> Place | None:
        """Where a thing is the subject for the first time."""


@lru_cache(maxsize=10_000)
def stored(term: Term) -> Term:
    """A term as a store gives it back: numbers and dates lose their needless zeros there."""
    return kept((term,)).get(term, term) if isinstance(term, Literal) else term


class Placing:
    """Finds the places of results.

    `statements` are those of the input. With them a path of several steps is followed to
    its last statement, and what is only spoken of is found, too; without them the place is
    that of the thing the result is about.
    """

    def __init__(self, places: Places | None, statements: Iterable[Quad] = ()) -> None:
        self._places = places
        self._quads = statements

    def place(self, result: Result) -> Place | None:
        """Where the input is to be changed, or None where that cannot be told."""
        found: Place | None = None
        if self._places is None:
            return None
        if self._is_about_property(result) and result.path is not None:
            found = self._property(self._places, result.path, result.focus)
        elif result.path is not None and result.value is not None:
            found = self._value(self._places, result.path, result.focus, result.value)
            if found is None and result.component == EQUALS:  # a value of the other property
                found = self._link(self._places, result.focus, result.value)
        elif result.value is not None and result.value != result.focus:
            found = self._link(self._places, result.focus, result.value)
        return (
            found
            or self._thing(self._places, result.focus)
            or self._described(self._places, result.value)
        )

    def written(self, result: Result) -> Term | None:
        """The value as the input writes it: 5.0, where a query finds 5 in a store."""
        value = result.value
        if value is None or not is_typed(value):
            return value
        ends = (
            self._speaking
            if result.path is None
            else [end for end, _ in self._walk(result.path, result.focus)]
        )
        return next(self._same(result.focus, value, ends), value)

    def _same(self, focus: Term, value: Term, ends: Iterable[Term]) -> Iterator[Term]:
        """A value among terms; where the input says it nowhere of the focus, one kept so."""
        ends = tuple(ends)
        if value in ends:
            yield value
        elif all(subject != focus for subject, _, _ in self._speaking.get(value, ())):
            yield from (one for one in ends if stored(one) == stored(value))

    @staticmethod
    def _described(places: Places, value: Term | None) -> Place | None:
        """Where the value is described, when it is a thing."""
        return places.about(value) if isinstance(value, NamedNode | BlankNode) else None

    def _is_about_property(self, result: Result) -> bool:
        """Whether the property as such is at fault.

        A property that a closed shape does not know is, unless it has several values, whose
        results would all have the place of the first.
        """
        if result.component == CLOSED and isinstance(result.path, NamedNode):
            return len(self._index.objects(result.focus, result.path)) <= 1
        return result.component in WHOLE_PROPERTY

    def _thing(self, places: Places, term: Term) -> Place | None:
        """Where a thing is first described, or else first spoken of."""
        return self._described(places, term) or self._first(places, self._speaking.get(term, ()))

    def _property(self, places: Places, path: Path, focus: Term) -> Place | None:
        """Where the first step of a path begins."""
        match path:
            case NamedNode():
                return places.property(focus, path)
            case Inverse(path=NamedNode()):
                return self._first(places, (one for _, one in self._walk(path, focus)))
            case Inverse():
                return self._property(places, inverse(path.path), focus)
            case Sequence():
                return self._property(places, path.paths[0], focus)
            case Alternative():
                found = (self._property(places, one, focus) for one in path.paths)
                return min((place for place in found if place), default=None)
            case Repeated():
                return self._property(places, path.path, focus)

    def _value(self, places: Places, path: Path, focus: Term, value: Term) -> Place | None:
        """The last statement on the way to a value."""
        if isinstance(path, NamedNode) and (place := places.of(focus, path, value)):
            return place
        ends = list(self._walk(path, focus))
        same = set(self._same(focus, value, (end for end, _ in ends)))
        return self._first(places, (one for end, one in ends if end in same))

    def _link(self, places: Places, focus: Term, value: Term) -> Place | None:
        """A statement between the focus node and the value, whatever it says."""
        for subject, thing in ((focus, value), (value, focus)):
            speaking = (one for one in self._speaking.get(thing, ()) if one[0] == subject)
            if place := self._first(places, speaking):
                return place
        return None

    @staticmethod
    def _first(places: Places, statements: Iterable[Statement | None]) -> Place | None:
        found = (places.of(*one) for one in statements if one is not None)
        return min((place for place in found if place), default=None)

    @cached_property
    def _index(self) -> Index:
        return Index(self._quads)

    @cached_property
    def _speaking(self) -> dict[Term, list[Statement]]:
        """The statements that have a term as their object."""
        found: dict[Term, list[Statement]] = defaultdict(list)
        for quad in self._quads:
            found[quad.object].append((quad.subject, quad.predicate, quad.object))
        return found

    def _walk(self, path: Path, start: Term) -> Iterator[End]:
        """Where a path leads in the input, each end with the last statement on the way."""
        match path:
            case NamedNode():
                for value in self._index.objects(start, path):
                    yield value, (start, path, value)
            case Inverse(path=NamedNode() as predicate):
                for subject in self._index.subjects(predicate, start):
                    yield subject, (subject, predicate, start)
            case Inverse():
                yield from self._walk(inverse(path.path), start)
            case Sequence():
                yield from self._steps(path.paths, start)
            case Alternative():
                yield from chain.from_iterable(self._walk(one, start) for one in path.paths)
            case Repeated():
                yield from self._repeat(path, start)

    def _steps(self, paths: tuple[Path, ...], start: Term) -> Iterator[End]:
        if len(paths) == 1:
            yield from self._walk(paths[0], start)
            return
        for middle, _ in self._walk(paths[0], start):
            yield from self._steps(paths[1:], middle)

    def _repeat(self, path: Repeated, start: Term) -> Iterator[End]:
        seen = {start}
        if path.sign != "+":
            yield start, None
        front = [start]
        while front and len(seen) < REACH:
            following = []
            for node in front:
                for end, statement in self._walk(path.path, node):
                    yield end, statement
                    if end not in seen:
                        seen.add(end)
                        following.append(end)
            front = [] if path.sign == "?" else following
