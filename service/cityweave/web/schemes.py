"""Kinds of what goes wrong, as concepts of a scheme that the software itself gives a meaning.

A problem type of RFC 9457 has a name, a title, a status code and a reference (section 4). SKOS has
a place for each of these, and lets kinds be kinds of others, which the tree of errors needs
(https://www.w3.org/TR/skos-reference/). The status is that of an example answer, in the terms of
https://www.w3.org/TR/HTTP-in-RDF10/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.parsing.fault import Words
from cityweave.vocabulary import BASE, PREFIXES
from cityweave.web.documents import LICENCE
from cityweave.web.languages import NAMES, words

_HTTP = "http://www.w3.org/2011/http#"


@dataclass(frozen=True, slots=True)
class Concept:
    """A kind of what goes wrong; `broader` is the code of the kind that it belongs to.

    `remedy` says what to do, `references` are addresses of specifications, `example` is a JSON
    text as it is answered with the HTTP `status`.
    """

    code: str
    titles: Words
    definitions: tuple[Words, ...]
    remedy: Words | None = None
    broader: str | None = None
    status: int | None = None
    references: tuple[str, ...] = ()
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """Concepts by code, at `path` below the base; `title` and `about` are keys of words."""

    path: str
    title: str
    about: str
    concepts: Mapping[str, Concept]

    def iri(self, code: str | None = None) -> str:
        """The name of the scheme, or of one of its concepts; the same in every deployment."""
        return f"{BASE}{self.path}/{code}" if code else BASE + self.path

    def narrower(self, code: str) -> tuple[str, ...]:
        """The codes of the kinds of a kind."""
        return tuple(one.code for one in self.concepts.values() if one.broader == code)


def stated(scheme: Scheme, code: str | None = None) -> Iterator[Triple]:
    """A scheme with all its concepts, or what is said of one of them."""
    if code is not None:
        yield from _concept(scheme, scheme.concepts[code])
        return
    node = NamedNode(scheme.iri())
    yield Triple(node, _term("rdf:type"), _term("skos:ConceptScheme"))
    yield Triple(node, _term("dcterms:license"), NamedNode(LICENCE))
    for language in NAMES:
        said = words(language)
        yield Triple(node, _term("dcterms:title"), Literal(said[scheme.title], language=language))
        about = Literal(said[scheme.about], language=language)
        yield Triple(node, _term("dcterms:description"), about)
    for one in scheme.concepts.values():
        if one.broader is None:
            yield Triple(node, _term("skos:hasTopConcept"), NamedNode(scheme.iri(one.code)))
    for one in scheme.concepts.values():
        yield from _concept(scheme, one)


def _concept(scheme: Scheme, one: Concept) -> Iterator[Triple]:
    node = NamedNode(scheme.iri(one.code))
    yield Triple(node, _term("rdf:type"), _term("skos:Concept"))
    yield Triple(node, _term("skos:inScheme"), NamedNode(scheme.iri()))
    yield Triple(node, _term("skos:notation"), Literal(one.code))
    if one.broader is not None:
        yield Triple(node, _term("skos:broader"), NamedNode(scheme.iri(one.broader)))
    for code in scheme.narrower(one.code):
        yield Triple(node, _term("skos:narrower"), NamedNode(scheme.iri(code)))
    texts = [("skos:prefLabel", one.titles)]
    texts += [("skos:definition", each) for each in one.definitions]
    texts += [("skos:scopeNote", one.remedy)] if one.remedy else []
    for predicate, said in texts:
        for language, text in said.items():
            yield Triple(node, _term(predicate), Literal(text, language=language))
    for address in one.references:
        yield Triple(node, _term("rdfs:seeAlso"), NamedNode(address))
    if one.status is not None and one.example is not None:
        # a name of its own each time would make another document of what is the same
        yield from _example(node, BlankNode(one.code), one.status, one.example)


def _example(node: NamedNode, answer: BlankNode, status: int, text: str) -> Iterator[Triple]:
    yield Triple(node, _term("skos:example"), answer)
    yield Triple(answer, _term("rdf:type"), NamedNode(_HTTP + "Response"))
    code = Literal(str(status), datatype=_term("xsd:int"))
    yield Triple(answer, NamedNode(_HTTP + "statusCodeValue"), code)
    yield Triple(answer, NamedNode(_HTTP + "reasonPhrase"), Literal(HTTPStatus(status).phrase))
    yield Triple(answer, _term("rdf:value"), Literal(text, datatype=_term("rdf:JSON")))


def _term(name: str) -> NamedNode:
    prefix, _, rest = name.partition(":")
    return NamedNode(PREFIXES[prefix] + rest)
