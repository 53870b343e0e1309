"""Names of SHACL's vocabulary and of those that it rests on (https://www.w3.org/ns/shacl)."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from pyoxigraph import BlankNode, NamedNode

from cityweave.vocabulary import PREFIXES

Name: TypeAlias = NamedNode | BlankNode
"""What a shape is called in its graph."""


@cache
def sh(name: str) -> NamedNode:
    """A term of SHACL."""
    return NamedNode(PREFIXES["sh"] + name)


TYPE = NamedNode(PREFIXES["rdf"] + "type")
LANG_STRING = NamedNode(PREFIXES["rdf"] + "langString")
SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
CLASS = NamedNode(PREFIXES["rdfs"] + "Class")
IMPORTS = NamedNode(PREFIXES["owl"] + "imports")
