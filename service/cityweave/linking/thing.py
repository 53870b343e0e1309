"""The things of ours that links are about: names, class, country, position, inhabitants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store
from rapidfuzz import fuzz, process

from cityweave.linking.position import Position
from cityweave.linking.target import CLASSES, LINKS
from cityweave.parsing import Term
from cityweave.parsing.country import country_code
from cityweave.spreadsheets.folding import fold
from cityweave.vocabulary import CW, PREFIXES

ALIKE = 75
"""How alike the names in two IRIs must be for one to be meant by the other, from 0 to 100."""
_COUNTED = frozenset({"population", "inhabitants", "residents", "citizens"})
"""What a quantity measures that is the number of inhabitants, folded."""


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)


TYPE, _SUBCLASS = _term("rdf", "type"), _term("rdfs", "subClassOf")
_LABELS = (_term("rdfs", "label"), _term("skos", "prefLabel"))
_OTHERS = (_term("skos", "altLabel"), _term("schema", "alternateName"))
_ALIAS, _FORM = _term("cw", "alias"), _term("cw", "literalForm")
_COUNTRY, _CODE, _WITHIN = (_term("cw", name) for name in ("country", "countryCode", "within"))
_GEOMETRY, _WKT = _term("geo", "hasGeometry"), _term("geo", "asWKT")
_QUANTITY, _MEASURE, _VALUE = (_term("cw", name) for name in ("hasQuantity", "measure", "value"))


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the graph, or in a file that is read beside it.

    `labels` are what it is mainly called, in any language, and `others` its other names.
    `classes` are the local names of the classes of ours that it has. `country` is an ISO
    3166-1 alpha-2 code; of a country, its own. `links` are the IRIs that it is linked to,
    by property.
    """

    iri: str
    labels: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    country: str | None = None
    position: Position | None = None
    population: int | None = None
    links: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return next(iter(self.labels), self.iri.rpartition("/")[2])


class Things:
    """Things in the default graph of a store, which must not change in the meantime."""

    def __init__(self, graph: Store) -> None:
        self._graph = graph

    def all(self) -> Iterator[Thing]:
        """All things of the classes that links of a gazetteer are for, in the order of IRIs."""
        return map(self.thing, self._linkable)

    def thing(self, iri: str) -> Thing:
        """What the graph says of a thing; an IRI that it does not know has no more than that."""
        node = NamedNode(iri)
        own_code = self._text(node, _CODE)
        return Thing(
            iri=iri,
            labels=self._names(node, _LABELS),
            others=(*self._names(node, _OTHERS), *self._aliases(node)),
            classes=self._classes(node),
            country=country_code(own_code) if own_code else self._country(node),
            position=self._position(node),
            population=self._population(node),
            links=tuple(self._links(node)),
        )

    def has(self, iri: str) -> bool:
        """Whether the graph says of which class something is: things elsewhere are only named."""
        return next(self._objects(NamedNode(iri), TYPE), None) is not None

    def nearest(self, iri: str) -> str | None:
        """The thing of the same kind whose IRI is most like one that nothing is said of."""
        kind, _, name = iri.rpartition("/")
        same = {own: one for one in self._linkable if (own := one.removeprefix(f"{kind}/")) != one}
        found = process.extractOne(name, same.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return same[found[0]] if found else None

    @cached_property
    def _linkable(self) -> list[str]:
        found = {
            quad.subject.value
            for one in self._below
            for quad in self._graph.quads_for_pattern(None, TYPE, NamedNode(one), DefaultGraph())
            if isinstance(quad.subject, NamedNode)
        }
        return sorted(found)

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        """The classes that have things, with the names of those above them in `CLASSES`."""
        found: dict[str, list[str]] = {}
        for name in CLASSES:
            waiting: list[Term] = [NamedNode(CW + name)]
            seen = set(waiting)
            while waiting:
                one = waiting.pop()
                found.setdefault(str(one)[1:-1], []).append(name)
                for quad in self._graph.quads_for_pattern(None, _SUBCLASS, one, DefaultGraph()):
                    if isinstance(quad.subject, NamedNode) and quad.subject not in seen:
                        seen.add(quad.subject)
                        waiting.append(quad.subject)
        return {iri: tuple(names) for iri, names in found.items()}

    def _classes(self, node: NamedNode) -> tuple[str, ...]:
        kinds = (one.value for one in self._objects(node, TYPE) if isinstance(one, NamedNode))
        return tuple(sorted({name for kind in kinds for name in self._below.get(kind, ())}))

    def _names(self, node: NamedNode, predicates: Iterable[NamedNode]) -> tuple[str, ...]:
        """Names, those in English first."""
        found = [
            one
            for predicate in predicates
            for one in self._objects(node, predicate)
            if isinstance(one, Literal)
        ]
        found.sort(key=lambda one: (one.language != "en", one.language or "", one.value))
        return tuple(dict.fromkeys(one.value for one in found))

    def _aliases(self, node: NamedNode) -> Iterator[str]:
        for alias in self._objects(node, _ALIAS):
            yield from (
                one.value for one in self._objects(alias, _FORM) if isinstance(one, Literal)
            )

    def _country(self, node: NamedNode, deep: int = 4) -> str | None:
        """The country of a place; without one, that of a larger place in which it lies."""
        for country in self._objects(node, _COUNTRY):
            if code := self._text(country, _CODE):
                return country_code(code)
        if not deep:
            return None
        larger = (one for one in self._objects(node, _WITHIN) if isinstance(one, NamedNode))
        return next(filter(None, (self._country(one, deep - 1) for one in larger)), None)

    def _position(self, node: NamedNode) -> Position | None:
        for geometry in self._objects(node, _GEOMETRY):
            for text in self._objects(geometry, _WKT):
                if isinstance(text, Literal) and (found := Position.of_wkt(text.value)):
                    return found
        return None

    def _population(self, node: NamedNode) -> int | None:
        for quantity in self._objects(node, _QUANTITY):
            measured = self._text(quantity, _MEASURE)
            value = self._text(quantity, _VALUE)
            if measured and value and fold(measured) in _COUNTED:
                try:
                    return int(float(value))
                except (ValueError, OverflowError):
                    continue
        return None

    def _links(self, node: NamedNode) -> Iterator[tuple[str, str]]:
        for predicate in sorted(LINKS):
            for one in self._objects(node, NamedNode(predicate)):
                if isinstance(one, NamedNode):
                    yield predicate, one.value

    def _text(self, node: Term, predicate: NamedNode) -> str | None:
        found = sorted(
            one.value for one in self._objects(node, predicate) if isinstance(one, Literal)
        )
        return found[0] if found else None

    def _objects(self, node: Term, predicate: NamedNode) -> Iterator[Term]:
        if isinstance(node, NamedNode | BlankNode):
            for quad in self._graph.quads_for_pattern(node, predicate, None, DefaultGraph()):
                yield quad.object
