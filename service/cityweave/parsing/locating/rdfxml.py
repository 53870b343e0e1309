"""Where the statements of RDF/XML stand.

The grammar of https://www.w3.org/TR/rdf12-xml/#section-Infoset-Grammar with places
instead of terms, in the order of Oxigraph: the statements of a tag come with it, those
of an element when it ends, and of those that come together the last comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal as Choice

from pyoxigraph import NamedNode, Triple

from cityweave.parsing.index import FIRST, NIL, REST
from cityweave.parsing.locating.markup import Attribute, End, Entities, Start, Text, events
from cityweave.parsing.locating.mentions import Mention, Stated, Vocabulary
from cityweave.vocabulary import PREFIXES

_RDF = PREFIXES["rdf"]
_ITS = "http://www.w3.org/2005/11/its"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:")
_SYNTAX = frozenset(
    ("ID", "about", "annotation", "annotationNodeID", "bagID", "datatype", "nodeID", "parseType",
     "resource", "type", "version")
)  # fmt: skip

Kind = Choice["document", "node", "property", "collection", "literal", "triple"]


@dataclass(slots=True)
class _Element:
    """An open element; `subject` is that of the statements it makes, or its node."""

    kind: Kind
    subject: Mention | None = None
    predicate: Mention | None = None
    value: Mention | None = None
    attributes: dict[str, Attribute] = field(default_factory=dict)
    members: list[Mention] = field(default_factory=list)
    inner: list[Stated] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    base: str = ""
    version: str = ""
    listed: int = 0
    depth: int = 0


def statements(text: str, vocabulary: Vocabulary, base: str | None) -> list[Stated]:
    """The statements of a text that Oxigraph reads, in its order.

    They end where something stands that is not understood.
    """
    document = _Document(vocabulary, base or "")
    try:
        for event in events(text, document.entities):
            document.take(event)
    except (LookupError, ValueError):
        return document.stated
    return document.stated


class _Document:
    """The elements that are open, and the statements so far."""

    def __init__(self, vocabulary: Vocabulary, base: str) -> None:
        self.stated: list[Stated] = []
        self.entities = Entities()
        self._vocabulary = vocabulary
        self._batch: list[Stated] = []
        self._open = [_Element("document", base=base)]
        self._triples: list[_Element] = []
        self._namespaces: dict[str, list[str]] = {}
        self._names: dict[str, int] = {}

    def take(self, event: Start | End | Text) -> None:
        """Read the next tag or text."""
        element = self._open[-1]
        if isinstance(event, Text):
            self._text(event, element)
        elif isinstance(event, Start):
            if element.kind == "literal":
                element.depth += 1
                element.value = element.value or self._literal(event.start, None)
            else:
                self._start(event, element)
        elif element.depth:
            element.depth -= 1
        else:
            self._open.pop()
            if element.kind == "triple":
                self._triples.pop()
            self._end(element)
            for prefix in element.prefixes:
                self._namespaces[prefix].pop()
        self.stated.extend(reversed(self._batch))
        self._batch.clear()

    def _text(self, event: Text, element: _Element) -> None:
        if element.kind == "literal":
            element.value = element.value or self._literal(event.start, None)
        elif element.kind == "property" and (element.value is None or event.value.strip()):
            text = event.value if event.is_raw else self.entities.expand(event.value)
            element.value = self._literal(event.start, text)

    # Names and terms

    def _declare(self, tag: Start) -> list[str]:
        """The prefixes that a tag declares, from now on in force."""
        declared = []
        for attribute in tag.attributes:
            name, _, prefix = attribute.name.partition(":")
            if name == "xmlns":
                iri = self.entities.expand(attribute.value)
                if iri is None:
                    raise ValueError(attribute.value)
                self._namespaces.setdefault(prefix, []).append(iri)
                declared.append(prefix)
        return declared

    def _resolve(self, name: str) -> str:
        """The IRI of a qualified name."""
        prefix, colon, local = name.partition(":")
        return self._namespaces[prefix if colon else ""][-1] + (local if colon else name)

    def _known(self, iri: str) -> int:
        number = self._names.get(iri)
        if number is None:
            number = self._names[iri] = self._vocabulary.known(NamedNode(iri))
        return number

    def _literal(self, start: int, text: str | None) -> Mention:
        return Mention(start, self._vocabulary.literal(text))

    def _iri(self, attribute: Attribute, base: str, *, is_id: bool = False) -> Mention:
        """The IRI that an attribute gives, as it is written or relative to the base."""
        iri = self.entities.expand(attribute.value)
        if iri is not None and not is_id and "/." not in iri and _ABSOLUTE.match(iri):
            return Mention(attribute.value_start, self._known(iri))
        reference = f"{base} {'#' if is_id else ''}{attribute.value}"
        return Mention(attribute.value_start, self._vocabulary.label(reference, NamedNode))

    def _blank(self, attribute: Attribute) -> Mention:
        return Mention(attribute.value_start, self._vocabulary.label(f"_:{attribute.value}"))

    def _unnamed(self, start: int) -> Mention:
        return Mention(start, self._vocabulary.unnamed())

    def _state(self, subject: Mention, predicate: Mention, value: Mention) -> None:
        """A statement; one inside of `rdf:parseType="Triple"` is not made, but a term."""
        into = self._triples[-1].inner if self._triples else self._batch
        into.append((subject, predicate, value, None))

    def _state_rdf(self, subject: Mention, name: str, value: Mention, start: int) -> None:
        self._state(subject, Mention(start, self._known(_RDF + name)), value)

    # Elements

    def _start(self, tag: Start, parent: _Element) -> None:
        prefixes = self._declare(tag)
        name = self._resolve(tag.name)
        element = _Element("node", prefixes=prefixes, base=parent.base, version=parent.version)
        said: list[tuple[Mention, Mention]] = []
        for attribute in tag.attributes:
            if attribute.name == "xml:base":
                element.base = attribute.value
            if attribute.name.startswith("xml"):
                continue
            iri = self._resolve(attribute.name)
            if iri.startswith(_RDF) and iri.removeprefix(_RDF) in _SYNTAX:
                element.attributes[iri.removeprefix(_RDF)] = attribute
            elif not (iri.startswith(_ITS) and iri.removeprefix(_ITS) in ("dir", "version")):
                value = self._literal(attribute.value_start, self.entities.expand(attribute.value))
                said.append((Mention(attribute.start, self._known(iri)), value))
        if "version" in element.attributes:
            element.version = element.attributes["version"].value
        if parent.kind == "document" and name == _RDF + "RDF":
            element.kind = "document"
        elif parent.kind == "node":
            self._start_property(tag, name, parent, element, said)
        else:
            self._start_node(tag, name, element, said)
        self._open.append(element)

    def _start_node(
        self, tag: Start, name: str, element: _Element, said: list[tuple[Mention, Mention]]
    ) -> None:
        attributes = element.attributes
        if "ID" in attributes:
            element.subject = self._iri(attributes["ID"], element.base, is_id=True)
        elif "nodeID" in attributes:
            element.subject = self._blank(attributes["nodeID"])
        elif "about" in attributes:
            element.subject = self._iri(attributes["about"], element.base)
        else:
            element.subject = self._unnamed(tag.start)
        self._describe(element.subject, said, element)
        if name != _RDF + "Description":
            type_ = Mention(tag.name_start, self._known(name))
            self._state_rdf(element.subject, "type", type_, tag.name_start)

    def _describe(
        self, subject: Mention, said: list[tuple[Mention, Mention]], element: _Element
    ) -> None:
        """What the attributes of an element say about a node."""
        for predicate, value in said:
            self._state(subject, predicate, value)
        if "type" in element.attributes:
            attribute = element.attributes["type"]
            value = self._iri(attribute, element.base)
            self._state_rdf(subject, "type", value, attribute.start)

    def _start_property(
        self,
        tag: Start,
        name: str,
        parent: _Element,
        element: _Element,
        said: list[tuple[Mention, Mention]],
    ) -> None:
        attributes = element.attributes
        if name == _RDF + "li":
            parent.listed += 1
            name = f"{_RDF}_{parent.listed}"
        element.subject = parent.subject
        element.predicate = Mention(tag.name_start, self._known(name))
        kind = attributes["parseType"].value if "parseType" in attributes else None
        if kind is None:
            element.kind = "property"
            if "resource" in attributes:
                element.value = self._iri(attributes["resource"], element.base)
            elif "nodeID" in attributes:
                element.value = self._blank(attributes["nodeID"])
            elif said:
                element.value = self._unnamed(tag.start)
            if element.value:
                self._describe(element.value, said, element)
        elif kind == "Resource":
            element.value = self._unnamed(tag.start)
            self._finish(element)
            element.subject = element.value
        elif kind == "Collection":
            element.kind = "collection"
        elif kind == "Triple":
            element.kind = "triple"
            self._triples.append(element)
        else:
            element.kind = "literal"

    def _end(self, element: _Element) -> None:
        parent = self._open[-1]
        kind = element.attributes["parseType"].value if "parseType" in element.attributes else None
        if element.kind == "node":
            if kind != "Resource" and element.subject is not None:
                if parent.kind == "property":
                    parent.value = element.subject
                parent.members.append(element.subject)
        elif element.kind == "property":
            start = element.predicate.start if element.predicate else 0
            element.value = element.value or self._literal(start, "")
            self._finish(element)
        elif element.kind == "collection":
            self._end_collection(element)
        elif element.kind == "literal" and kind == "Literal":
            self._finish(element)
        elif element.kind == "triple" and element.version == "1.2":
            ((subject, _, _, _),) = element.inner
            element.value = Mention(subject.start, self._vocabulary.unnamed(Triple))
            self._finish(element)

    def _end_collection(self, element: _Element) -> None:
        start = element.predicate.start if element.predicate else 0
        rest = Mention(start, self._known(NIL.value))
        for member in reversed(element.members):
            part = self._unnamed(member.start)
            self._state(part, Mention(start, self._known(FIRST.value)), member)
            self._state(part, Mention(start, self._known(REST.value)), rest)
            rest = part
        element.value = rest
        self._finish(element)

    def _finish(self, element: _Element) -> None:
        """The statement that a property element makes, and what its attributes say about it."""
        subject, predicate, value = element.subject, element.predicate, element.value
        if subject is None or predicate is None or value is None:
            raise LookupError
        attributes = element.attributes
        if "ID" in attributes:
            name = self._iri(attributes["ID"], element.base, is_id=True)
            start = attributes["ID"].start
            statement = Mention(name.start, self._known(_RDF + "Statement"))
            self._state_rdf(name, "type", statement, start)
            self._state_rdf(name, "subject", subject, start)
            self._state_rdf(name, "predicate", predicate, start)
            self._state_rdf(name, "object", value, start)
        for key in ("annotation", "annotationNodeID"):
            if key in attributes:
                attribute = attributes[key]
                is_iri = key == "annotation"
                name = self._iri(attribute, element.base) if is_iri else self._blank(attribute)
                term = Mention(name.start, self._vocabulary.unnamed(Triple))
                self._state_rdf(name, "reifies", term, attribute.start)
        self._state(subject, predicate, value)
