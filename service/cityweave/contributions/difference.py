"""What a contribution would change in the graph, by thing, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.contributions.asking import Labels, batches, beyond, rows
from cityweave.contributions.duplicates import Duplicate, duplicates
from cityweave.parsing import Term
from cityweave.store import Store

Kind = OneOf["added", "removed", "changed", "known"]
Words = Mapping[str, str]
"""Language to text."""

_Set: TypeAlias = Mapping[Quad, None]
"""Statements in their order."""

_Matter: TypeAlias = tuple[Term, Term, str | None]


@dataclass(frozen=True, slots=True)
class Value:
    """A term as N-Triples writes it, and its names."""

    term: str
    words: Words


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: what happens to it, and what else the graph says of the same matter.

    `before` is the value that a changed one had, `beside` are other values that stay.
    """

    kind: Kind
    predicate: Value
    value: Value
    before: Value | None = None
    beside: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that statements are about; new when the graph says nothing of it."""

    subject: Value
    new: bool
    lines: tuple[Line, ...]
    duplicates: tuple[Duplicate, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All of it, thing by thing, in the order of the contribution."""

    entities: tuple[Entity, ...]

    def counts(self) -> dict[str, int]:
        """Statements by what happens to them; possible duplicates."""
        found = dict.fromkeys(("added", "removed", "changed", "known"), 0)
        for entity in self.entities:
            for line in entity.lines:
                found[line.kind] += 1
        return {**found, "duplicates": sum(len(one.duplicates) for one in self.entities)}


def difference(
    store: Store, coming: Iterable[Quad], leaving: Iterable[Quad], graphs: Sequence[str]
) -> Difference:
    """Compare statements that come, and those that leave, with all but these graphs."""
    came, left = _triples(coming), _triples(leaving)
    subjects: dict[Term, None] = dict.fromkeys(one.subject for one in (*came, *left))
    stays = _stays(store, subjects, graphs)
    told = {one.subject for one in (*stays, *left)}
    fresh = {one.subject for one in came} - told
    alike = duplicates(store, came, fresh, graphs)
    terms = [part for one in (*came, *left, *stays) for part in (one.predicate, one.object)]
    comparison = _Comparison(came, left, stays, Labels(store, [*subjects, *terms], came))
    return Difference(
        tuple(
            Entity(comparison.value(one), one in fresh, comparison.lines(one), alike.get(one, ()))
            for one in subjects
        )
    )


class _Comparison:
    """Statements that come, leave and stay, by what they are about."""

    def __init__(self, came: _Set, left: _Set, stays: _Set, labels: Labels) -> None:
        self._labels = labels
        self._added: dict[Term, list[Quad]] = defaultdict(list)
        self._known: dict[Term, list[Quad]] = defaultdict(list)
        self._gone: dict[Term, dict[_Matter, list[Quad]]] = defaultdict(lambda: defaultdict(list))
        self._beside: dict[_Matter, list[Term]] = defaultdict(list)
        for quad in came:
            known = quad in stays or quad in left
            (self._known if known else self._added)[quad.subject].append(quad)
        for quad in left:
            if quad not in came and quad not in stays:
                self._gone[quad.subject][_matter(quad)].append(quad)
        for quad in stays:
            self._beside[_matter(quad)].append(quad.object)

    def value(self, term: Term) -> Value:
        """A term with its names."""
        return Value(str(term), self._labels.of(term))

    def lines(self, subject: Term) -> tuple[Line, ...]:
        """What happens to one thing: first what is new or other, then what goes and what stays."""
        gone = self._gone[subject]
        made = [self._coming(quad, gone[_matter(quad)]) for quad in self._added[subject]]
        for quads in gone.values():
            made += [self._line("removed", one) for one in quads]
        return (*made, *(self._line("known", one) for one in self._known[subject]))

    def _coming(self, quad: Quad, gone: list[Quad]) -> Line:
        """A new statement; it changes one that goes, where there is one of the same matter."""
        beside = tuple(self.value(one) for one in self._beside[_matter(quad)])
        predicate, value = self.value(quad.predicate), self.value(quad.object)
        if gone:
            return Line("changed", predicate, value, self.value(gone.pop(0).object), beside)
        return Line("added", predicate, value, None, beside)

    def _line(self, kind: Kind, quad: Quad) -> Line:
        return Line(kind, self.value(quad.predicate), self.value(quad.object))


def _triples(quads: Iterable[Quad]) -> _Set:
    return dict.fromkeys(Quad(one.subject, one.predicate, one.object) for one in quads)


def _matter(quad: Quad) -> _Matter:
    """What a statement is about: subject, predicate, and the language of a text."""
    language = quad.object.language if isinstance(quad.object, Literal) else None
    return quad.subject, quad.predicate, language


def _stays(store: Store, subjects: Iterable[Term], graphs: Sequence[str]) -> _Set:
    """What all graphs but these say about the subjects."""
    other = beyond(graphs)
    found: dict[Quad, None] = {}
    for batch in batches(subjects):
        asked = f"VALUES ?s {{ {batch} }} GRAPH ?g {{ ?s ?p ?o }} {other}"
        for row in rows(store, f"SELECT DISTINCT ?s ?p ?o {{ {asked} }}"):
            subject, predicate = row["s"], row["p"]
            if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
                found[Quad(subject, predicate, row["o"])] = None
    return found
