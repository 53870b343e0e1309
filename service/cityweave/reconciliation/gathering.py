"""Gathers what has a name, in a reader: the graph is at hand there, and nobody else has to wait."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode

from cityweave.reconciliation.packing import Packer
from cityweave.reconciliation.spelling import bare, forms, grams, plain
from cityweave.store import EmbeddedStore, Output, Preparation, Work
from cityweave.vocabulary import CW, PREFIXES

NAME = "reconciliation"
"""The name of the work in the registry of a store."""

LABEL, OTHER, BARE = range(3)
"""What a name is to its thing: the label, another name, either without “city of” and the like."""

FORMS = 4
"""A kind of a key is the form of the name (`spelling.forms`) times this, and what the name is."""

TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_RDFS_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_NAMES = (
    (_RDFS_LABEL, LABEL),
    (NamedNode(PREFIXES["skos"] + "prefLabel"), LABEL),
    (NamedNode(PREFIXES["skos"] + "altLabel"), OTHER),
    (NamedNode(PREFIXES["schema"] + "alternateName"), OTHER),
    (NamedNode(CW + "countryCode"), OTHER),
)
_ALIAS, _LITERAL_FORM = NamedNode(CW + "alias"), NamedNode(CW + "literalForm")
_COUNTRY = NamedNode(CW + "country")
_ADMINISTERS = NamedNode(CW + "administers")
_IN_PLACE = (_ADMINISTERS, NamedNode(CW + "basedIn"), NamedNode(CW + "within"))
_UNLISTED = frozenset((CW + "Alias", PREFIXES["rdf"] + "Statement"))
"""Classes whose members stand for names and statements of other things."""

Named: TypeAlias = tuple[str, str, int]
"""A name as it stands, its language (empty without one), and what it is to its thing."""


def works() -> Mapping[str, Preparation]:
    """The registry entry for `open_readers` and `open_store`."""
    return {NAME: prepare}


def prepare() -> Work:
    """Nothing has to be loaded."""
    return _work


def _work(store: EmbeddedStore, payload: bytes, output: Output) -> None:
    output.write(packed(gathered(store.merged, payload.decode())))


@dataclass(slots=True)
class Gathered:
    """What a graph has, by IRI: names, classes, countries and places of things; classes, named."""

    names: dict[str, dict[Named, None]] = field(default_factory=lambda: defaultdict(dict))
    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    countries: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    classes: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    broader: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def gathered(graph: ox.Store, start: str) -> Gathered:
    """All things of a graph whose IRIs begin with `start`."""
    found = Gathered()
    for subject, kind in _pairs(graph, TYPE):
        if subject.startswith(start):
            found.types[subject].add(kind)
    hidden = {one for one, kinds in found.types.items() if not kinds.isdisjoint(_UNLISTED)}
    for predicate, what in _NAMES:
        for subject, text, language in _literals(graph, predicate):
            if subject.startswith(start) and subject not in hidden:
                found.names[subject][text, language, what] = None
    owners: dict[str, list[str]] = defaultdict(list)
    for owner, alias in _pairs(graph, _ALIAS):
        owners[alias].append(owner)
    for alias, text, language in _literals(graph, _LITERAL_FORM):
        for owner in owners.get(alias, ()):
            if owner.startswith(start):
                found.names[owner][text, language, OTHER] = None
    _add_countries(graph, found)
    _add_classes(graph, found)
    return found


def _add_countries(graph: ox.Store, found: Gathered) -> None:
    """The place that each thing is in, and its country: its own, or of what it administers."""
    own = dict(_pairs(graph, _COUNTRY))
    for predicate in reversed(_IN_PLACE):
        for subject, place in _pairs(graph, predicate):
            if predicate != _ADMINISTERS:
                found.places[subject] = place
            country = own.get(place, place if CW + "Country" in found.types.get(place, ()) else "")
            if country:
                found.countries[subject] = country
    found.countries |= own


def _add_classes(graph: ox.Store, found: Gathered) -> None:
    for narrow, broad in _pairs(graph, _SUBCLASS):
        if narrow != broad:
            found.broader[narrow].add(broad)
    for subject, text, language in _literals(graph, _RDFS_LABEL):
        if subject.startswith(CW):
            found.classes[subject].append((text, language))


def _pairs(graph: ox.Store, predicate: NamedNode) -> Iterator[tuple[str, str]]:
    """The statements with that predicate between two IRIs."""
    for quad in graph.quads_for_pattern(None, predicate, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject.value, quad.object.value


def _literals(graph: ox.Store, predicate: NamedNode) -> Iterator[tuple[str, str, str]]:
    """Subject, text on one line, and language of the statements with that predicate."""
    for quad in graph.quads_for_pattern(None, predicate, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            text = " ".join(quad.object.value.split())
            if text:
                yield quad.subject.value, text, quad.object.language or ""


def packed(found: Gathered) -> bytes:
    """The tables of an index, in the order in which `index.Index` reads them."""
    things = sorted(one for one in found.names if found.types.get(one))
    numbers = {iri: number for number, iri in enumerate(things)}
    packer = Packer()
    packer.texts(things)
    _pack_types(packer, found, things)
    for of_things in (found.countries, found.places):
        packer.numbers(array("i", (numbers.get(of_things.get(iri, ""), -1) for iri in things)))
    _pack_names(packer, found, things)
    return packer.bytes()


def _pack_types(packer: Packer, found: Gathered, things: list[str]) -> None:
    sets: dict[tuple[str, ...], int] = {}
    of_things = array("I")
    for iri in things:
        kinds = tuple(sorted(found.types[iri]))
        of_things.append(sets.setdefault(kinds, len(sets)))
    classes = {one for kinds in sets for one in kinds}
    while more := {up for one in classes for up in found.broader[one]} - classes:
        classes |= more
    packer.texts(" ".join(one) for one in sets)
    packer.numbers(of_things)
    packer.texts("\t".join((one, *sorted(found.broader[one]))) for one in sorted(classes))
    packer.texts(
        f"{one}\t{language}\t{text}".replace("\n", " ")
        for one in sorted(classes)
        for text, language in sorted(found.classes.get(one, ()))
    )


def _pack_names(packer: Packer, found: Gathered, things: list[str]) -> None:
    texts: list[str] = []
    languages: list[str] = []
    firsts, whats = array("I"), array("B")
    keys: dict[str, dict[int, int]] = {}
    for number, iri in enumerate(things):
        firsts.append(len(texts))
        for text, language, what in sorted(found.names[iri], key=lambda one: (one[2], one)):
            texts.append(text)
            languages.append(language)
            whats.append(what)
            for key, kind in _keys(text, what):
                holders = keys.setdefault(key, {})
                holders[number] = min(kind, holders.get(number, kind))
    firsts.append(len(texts))
    packer.texts(texts)
    packer.texts(languages)
    packer.numbers(firsts)
    packer.numbers(whats)
    _pack_keys(packer, keys)


def _keys(text: str, what: int) -> Iterator[tuple[str, int]]:
    """What a name is found by, each with its kind: a lesser one is nearer to the name."""
    name = plain(text)
    for said, kind in ((name, what), (bare(name), BARE)):
        if said and (kind != BARE or said != name):
            yield from ((key, FORMS * form + kind) for key, form in forms(said).items())


def _pack_keys(packer: Packer, keys: Mapping[str, Mapping[int, int]]) -> None:
    """Names as they are compared, in order; whose they are; and where their pieces occur."""
    order = sorted(keys)
    firsts, holders, kinds = array("I"), array("I"), array("B")
    places: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(order):
        firsts.append(len(holders))
        holders.extend(keys[key])
        kinds.extend(keys[key].values())
        for gram in grams(key):
            places[gram].append(number)
    firsts.append(len(holders))
    packer.texts(order)
    for numbers in (firsts, holders, kinds):
        packer.numbers(numbers)
    starts, all_places = array("I"), array("I")
    for found in places.values():
        starts.append(len(all_places))
        all_places.extend(found)
    starts.append(len(all_places))
    packer.texts(places)
    packer.numbers(starts)
    packer.numbers(all_places)
