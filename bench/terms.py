"""Terms as they stand in N-Triples, made from the namespaces of the project."""

from __future__ import annotations

from cityweave.vocabulary import BASE, CW, PREFIXES

A = f"<{PREFIXES['rdf']}type>"
LABEL = f"<{PREFIXES['rdfs']}label>"
_XSD = PREFIXES["xsd"]


def cw(name: str) -> str:
    """A term of the ontology."""
    return f"<{CW}{name}>"


def thing(kind: str, slug: str) -> str:
    """A thing of a kind."""
    return f"<{BASE}id/{kind}/{slug}>"


def text(words: str, language: str = "en") -> str:
    """Words in a language. They hold nothing that N-Triples escapes."""
    return f'"{words}"@{language}'


def typed(value: str, datatype: str) -> str:
    """A literal of an XML Schema datatype, by the name of the type."""
    return f'"{value}"^^<{_XSD}{datatype}>'
