"""What shapes say of a property, and what the ontology says of its terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from cityweave.parsing import Index
from cityweave.parsing.fault import Words
from cityweave.parsing.index import Term
from cityweave.vocabulary import BASE, PREFIXES

_SCHEME = BASE + "id/scheme/"
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)


TYPE = _term("rdf", "type")
LABEL = _term("rdfs", "label")
SUBCLASS = _term("rdfs", "subClassOf")
CONCEPT = _term("skos", "Concept")
PREF_LABEL = _term("skos", "prefLabel")
_DEFINITION, _IN_SCHEME = _term("skos", "definition"), _term("skos", "inScheme")


@dataclass(frozen=True, slots=True)
class Constraints:
    """The constraints on the values of a property, of all shapes together."""

    words: Words
    datatypes: tuple[str, ...]
    classes: tuple[str, ...]
    needed: bool
    single: bool
    tagged: bool
    node: bool


class Content:
    """Shapes and ontology, asked about classes and properties."""

    def __init__(self, statements: Index) -> None:
        self._statements = statements
        self._of_class: dict[str, list[Term]] = {}
        self._of_property: dict[str, list[Term]] = {}
        for target, found in (
            ("targetClass", self._of_class),
            ("targetSubjectsOf", self._of_property),
        ):
            for shape, value in statements.pairs(_term("sh", target)):
                for part in statements.objects(shape, _term("sh", "property")):
                    found.setdefault(_iri(value), []).append(part)

    def words(self, iri: str, *predicates: NamedNode) -> Words:
        """What a term is called, by language, by the first predicate that it has."""
        for predicate in predicates or (LABEL, PREF_LABEL):
            found = self._words(NamedNode(iri), predicate)
            if found:
                return found
        return {}

    def definition(self, iri: str) -> Words:
        """How the ontology defines a term; where it does not, how a shape describes its values."""
        shapes = (
            self._words(shape, _term("sh", "description"))
            for shape in self._of_property.get(iri, ())
        )
        return self.words(iri, _DEFINITION) or next(shapes, {})

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """A class and all classes above it, itself first."""
        return self._closure(iri, lambda node: self._statements.objects(node, SUBCLASS))

    def descendants(self, iri: str) -> tuple[str, ...]:
        """A class and all classes below it, itself first."""
        return self._closure(iri, lambda node: self._statements.subjects(SUBCLASS, node))

    def needed(self, of: str) -> tuple[str, ...]:
        """The properties that shapes ask of a class, in the order of their names."""
        shapes = self._class_shapes(of)
        paths = {_iri(self._statements.value(shape, _term("sh", "path"))) for shape in shapes}
        return tuple(sorted(path for path in paths if self.constraints(of, path).needed))

    def constraints(self, of: str, iri: str) -> Constraints:
        """What must hold for a property of a class. Raises `KeyError` where no shape has it."""
        path = _term("sh", "path")
        by_class = [
            shape
            for shape in self._class_shapes(of)
            if self._statements.value(shape, path) == NamedNode(iri)
        ]
        shapes = [*self._of_property.get(iri, ()), *by_class]
        if not shapes:
            message = f"No shape speaks of {iri}."
            raise KeyError(message)
        says = self._gathered(shapes)
        return Constraints(
            words=next(
                filter(None, (self._words(shape, _term("sh", "name")) for shape in shapes)), {}
            ),
            datatypes=says.get("datatype", ()),
            classes=says.get("class", ()),
            needed=any(int(count) > 0 for count in says.get("minCount", ())),
            single="1" in says.get("maxCount", ()),
            tagged="true" in says.get("uniqueLang", ()),
            node=PREFIXES["sh"] + "IRI" in says.get("nodeKind", ()),
        )

    def codes(self, iri: str) -> tuple[tuple[str, Words], ...]:
        """The concepts that are values of a property: those of the scheme that is named like it.

        `cw:organisationType` takes its values from `scheme:organisation-type`.
        """
        local = _CAPITAL.sub("-", iri.rpartition("#")[2]).lower()
        concepts = self._statements.subjects(_IN_SCHEME, NamedNode(_SCHEME + local))
        named = ((_iri(concept), self.words(_iri(concept), PREF_LABEL)) for concept in concepts)
        return tuple(sorted(named, key=lambda code: code[1].get("en", code[0]).casefold()))

    def _class_shapes(self, of: str) -> list[Term]:
        return [shape for iri in self.ancestors(of) for shape in self._of_class.get(iri, ())]

    def _gathered(self, shapes: list[Term]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for shape in shapes:
            for node in (shape, *self._alternatives(shape)):
                for predicate in self._statements.predicates(node):
                    name = predicate.value.removeprefix(PREFIXES["sh"])
                    for value in self._statements.objects(node, predicate):
                        if isinstance(value, NamedNode | Literal):
                            found.setdefault(name, {})[value.value] = None
        return {name: tuple(values) for name, values in found.items()}

    def _alternatives(self, shape: Term) -> Iterator[Term]:
        for head in self._statements.objects(shape, _term("sh", "or")):
            yield from self._statements.items(head)

    def _words(self, subject: Term, predicate: NamedNode) -> Words:
        values = self._statements.objects(subject, predicate)
        return {
            value.language: value.value
            for value in values
            if isinstance(value, Literal) and value.language
        }

    @staticmethod
    def _closure(iri: str, step: Callable[[Term], Iterable[Term]]) -> tuple[str, ...]:
        found: dict[str, None] = {iri: None}
        waiting = [iri]
        while waiting:
            for node in step(NamedNode(waiting.pop())):
                if isinstance(node, NamedNode) and node.value not in found:
                    found[node.value] = None
                    waiting.append(node.value)
        return tuple(found)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""
