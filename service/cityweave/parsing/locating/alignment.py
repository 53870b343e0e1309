"""Which statement of a marked copy of JSON-LD is which of the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cityweave.parsing.index import Term
from cityweave.parsing.locating.marking import Contexts, Marked

_PATIENCE = 20


class Alignment:
    """A document and its copy, whose statements come in the same order.

    The copy may have more: an IRI that is none makes no statement, and its mark does.
    """

    def __init__(self, marked: Marked, contexts: Contexts) -> None:
        self._marked = marked
        self._contexts = contexts
        self._names: dict[Term, Term] = {}

    def pairs(self, quads: Sequence[Quad], copies: Sequence[Quad]) -> Iterator[tuple[Quad, Quad]]:
        """Quads with their copies, in order; those that have none are left out."""
        position, failures = 0, 0
        for quad in quads:
            for index in range(position, len(copies)):
                if self._fits(quad, copies[index]):
                    position = index + 1
                    yield quad, copies[index]
                    break
            else:
                failures += 1
                if failures > _PATIENCE:
                    return

    def _fits(self, quad: Quad, copy: Quad) -> bool:
        """Whether a statement of the copy is that of the document; if so, its names are learnt."""
        if quad.predicate != copy.predicate or not self._is_value(quad.object, copy.object):
            return False
        names: list[tuple[Term, Term]] = [(quad.subject, copy.subject)]
        if not isinstance(copy.object, Literal) and not isinstance(quad.object, Literal):
            names.append((quad.object, copy.object))
        graph, graph_copy = quad.graph_name, copy.graph_name
        if isinstance(graph, DefaultGraph) or isinstance(graph_copy, DefaultGraph):
            if graph != graph_copy:
                return False
        else:
            names.append((graph, graph_copy))
        if not all(self._is_node(term, marked) for term, marked in names):
            return False
        self._names.update((marked, term) for term, marked in names)
        return True

    def _is_value(self, term: Term, copy: Term) -> bool:
        """Whether an object can be what the mark stands for, as far as literals go."""
        text = copy.value if isinstance(copy, Literal | NamedNode) else ""
        value = self._marked.value(text)
        if value is None:
            if isinstance(copy, Literal):
                return isinstance(term, Literal) and (
                    term == copy or self._marked.first(text) is not None
                )
            return not isinstance(term, Literal)
        if value.kind in ("number", "truth"):
            is_number = value.kind == "number"
            return isinstance(term, Literal) and (is_number or term.value == value.text)
        if isinstance(copy, Literal):
            return isinstance(term, Literal) and term.value == value.string
        return not isinstance(term, Literal)

    def _is_node(self, term: Term, copy: Term) -> bool:
        """Whether an IRI or blank node can be what the mark stands for."""
        known = self._names.get(copy)
        if known is not None:
            return known == term
        value = self._marked.value(copy.value) if isinstance(copy, NamedNode) else None
        if value is None:
            return term == copy or (isinstance(term, BlankNode) and isinstance(copy, BlankNode))
        if value.kind != "string":
            return isinstance(term, BlankNode | NamedNode)
        text = value.string
        if text.startswith("_:") or isinstance(term, BlankNode):
            return isinstance(term, BlankNode) and text.startswith("_:")
        return isinstance(term, NamedNode) and self._contexts.can_be(text, term.value)
