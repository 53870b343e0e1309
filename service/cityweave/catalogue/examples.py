"""The questions of a catalogue as RDF, in the form that SIB's sparql-examples have.

A question is a `sh:SPARQLExecutable` (https://www.w3.org/TR/shacl/#sparql-executables) with its
text, its target and its words (https://github.com/sib-swiss/sparql-examples); tools find it by
`rdfs:comment` and the text of the query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from cityweave.catalogue.query import CatalogueQuery, without_front_matter
from cityweave.query.tokens import declared_prefixes, first_verb, scan, tokenize
from cityweave.vocabulary import PREFIXES

SPEX = "https://purl.expasy.org/sparql-examples/ontology#"
NAMESPACES = {
    **{name: PREFIXES[name] for name in ("dcterms", "rdfs", "schema", "sh", "xsd")},
    "spex": SPEX,
}
_FORMS = {
    "SELECT": (PREFIXES["sh"] + "SPARQLSelectExecutable", PREFIXES["sh"] + "select"),
    "ASK": (PREFIXES["sh"] + "SPARQLAskExecutable", PREFIXES["sh"] + "ask"),
    "CONSTRUCT": (PREFIXES["sh"] + "SPARQLConstructExecutable", PREFIXES["sh"] + "construct"),
    "DESCRIBE": (SPEX + "SPARQLDescribeExecutable", SPEX + "describe"),
}
"""For each form of query its class and the property of its text; SHACL knows no DESCRIBE."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its parameters in place, ready to be asked as it stands."""

    query: CatalogueQuery
    text: str
    form: str
    prefixes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, query: CatalogueQuery, base: str) -> Example:
        """The question with the defaults of its parameters; ``base`` as of `with_values`."""
        text = without_front_matter(query.with_values({}, base))
        tokens = tokenize(text)
        verb = first_verb(scan(text))
        form = verb.text.upper() if verb is not None else ""
        return cls(query, text, form, tuple(declared_prefixes(tokens).items()))

    def triples(self, base: str, endpoint: str) -> Iterator[Triple]:
        """What is said of the question; ``endpoint`` is the address that it is meant for."""
        node = NamedNode(f"{base}queries/{self.query.name}")
        kind, holds = _FORMS[self.form]
        yield _triple(node, "rdf:type", NamedNode(PREFIXES["sh"] + "SPARQLExecutable"))
        yield _triple(node, "rdf:type", NamedNode(kind))
        # one only: tools show a question once for each comment
        yield _triple(node, "rdfs:comment", Literal(self.query.titles["en"], language="en"))
        for language, title in self.query.titles.items():
            yield _triple(node, "dcterms:title", Literal(title, language=language))
        about = self.query.description or self.query.summary
        yield _triple(node, "dcterms:description", Literal(about, language="en"))
        yield _triple(node, "sh:prefixes", prefixes_of(base))
        yield Triple(node, NamedNode(holds), Literal(self.text))
        yield _triple(node, "schema:target", NamedNode(endpoint))
        for tag in self.query.tags:
            yield _triple(node, "schema:keywords", Literal(tag))
        for other in self.query.endpoints:
            yield Triple(node, NamedNode(SPEX + "federatesWith"), NamedNode(other))


def examples(queries: Iterable[CatalogueQuery], base: str, endpoint: str) -> Iterator[Triple]:
    """Questions as examples for an endpoint, with the prefixes that they declare."""
    found = [Example.of(query, base) for query in queries]
    node = prefixes_of(base)
    yield _triple(node, "rdf:type", NamedNode(PREFIXES["owl"] + "Ontology"))
    declared = {prefix: iri for one in found for prefix, iri in one.prefixes}
    for prefix, iri in sorted(declared.items()):
        declaration = NamedNode(f"{node.value}-{prefix}")
        space = Literal(iri, datatype=NamedNode(PREFIXES["xsd"] + "anyURI"))
        yield _triple(node, "sh:declare", declaration)
        yield _triple(declaration, "sh:prefix", Literal(prefix))
        yield _triple(declaration, "sh:namespace", space)
    for one in found:
        yield from one.triples(base, endpoint)


def prefixes_of(base: str) -> NamedNode:
    """What declares the prefixes of all questions."""
    return NamedNode(f"{base}queries#prefixes")


def _triple(subject: NamedNode, name: str, value: NamedNode | Literal) -> Triple:
    prefix, _, local = name.partition(":")
    return Triple(subject, NamedNode(PREFIXES[prefix] + local), value)
