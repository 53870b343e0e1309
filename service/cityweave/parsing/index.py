"""Statements that can be asked by subject or by object, for small graphs such as shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from cityweave.errors import SyntaxErrorInData
from cityweave.vocabulary import PREFIXES

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

_RDF = PREFIXES["rdf"]
FIRST, REST, NIL = (NamedNode(_RDF + name) for name in ("first", "rest", "nil"))


class Index:
    """The merge of statements, in the order in which they came."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._objects: dict[tuple[Term, NamedNode], dict[Term, None]] = defaultdict(dict)
        self._subjects: dict[tuple[NamedNode, Term], dict[Term, None]] = defaultdict(dict)
        self._pairs: dict[NamedNode, dict[tuple[Term, Term], None]] = defaultdict(dict)
        self._about: dict[Term, dict[NamedNode, None]] = defaultdict(dict)
        for quad in quads:
            self._objects[quad.subject, quad.predicate][quad.object] = None
            self._subjects[quad.predicate, quad.object][quad.subject] = None
            self._pairs[quad.predicate][quad.subject, quad.object] = None
            self._about[quad.subject][quad.predicate] = None

    def objects(self, subject: Term, predicate: NamedNode) -> tuple[Term, ...]:
        """What a subject has for a predicate."""
        return tuple(self._objects.get((subject, predicate), ()))

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """The first of these, or None."""
        return next(iter(self._objects.get((subject, predicate), ())), None)

    def subjects(self, predicate: NamedNode, value: Term) -> tuple[Term, ...]:
        """What has that value for a predicate."""
        return tuple(self._subjects.get((predicate, value), ()))

    def pairs(self, predicate: NamedNode) -> tuple[tuple[Term, Term], ...]:
        """Subjects and objects of a predicate."""
        return tuple(self._pairs.get(predicate, ()))

    def predicates(self, subject: Term) -> tuple[NamedNode, ...]:
        """The predicates that a subject has."""
        return tuple(self._about.get(subject, ()))

    def subjects_of_all(self) -> tuple[Term, ...]:
        """Everything that something is said about."""
        return tuple(self._about)

    def items(self, head: Term) -> Iterator[Term]:
        """The members of a list (https://www.w3.org/TR/rdf-schema/#ch_collectionvocab).

        Raises `SyntaxErrorInData` for one that has no end, or is none.
        """
        seen: set[Term] = set()
        while head != NIL:
            firsts, rests = self.objects(head, FIRST), self.objects(head, REST)
            if head in seen or len(firsts) != 1 or len(rests) != 1:
                raise SyntaxErrorInData(
                    f"The list at {head} is broken: each part needs one rdf:first and one "
                    "rdf:rest, and the last leads to rdf:nil.",
                    hint="Write lists as ( … ), and let the writer make the parts.",
                )
            seen.add(head)
            yield firsts[0]
            head = rests[0]
