"""Where the statements of JSON-LD stand.

A copy of the document with marks in it (`marking`) is parsed too. Its statements come
in the same order as those of the document, and their marks tell the places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cityweave.parsing.index import FIRST, NIL, REST, Term
from cityweave.parsing.locating.alignment import Alignment
from cityweave.parsing.locating.jsontree import Value, read_json
from cityweave.parsing.locating.lines import Lines
from cityweave.parsing.locating.marking import Contexts, Marked, Unnamed
from cityweave.parsing.locating.matching import Offsets, placed
from cityweave.parsing.locating.places import Places

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DEEPEST = 100
_MOST = 100


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
        pairs = tuple(Alignment(marked, contexts).pairs(quads, copies))
        best = max(best, _Reading(marked, contexts, lines).places(pairs), key=len)
        if len(pairs) == len(quads):
            break
    return best


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
        self._stated_types: dict[Term, dict[Term, Value]] = {}
        self._empties: dict[int, dict[str, list[Value]]] = {}

    def places(self, pairs: Sequence[tuple[Quad, Quad]]) -> Places:
        """The places of quads by their copies with marks."""
        for _, copy in reversed(pairs):
            self._look_inside(copy)
        for quad, copy in pairs:
            if copy.predicate == _TYPE:
                self._types[copy.subject].append(quad.object)
        graphs: dict[NamedNode | BlankNode, int] = {}
        found: list[tuple[Offsets, Quad]] = []
        for quad, copy in pairs:
            offsets = self._locate(quad, copy)
            if offsets is not None:
                found.append((offsets, quad))
            graph, name = quad.graph_name, self._value(copy.graph_name)
            if name is not None and not isinstance(graph, DefaultGraph):
                graphs[graph] = min(name.start, graphs.get(graph, name.start))
        return placed(found, graphs, self._lines)

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
        graph = copy.graph_name
        if isinstance(graph, DefaultGraph) or subject is None or self._value(graph) is not None:
            return
        self._graphs[graph] = subject

    def _owner(self, value: Value) -> Value | None:
        """The node without a mark that has a value, if that is certain."""
        owner: Value | None = self._node(value)
        for _ in range(_DEEPEST):
            if owner is None or self._contexts.is_reverse(owner.key):
                return None
            is_nest = self._contexts.keyword(owner.key) == "@nest"
            owner = owner.parent
            if owner is None or owner.kind != "object" or is_nest:
                continue
            if self._contexts.is_node(owner):
                return None if self._marked.has_mark(owner) else owner
        return None

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

    def _locate(self, quad: Quad, copy: Quad) -> Offsets | None:
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
        if subject not in self._stated_types:
            self._stated_types[subject] = self._find_types(self._types[subject], node)
        return self._stated_types[subject].get(type_)

    def _find_types(self, types: list[Term], node: Value) -> dict[Term, Value]:
        keys = [one for one in node.inner if self._contexts.keyword(one.key) == "@type"]
        stated = [
            value
            for key in sorted(keys, key=lambda one: one.key or "")
            for value in sorted(
                (one for one in key.walk() if one.kind == "string"), key=lambda one: one.string
            )
        ]
        found: dict[Term, Value] = {}
        if len(types) == len(stated):
            for type_, value in zip(types, stated, strict=True):
                found.setdefault(type_, value)
        elif len(stated) <= _MOST:  # some are no IRIs, and make no statement
            for type_ in types:
                iri = type_.value if isinstance(type_, NamedNode) else ""
                fitting = [one for one in stated if self._contexts.can_be(one.string, iri)]
                if len(fitting) == 1:
                    found[type_] = fitting[0]
        return found

    def _empty(self, iri: str, node: Value) -> Value | None:
        """Where an empty list stands."""
        if node.start not in self._empties:
            found: dict[str, list[Value]] = defaultdict(list)
            for one in node.inner:
                if self._is_empty_list(one):
                    found[_tail(one.key or "")].append(one)
            self._empties[node.start] = found
        empties = self._empties[node.start]
        fitting = empties.get(_tail(iri), [])
        if len(empties) == 1:
            (fitting,) = empties.values()
        return fitting[0] if len(fitting) == 1 else None

    def _is_empty_list(self, value: Value) -> bool:
        if value.kind == "object":
            lists = [one for one in value.inner if self._contexts.keyword(one.key) == "@list"]
            return len(lists) == 1 and lists[0].kind == "array" and not lists[0].inner
        return value.kind == "array" and not value.inner


def _tail(name: str) -> str:
    """The last part of an IRI, or of a key."""
    return re.split("[/#:]", name)[-1]
