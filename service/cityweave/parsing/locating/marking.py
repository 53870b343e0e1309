"""JSON-LD with a mark in the place of each value, so that quads tell where they come from.

Which statements JSON-LD makes depends on contexts, containers, scopes and aliases, and
is for the engine to say. It says so of a copy of the document in which each string and
number is an IRI that counts (`place:17`): a mark comes out as the object, in a literal
or as an IRI, or as the subject, if it was an `@id`. Node objects without an `@id` get
one. What has a meaning to the processing (contexts, keys, types, languages) stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from typing import Literal

from cityweave.parsing.locating.jsontree import Value

_UNMARKED = frozenset(
    "@context @type @language @direction @index @base @vocab @version @container @import "
    "@propagate @protected @prefix".split()
)
_NO_NODES = _UNMARKED | {"@reverse", "@nest"}
_NO_NODE = frozenset({"@value", "@list", "@set"})
Unnamed = Literal["node", "graph"]
_NUMBER = re.compile(r"[0-9]{1,9}")
_MAPS = frozenset({"@index", "@language", "@id", "@type"})


class Contexts:
    """What the contexts of a document say of its keys, taken together.

    `containers` are those of the terms (https://www.w3.org/TR/json-ld11/#context-definitions).
    A key that is the alias of a keyword in any context is taken for one in all.
    """

    def __init__(self, root: Value) -> None:
        self.containers: dict[str, set[str]] = defaultdict(set)
        self.terms: set[str] = set()
        self._reversed: set[str] = set()
        self._aliases: dict[str, str] = {}
        inside = -1
        for value in root.walk():
            if value.key == "@context" and value.start > inside:
                inside = value.end
            elif value.start < inside:
                self._define(value)

    def keyword(self, key: str | None) -> str | None:
        """The keyword that a key is or stands for."""
        if key is None or key.startswith("@"):
            return key
        return self._aliases.get(key)

    def is_node(self, value: Value) -> bool:
        """Whether an object is that of a node: no value, list or set, and no map."""
        containers = self.containers.get(value.key or "")
        if containers is not None and not _MAPS.isdisjoint(containers):
            return False
        return _NO_NODE.isdisjoint(self.keyword(one.key) for one in value.inner)

    def is_in_map(self, value: Value, container: str) -> bool:
        """Whether an object stands in a map with that container."""
        holder = value.parent
        if holder is not None and holder.kind == "array":
            holder = holder.parent
        name = holder.key if holder is not None else None
        return name is not None and container in self.containers.get(name, ())

    def is_reverse(self, key: str | None) -> bool:
        """Whether what a key leads to is the subject, or what leads to it may be."""
        return self.keyword(key) == "@reverse" or key in self._reversed

    def can_be(self, text: str, iri: str) -> bool:
        """Whether an IRI can be that of a text: absolute, relative, compact or a term."""
        if text == iri or not text or text in self.terms:
            return True
        prefix, colon, local = text.partition(":")
        if colon and prefix in self.terms:
            return iri.endswith(local)
        return iri.endswith(text.rpartition("/")[2].lstrip("."))

    def _define(self, value: Value) -> None:
        """Take note of a line of a context."""
        if value.key is not None and not value.key.startswith("@"):
            self.terms.add(value.key)
        if value.kind != "string":
            return
        term, text = value.name, value.string
        if term is None:
            return
        if not term.startswith("@") and text.startswith("@"):
            self._aliases[term] = text
        holder = value.parent
        if value.key is None and holder is not None:
            holder = holder.parent
        defined = holder.key if holder is not None else None
        if defined is None:
            return
        if term == "@container":
            self.containers[defined].add(text)
        elif term == "@reverse":
            self._reversed.add(defined)
        elif term == "@id" and text.startswith("@"):
            self._aliases[defined] = text


class Marked:
    """The copy of a document with marks in it."""

    def __init__(
        self, text: str, root: Value, contexts: Contexts, unnamed: Collection[Unnamed]
    ) -> None:
        self._scheme = "place"
        while f"{self._scheme}:" in text or f'"{self._scheme}"' in text:
            self._scheme += "-x"
        self._values: list[Value] = []
        self._contexts = contexts
        self._named: set[int] = set()
        edits = self._edits(root, unnamed)
        parts, position = [], 0
        for start, end, new in sorted(edits):
            parts += [text[position:start], new]
            position = end
        self.text = "".join((*parts, text[position:]))

    def value(self, text: str) -> Value | None:
        """The value that a mark stands for; None for what is no mark."""
        scheme, _, number = text.partition(":")
        if scheme != self._scheme or not _NUMBER.fullmatch(number):
            return None
        return self._values[int(number)] if int(number) < len(self._values) else None

    def first(self, text: str) -> Value | None:
        """The value of the first mark in a text, such as that of a JSON literal."""
        _, found, rest = text.partition(f"{self._scheme}:")
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        return self.value(f"{self._scheme}:{digits}") if found else None

    def _mark(self, value: Value) -> str:
        self._values.append(value)
        return f'"{self._scheme}:{len(self._values) - 1}"'

    def has_mark(self, node: Value) -> bool:
        """Whether the object of a node has a mark as its `@id`."""
        return node.start in self._named

    def _edits(self, root: Value, unnamed: Collection[Unnamed]) -> list[tuple[int, int, str]]:
        edits, inside = [], -1
        for value in root.walk():
            if value.start < inside:
                continue
            keyword = self._contexts.keyword(value.name)
            if value.key == "@context":
                inside = value.end
            elif value.kind in ("string", "number", "truth"):
                if keyword not in _UNMARKED:
                    if keyword == "@id" and value.parent is not None:
                        self._named.add(value.parent.start)
                    edits.append((value.start, value.end, self._mark(value)))
            elif value.kind == "object" and self._unnamed(value, keyword) in unnamed:
                self._named.add(value.start)
                comma = ", " if value.inner else ""
                edits.append((value.end - 1, value.end - 1, f'{comma}"@id": {self._mark(value)}'))
        return edits

    def _unnamed(self, value: Value, keyword: str | None) -> Unnamed | None:
        """Whether an object is that of a node, or of a graph, without a name."""
        if keyword in _NO_NODES or not self._contexts.is_node(value):
            return None
        keys = {self._contexts.keyword(one.key) for one in value.inner}
        if "@id" in keys or self._contexts.is_in_map(value, "@type"):
            return None
        if "@graph" in keys:
            return "graph" if None in keys else None
        return "node"
