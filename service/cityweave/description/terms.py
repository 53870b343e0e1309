"""Terms of the vocabularies that describe datasets, by their prefixed names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.vocabulary import KINDS, PREFIXES

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        **{prefix: iri for prefix, iri in PREFIXES.items() if prefix not in KINDS},
        "dcatap": "http://data.europa.eu/r5r/",
        "formats": "http://www.w3.org/ns/formats/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "void-ext": "http://ldf.fi/void-ext#",
    }
)
"""The prefixes of a description."""

AUTHORITY = "http://publications.europa.eu/resource/authority/"
"""Controlled vocabularies of the EU, which DCAT-AP asks for (its section 11)."""

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


def term(name: str) -> NamedNode:
    """The term of a prefixed name such as ``dcat:Dataset``. Raises `KeyError` for the prefix."""
    prefix, _, local = name.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


def authority(table: str, code: str) -> NamedNode:
    """An entry of a controlled vocabulary of the EU."""
    return NamedNode(f"{AUTHORITY}{table}/{code}")


def shortened(iri: str) -> str | None:
    """The prefixed name of an IRI, or None where no prefix of a vocabulary fits."""
    for prefix, namespace in NAMESPACES.items():
        rest = iri.removeprefix(namespace)
        if rest and rest != iri and not set("/#?:%") & set(rest):
            return f"{prefix}:{rest}"
    return None


def texts(words: Mapping[str, str]) -> tuple[Literal, ...]:
    """A text in several languages."""
    return tuple(Literal(text, language=language) for language, text in words.items())


def grouped(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Each triple once, what is said of one subject in one place."""
    subjects: dict[object, dict[Triple, None]] = {}
    for one in triples:
        subjects.setdefault(one.subject, {})[one] = None
    return tuple(one for found in subjects.values() for one in found)


def integer(value: int) -> Literal:
    """A count."""
    return Literal(value)


def says(subject: Node, *statements: tuple[str, Value | tuple[Value, ...]]) -> Iterator[Triple]:
    """Triples about a subject: prefixed names of properties, each with its value or values."""
    for name, found in statements:
        predicate = term(name)
        for value in found if isinstance(found, tuple) else (found,):
            yield Triple(subject, predicate, value)
