"""What a store knows of names: labels, and the name that is nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from cityweave.parsing import Term
from cityweave.parsing.fault import Words
from cityweave.spreadsheets.named import members, named
from cityweave.validation.names import SUBCLASS
from cityweave.validation.similar import Names, folded
from cityweave.vocabulary import PREFIXES

NAMING = tuple(
    NamedNode(iri)
    for iri in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        PREFIXES["skos"] + "prefLabel",
        "http://purl.org/dc/terms/title",
        "https://schema.org/name",
        "http://xmlns.com/foaf/0.1/name",
    )
)
"""The properties that give a thing its name, the best first."""

ALTERNATIVE = NamedNode(PREFIXES["skos"] + "altLabel")

SEARCHES = 200
"""Names that are looked for in one run; a name of many things takes milliseconds."""


class StoreKnown:
    """Names in the default graph of a pyoxigraph store, as it is when they are asked for.

    The names of the things of some classes are read when the first of them is looked for, and
    not again: one value serves one run.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[tuple[str, tuple[str, ...]], tuple[str, str] | None] = {}
        self._names: dict[tuple[str, ...], Names] = {}

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
        name, among = folded(text), tuple(sorted(classes))
        if not name:
            return None
        if (name, among) not in self._found:
            if len(self._found) >= SEARCHES:
                return None
            if among not in self._names:
                self._names[among] = Names(self._named(among))
            self._found[name, among] = self._names[among].nearest(name)
        return self._found[name, among]

    def _named(self, classes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Things and their names, those of the classes and the classes below them.

        (https://www.w3.org/TR/shacl/#dfn-shacl-subclass)
        """
        naming = (*NAMING, ALTERNATIVE)
        if not classes:
            return named(self._store, naming)
        below = [one for one in self._below(classes) if isinstance(one, NamedNode)]
        return named(self._store, naming, members(self._store, below), below)

    def _below(self, classes: tuple[str, ...]) -> set[Term]:
        found: set[Term] = {NamedNode(one) for one in classes}
        pending = list(found)
        while pending:
            for quad in self._store.quads_for_pattern(
                None, SUBCLASS, pending.pop(), DefaultGraph()
            ):
                if quad.subject not in found:
                    found.add(quad.subject)
                    pending.append(quad.subject)
        return found

    def _objects(self, subject: NamedNode | BlankNode, predicate: NamedNode) -> Iterator[Term]:
        for quad in self._store.quads_for_pattern(subject, predicate, None, DefaultGraph()):
            yield quad.object
