"""What a store knows of names: labels, and the name that is nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store
from rapidfuzz import fuzz, process

from cityweave.parsing import Term
from cityweave.parsing.fault import Words
from cityweave.validation.labels import local_name
from cityweave.validation.names import SUBCLASS, TYPE
from cityweave.validation.similar import ALIKE, folded

NAMING = tuple(
    NamedNode(iri)
    for iri in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://purl.org/dc/terms/title",
        "https://schema.org/name",
        "http://xmlns.com/foaf/0.1/name",
    )
)
"""The properties that give a thing its name, the best first."""

ALTERNATIVE = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")

SEARCHES = 200
"""Names that are looked for in one run; a name of many things takes milliseconds."""

CANDIDATES = 20
"""Near names whose things are asked for their class."""


class StoreKnown:
    """Names in the default graph of a pyoxigraph store, as it is when they are asked for.

    The index of names is built when the first nearest name is asked for, and not again: one
    value serves one run.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[tuple[str, tuple[str, ...]], tuple[str, str] | None] = {}
        self._classes: dict[str, frozenset[Term]] = {}

    def labels(self, term: Term) -> Words | None:
        """What a thing is called, by language; None when it has no name."""
        if not isinstance(term, NamedNode | BlankNode):
            return None
        for predicate in NAMING:
            texts = sorted(
                (one for one in self._objects(term, predicate) if isinstance(one, Literal)),
                key=lambda one: (one.language or "", one.value),
            )
            if texts:
                found: dict[str, str] = {}
                for one in texts:
                    found.setdefault((one.language or "").partition("-")[0], one.value)
                return found
        return None

    def nearest(self, text: str, classes: Sequence[str] = ()) -> tuple[str, str] | None:
        """The thing, of one of the classes when there are any, whose name is most alike.

        Gives its term in N-Triples and that name; None where no name is alike, or where so
        many were looked for that the rest would take too long.
        """
        key = folded(text), tuple(sorted(classes))
        if key not in self._found:
            self._found[key] = (
                self._search(*key) if key[0] and len(self._found) < SEARCHES else None
            )
        return self._found[key]

    def _search(self, text: str, classes: tuple[str, ...]) -> tuple[str, str] | None:
        for name in self._candidates(text):
            for term, label in self._names[name]:
                if not classes or self._is_of(term, classes):
                    return str(term), label
        return None

    def _candidates(self, text: str) -> Iterator[str]:
        """Names that are alike, the nearest first; the same name before the long search."""
        if text in self._names:
            yield text
        fitting = [
            name
            for length in range(*_lengths(len(text)))
            for name in self._by_length.get(length, ())
        ]
        found = process.extract(
            text, fitting, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=CANDIDATES
        )
        for name, _, _ in found:
            if name != text:
                yield name

    def _is_of(self, term: NamedNode, classes: tuple[str, ...]) -> bool:
        types = set(self._objects(term, TYPE))
        return any(not types.isdisjoint(self._below(one)) for one in classes)

    def _below(self, iri: str) -> frozenset[Term]:
        """A class and those below it (https://www.w3.org/TR/shacl/#dfn-shacl-subclass)."""
        if iri not in self._classes:
            found: set[Term] = {NamedNode(iri)}
            pending: list[Term] = [*found]
            while pending:
                upper = pending.pop()
                for quad in self._store.quads_for_pattern(None, SUBCLASS, upper, DefaultGraph()):
                    if quad.subject not in found:
                        found.add(quad.subject)
                        pending.append(quad.subject)
            self._classes[iri] = frozenset(found)
        return self._classes[iri]

    @cached_property
    def _names(self) -> dict[str, list[tuple[NamedNode, str]]]:
        """Things by their folded names: labels in all languages, and the ends of their IRIs."""
        found: dict[str, list[tuple[NamedNode, str]]] = {}
        seen: set[NamedNode] = set()
        for term, label in self._labelled():
            name = folded(label)
            if name:
                found.setdefault(name, []).append((term, label))
            if term not in seen:
                seen.add(term)
                found.setdefault(folded(local_name(term.value)), []).append((term, label))
        return found

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for name in self._names:
            found.setdefault(len(name), []).append(name)
        return found

    def _labelled(self) -> Iterator[tuple[NamedNode, str]]:
        for predicate in (*NAMING, ALTERNATIVE):
            for quad in self._store.quads_for_pattern(None, predicate, None, DefaultGraph()):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    yield quad.subject, quad.object.value

    def _objects(self, subject: NamedNode | BlankNode, predicate: NamedNode) -> Iterator[Term]:
        for quad in self._store.quads_for_pattern(subject, predicate, None, DefaultGraph()):
            yield quad.object


def _lengths(length: int) -> tuple[int, int]:
    """From where to where, the end left out, the lengths of names reach that can be alike.

    A difference of length costs as many insertions, measured by both lengths together.
    """
    least, most = -(-length * ALIKE // (200 - ALIKE)), length * (200 - ALIKE) // ALIKE
    return least, most + 1
