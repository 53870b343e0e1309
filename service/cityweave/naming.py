"""The names of a deployment, which may serve the content under a base of its own.

The content is written with one base, `vocabulary.BASE`. A deployment's own names are those of
things, sources, named graphs and contributions: they begin with its base. What the software itself
gives a meaning is called the same everywhere: the ontology, the shapes, the profiles, the kinds of
problems and faults, and the graphs `ONTOLOGY_GRAPH`, `SHAPES_GRAPH` and `UNNAMED_GRAPH`. Every
deployment answers for those at its own paths, too.

A base is an absolute IRI that ends with a slash, as `Settings` has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from cityweave.vocabulary import BASE, PREFIXES

_SHARED_GRAPH = r"graph/(?:default|ontology|shapes)(?![\w/~%-])"
_SHARED = re.compile(rf"(?:ontology|shapes|profile|problem|fault)(?:[/#]|$)|{_SHARED_GRAPH}")
_KINDS = "id|source|graph|contributions|contributor"


@lru_cache(8)
def _own_in(base: str) -> re.Pattern[str]:
    """The base before each name of a deployment's own."""
    return re.compile(rf"{re.escape(base)}(?=(?:{_KINDS})/)(?!{_SHARED_GRAPH})")


_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^<>\"{}|^`\\\x00-\x20\x7f\ud800-\udfff]+")

Node = NamedNode | BlankNode | Literal | Triple


def is_iri(value: str) -> bool:
    """Whether a text is an absolute IRI (RFC 3987), as the engine judges it."""
    if not _IRI.fullmatch(value):
        return False
    try:
        NamedNode(value)
    except ValueError:
        return False
    return True


def renamed(text: str, base: str) -> str:
    """An IRI of the content as a deployment names it, or a text with such IRIs in it."""
    return text if base == BASE else _own_in(BASE).sub(lambda _: base, text)


def restored(text: str, base: str) -> str:
    """The inverse of `renamed`: a text with the names that the content has."""
    return text if base == BASE else _own_in(base).sub(lambda _: BASE, text)


def renamed_quads(quads: Iterable[Quad], base: str) -> Iterable[Quad]:
    """Statements of the content with the names of a deployment; as they are with the usual base.

    Literals are texts that may name things, as the namespaces and queries of shapes do.
    """
    return quads if base == BASE else _Renaming(base).quads(quads)


@lru_cache(8)
def prefixes_of(base: str) -> Mapping[str, str]:
    """The prefixes of `vocabulary.PREFIXES` as a deployment means them."""
    return MappingProxyType({name: renamed(iri, base) for name, iri in PREFIXES.items()})


def prefixes_used(statements: Iterable[Quad] | Iterable[Triple], base: str) -> Mapping[str, str]:
    """The prefixes of a deployment that shorten something in these statements."""
    spaces: set[str] = set()
    for statement in statements:
        for term in statement:
            if isinstance(term, NamedNode):
                spaces.add(_space(term.value))
            elif isinstance(term, Literal):
                spaces.add(_space(term.datatype.value))
    known = prefixes_of(base).items()
    return readable({name: iri for name, iri in known if iri in spaces})


def readable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those of some prefixes that a document may declare and be understood by every reader.

    The name of a time span without an end ends in a dot (`timespan/2013_..`), which is escaped in
    a local name (https://www.w3.org/TR/turtle/#grammar-production-PN_LOCAL_ESC), and rdflib 7
    takes a name that ends so for bad syntax. Time spans are written in full.
    """
    return {name: iri for name, iri in prefixes.items() if not iri.endswith("/id/timespan/")}


def _space(iri: str) -> str:
    """An IRI without its last part."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def compact(iri: str, base: str) -> str:
    """An IRI by the longest prefix that a deployment knows; one without any as it is."""
    known = prefixes_of(base).items()
    fitting = [one for one in known if iri.startswith(one[1]) and iri != one[1]]
    if not fitting:
        return iri
    prefix, start = max(fitting, key=lambda one: len(one[1]))
    return f"{prefix}:{iri.removeprefix(start)}"


def iri_at(path: str, base: str) -> str:
    """The IRI whose address is a path of the deployment; `path` has no slash at its beginning."""
    return (BASE if _SHARED.match(path) else base) + path


def path_of(iri: str, base: str) -> str | None:
    """The path at which a deployment answers for an IRI, with its fragment; None for others' names.

    The inverse of `iri_at`.
    """
    for one in (base, BASE):
        path = iri.removeprefix(one)
        if path != iri and iri_at(path, base) == iri:
            return path
    return None


class _Renaming:
    """Renames terms, each of which it looks at once."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._names: dict[str, NamedNode] = {}

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            subject, graph = quad.subject, quad.graph_name
            yield Quad(
                self._name(subject) if isinstance(subject, NamedNode) else subject,
                self._name(quad.predicate),
                self._node(quad.object),
                self._name(graph) if isinstance(graph, NamedNode) else graph,
            )

    def _name(self, node: NamedNode) -> NamedNode:
        found = self._names.get(node.value)
        if found is None:
            new = renamed(node.value, self._base)
            found = self._names[node.value] = node if new == node.value else NamedNode(new)
        return found

    def _node(self, node: Node) -> Node:
        if isinstance(node, NamedNode):
            return self._name(node)
        if isinstance(node, Literal):
            return self._literal(node)
        return self._triple(node) if isinstance(node, Triple) else node

    def _triple(self, node: Triple) -> Triple:
        subject = node.subject
        return Triple(
            self._name(subject) if isinstance(subject, NamedNode) else subject,
            self._name(node.predicate),
            self._node(node.object),
        )

    def _literal(self, node: Literal) -> Literal:
        if BASE not in node.value:
            return node
        text = renamed(node.value, self._base)
        if node.language is not None:
            return Literal(text, language=node.language, direction=node.direction)
        return Literal(text, datatype=node.datatype)
