"""Names of SHACL's vocabulary and of those that it rests on (https://www.w3.org/ns/shacl)."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from pyoxigraph import BlankNode, NamedNode
from rdflib.namespace import OWL, RDF, RDFS, SH

Name: TypeAlias = NamedNode | BlankNode
"""What a shape is called in its graph."""


@cache
def sh(name: str) -> NamedNode:
    """A term of SHACL; one that SHACL has not fails at once."""
    if name not in SH:
        raise LookupError(name)
    return NamedNode(SH + name)


TYPE = NamedNode(str(RDF.type))
LANG_STRING = NamedNode(str(RDF.langString))
SUBCLASS = NamedNode(str(RDFS.subClassOf))
CLASS = NamedNode(str(RDFS.Class))
IMPORTS = NamedNode(str(OWL.imports))
