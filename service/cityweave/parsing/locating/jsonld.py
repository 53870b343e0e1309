"""Where the statements of JSON-LD stand.

A copy of the document with marks in it (`marking`) is parsed too. Its statements come
in the same order as those of the document, and their marks tell the places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cityweave.parsing.index import FIRST, NIL, REST, Term
from cityweave.parsing.locating.jsontree import Value, read_json
from cityweave.parsing.locating.lines import Lines
from cityweave.parsing.locating.marking import Contexts, Marked, Unnamed
from cityweave.parsing.locating.places import Located, Places
from cityweave.parsing.place import Place

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_PATIENCE = 20
_DEEPEST = 100


def places(text: str, quads: Sequence[Quad], base: str | None, lines: Lines) -> Places:
    """The places of quads in the text that they were read from."""
    root = read_json(text)
    if root is None:
        return Places()
    contexts = Contexts(root)
    best = Places()
    attempts: tuple[tuple[Unnamed, ...], ...] = (("node", "graph"), ("node",), ())
    for unnamed in attempts:
        marked = Marked(text, root, contexts, unnamed)
        try:
            copies = tuple(
                ox.parse(marked.text.encode(), format=ox.RdfFormat.JSON_LD, base_iri=base)
            )
        except (SyntaxError, ValueError):
            continue
        pairs = tuple(_Alignment(marked, contexts).pairs(quads, copies))
        best = max(best, _Reading(marked, contexts, lines).places(pairs), key=len)
        if len(pairs) == len(quads):
            break
    return best


class _Alignment:
    """Which statement of the marked copy is which of the document.

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


