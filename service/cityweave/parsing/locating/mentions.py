"""What a text mentions, where, and what that is called in RDF.

A scanner sees tokens and Oxigraph gives terms. To know that a token and a term are the
same without a second resolver of IRIs and escapes, the different tokens of a text
are read by Oxigraph too, each as the object of a statement of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.parsing.index import Term


class Mention(NamedTuple):
    """A term at an offset; `term` is its number in a `Vocabulary`."""

    start: int
    term: int


Stated: TypeAlias = tuple[Mention, Mention, Mention, Mention | None]
"""A statement as it stands in a text: subject, predicate, object, and graph if there is one."""

Unnamed: TypeAlias = type[BlankNode] | type[Literal] | type[NamedNode] | type[Triple]


class Vocabulary:
    """The terms that a text mentions, by number.

    Those that only the parse itself can name (blank nodes, and triples, which may
    hold blank nodes) are learnt from the first statement with them; until then their
    class is known, or of a literal its text.
    """

    def __init__(self) -> None:
        self._terms: list[Term | Unnamed | str] = []
        self._numbers: dict[str | NamedNode, int] = {}
        self._labels: dict[str, int] = {}
        self._samples: list[str] = []
        self._sampled: list[int] = []

    def unnamed(self, kind: Unnamed = BlankNode) -> int:
        """The number of a term that only the parse can name."""
        self._terms.append(kind)
        return len(self._terms) - 1

    def known(self, term: Term) -> int:
        """The number of a term that is known as it is."""
        self._terms.append(term)
        return len(self._terms) - 1

    def literal(self, text: str | None) -> int:
        """The number of a literal with that text, of which the parse knows the datatype."""
        self._terms.append(Literal if text is None else text)
        return len(self._terms) - 1

    def token(self, text: str) -> int:
        """The number of an IRI, prefixed name or literal of Turtle as it is written."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = self.unnamed(NamedNode)
            self._samples.append(f"<x:x> <x:x> {text} .\n")
            self._sampled.append(number)
        return number

    def label(self, text: str, kind: Unnamed = BlankNode) -> int:
        """The number of what has the same name all over the text, such as a blank node."""
        number = self._labels.get(text)
        if number is None:
            number = self._labels[text] = self.unnamed(kind)
        return number

    def declare(self, directive: str) -> None:
        """Take note of a `PREFIX` or `BASE`, after which tokens may mean something else."""
        self._numbers.clear()
        self._samples.append(f"{directive}\n")

    def resolve(self, base: str | None) -> None:
        """Have Oxigraph read the tokens."""
        text = "".join(self._samples).encode()
        parsed = ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base)
        for number, quad in zip(self._sampled, parsed, strict=True):
            self._terms[number] = quad.object

    def term(self, number: int) -> Term | None:
        """A term by its number; None for one that has not been learnt."""
        term = self._terms[number]
        return None if isinstance(term, type | str) else term

    def learn(self, pairs: Iterable[tuple[int, Term]]) -> bool:
        """Whether numbers can be these terms; if so, they are from now on."""
        terms = self._terms
        unknown = []
        for number, term in pairs:
            known = terms[number]
            if isinstance(known, type):
                if not isinstance(term, known):
                    return False
                unknown.append((number, term))
            elif isinstance(known, str):
                if not isinstance(term, Literal) or term.value != known:
                    return False
                unknown.append((number, term))
            elif known != term:
                return False
        for number, term in unknown:
            terms[number] = term
        return True
