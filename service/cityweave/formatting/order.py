"""The order in which graphs, subjects, predicates and objects stand."""

from __future__ import annotations

import re

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from cityweave.formatting.names import RDF_TYPE
from cityweave.vocabulary import PREFIXES, SOURCE

Key = tuple[object, ...]

_FIRST = (
    RDF_TYPE,
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "altLabel",
    PREFIXES["skos"] + "notation",
    PREFIXES["sh"] + "name",
    PREFIXES["skos"] + "definition",
    PREFIXES["sh"] + "description",
    PREFIXES["skos"] + "scopeNote",
    PREFIXES["skos"] + "example",
    PREFIXES["rdfs"] + "comment",
)
_RANKS = {iri: rank for rank, iri in enumerate(_FIRST)}
_DIGITS = re.compile(r"(\d+)")
_PASSAGE = re.compile(re.escape(SOURCE) + r"(?P<document>[^#]*)#L(?P<first>\d+)(?:-(?P<last>\d+))?")


def natural(text: str) -> Key:
    """A key by which `action-2` comes before `action-10`; ties go by the characters."""
    parts = _DIGITS.split(text)
    return (tuple((int(part), "") if part.isdigit() and part.isascii() else (-1, part)
                  for part in parts if part), text)  # fmt: skip


def graph_key(name: NamedNode | BlankNode | DefaultGraph) -> Key:
    """The default graph, then passages by document and line, then other graphs by name."""
    if isinstance(name, DefaultGraph):
        return (0,)
    passage = _PASSAGE.fullmatch(name.value)
    if passage:
        first = int(passage["first"])
        return (1, natural(passage["document"]), first, int(passage["last"] or first))
    return (2, natural(name.value))


def subject_key(node: NamedNode | BlankNode | Triple, is_ontology: bool) -> Key:
    """The ontology's own header, then named things, then blank nodes."""
    if isinstance(node, NamedNode):
        return (0 if is_ontology else 1, natural(node.value))
    return (2, str(node))


def predicate_key(node: NamedNode) -> Key:
    """Type, names and definitions, then the rest by IRI."""
    return (_RANKS.get(node.value, len(_RANKS)), natural(node.value))


def object_key(node: NamedNode | BlankNode | Literal | Triple) -> Key:
    """IRIs, then literals by language, then what has no name."""
    if isinstance(node, NamedNode):
        return (0, natural(node.value))
    if isinstance(node, Literal):
        return (
            1,
            node.language or "",
            natural(node.value),
            node.datatype.value,
            str(node.direction),
        )
    return (2, str(node))