class _Reading:
    """The places that marks tell."""

    def __init__(self, marked: Marked, contexts: Contexts, lines: Lines) -> None:
        self._marked = marked
        self._contexts = contexts
        self._lines = lines
        self._inner: dict[Term, Value] = {}
        self._graphs: dict[Term, Value] = {}
        self._lists: set[Term] = set()
        self._types: dict[Term, list[Term]] = defaultdict(list)

    def places(self, pairs: Sequence[tuple[Quad, Quad]]) -> Places:
        """The places of quads by their copies with marks."""
        for _, copy in reversed(pairs):
            self._look_inside(copy)
        for quad, copy in pairs:
            if copy.predicate == _TYPE:
                self._types[copy.subject].append(quad.object)
        graphs: dict[NamedNode | BlankNode, Place] = {}
        located: list[Located] = []
        for quad, copy in pairs:
            found = self._locate(quad, copy)
            if found is not None:
                value, predicate, subject = (self._lines.place(offset) for offset in found)
                located.append((quad, value, predicate, subject))
            graph = quad.graph_name
            if not isinstance(graph, DefaultGraph) and graph not in graphs:
                name = self._value(copy.graph_name)
                if name is not None:
                    graphs[graph] = self._lines.place(name.start)
        return Places(located, graphs)

    def _look_inside(self, copy: Quad) -> None:
        """What is in a blank node without a mark: the member of a list, a value, a graph's node."""
        value = self._value(copy.object)
        if value is not None and isinstance(copy.subject, BlankNode):
            is_list = copy.predicate == FIRST
            if is_list:
                self._lists.add(copy.subject)
            found = value if is_list else self._owner(value)
            if found is not None:
                self._inner[copy.subject] = found
        subject = self._value(copy.subject)
        if subject is not None and isinstance(copy.graph_name, BlankNode):
            self._graphs[copy.graph_name] = subject

    def _owner(self, value: Value) -> Value | None:
        """The node without a mark that has a value, if that is certain."""
        owner: Value | None = self._node(value)
        is_owner = False
        while owner is not None and not is_owner:
            if self._contexts.is_reverse(owner.key):
                return None
            is_nest = self._contexts.keyword(owner.key) == "@nest"
            owner = owner.parent
            is_owner = (
                owner is not None
                and owner.kind == "object"
                and not is_nest
                and self._contexts.is_node(owner)
            )
        return None if owner is None or self._marked.has_mark(owner) else owner

    def _value(self, term: Term | DefaultGraph) -> Value | None:
        """The value that the mark of a term stands for."""
        if isinstance(term, NamedNode | Literal):
            found = self._marked.value(term.value)
            if found is None and isinstance(term, Literal):
                found = self._marked.first(term.value)
            return found
        return self._inner.get(term) if isinstance(term, BlankNode) else None

    def _node(self, value: Value) -> Value:
        """The object of a node that is marked at its `@id`."""
        is_name = self._contexts.keyword(value.key) == "@id"
        return value.parent if is_name and value.parent is not None else value

    def _locate(self, quad: Quad, copy: Quad) -> tuple[int, int, int] | None:
        """Where object, predicate and subject stand."""
        subject = self._value(copy.subject)
        value = self._value(copy.object) or self._graphs.get(copy.object)
        if subject is None:
            return None
        about = subject.start
        if copy.predicate in (FIRST, REST) and isinstance(copy.subject, BlankNode):
            return (about if value is None else value.start), about, about
        node = self._node(subject)
        if value is None:
            stated = None
            if copy.predicate == _TYPE:
                stated = self._type(quad.object, copy.subject, node)
            elif copy.object == NIL:
                stated = self._empty(quad.predicate.value, node)
            if stated is None:
                return about, about, about
            key = stated if stated.key is not None else stated.parent
            return stated.start, (key or stated).key_start, about
        other = self._node(value)
        stated = self._property(other, node)
        if stated is not None:
            is_whole = copy.object in self._lists or copy.object in self._graphs
            if isinstance(copy.object, Literal):  # one of JSON has marks within
                is_whole = self._marked.value(copy.object.value) is None
            return (stated if is_whole else value).start, stated.key_start, about
        stated = self._property(node, other)  # as of @reverse
        if stated is not None:
            return about, stated.key_start, about
        return value.start, value.start, about

    def _property(self, inner: Value, outer: Value) -> Value | None:
        """The value of the key that leads from one node to what is in it."""
        found: Value | None = None
        value: Value | None = inner
        for _ in range(_DEEPEST):
            if value is None or value is outer:
                break
            if value.key and self._contexts.keyword(value.key) not in ("@reverse", "@nest"):
                found = value
            value = value.parent
        return found if value is outer else None

    def _type(self, type_: Term, subject: Term, node: Value) -> Value | None:
        """Where a type of a node stands; those of one key come sorted."""
        keys = [one for one in node.inner if self._contexts.keyword(one.key) == "@type"]
        stated = [
            value
            for key in sorted(keys, key=lambda one: one.key or "")
            for value in sorted(
                (one for one in key.walk() if one.kind == "string"), key=lambda one: one.string
            )
        ]
        types = self._types[subject]
        if len(types) == len(stated):
            return stated[types.index(type_)]
        iri = type_.value if isinstance(type_, NamedNode) else ""
        fitting = [one for one in stated if self._contexts.can_be(one.string, iri)]
        return fitting[0] if len(fitting) == 1 else None

    def _empty(self, iri: str, node: Value) -> Value | None:
        """Where an empty list stands."""
        empties = [one for one in node.inner if one.key and self._is_empty_list(one)]
        if len(empties) == 1:
            return empties[0]
        fitting = [one for one in empties if one.key and _ends_with(iri, one.key)]
        return fitting[0] if len(fitting) == 1 else None

    def _is_empty_list(self, value: Value) -> bool:
        if value.kind == "object":
            keys = {self._contexts.keyword(one.key): one for one in value.inner}
            return "@list" in keys and self._is_empty_list(keys["@list"])
        return value.kind == "array" and not value.inner


def _ends_with(iri: str, key: str) -> bool:
    """Whether a key is the last part of an IRI."""
    local = key.rpartition(":")[2]
    return iri.endswith(("/" + local, "#" + local, ":" + local))
