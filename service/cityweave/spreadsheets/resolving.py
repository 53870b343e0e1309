"""Names to the things that are called so: in a graph, and in the table that is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Protocol, TypeAlias

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store
from rapidfuzz import fuzz, process

from cityweave.derivation.labels import CONNECTING
from cityweave.spreadsheets.folding import fold
from cityweave.spreadsheets.named import members, named, things
from cityweave.spreadsheets.naming import last
from cityweave.vocabulary import CW, PREFIXES, SHAPES

ANYTHING = PREFIXES["owl"] + "Thing"
Named: TypeAlias = tuple[str, str]
"""The IRI of a thing and its name."""

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_NAMES = (
    _LABEL,
    NamedNode(PREFIXES["skos"] + "prefLabel"),
    NamedNode(PREFIXES["skos"] + "altLabel"),
)
_LINKS = tuple(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (("schema", "sameAs"), ("owl", "sameAs"), ("skos", "exactMatch"))
)
_TERMS = (CW, SHAPES)
_LIKE_ENOUGH = 60.0
_SHORTEST = 4
"""Letters of a name that another can be like: “BE”, “EL” and “Ede” stand in many words."""
MOST_FOLDERS = 100
"""Folders of IRIs up to which it is quicker to look for a slug in each than to read all IRIs."""
_NO_SLUG = re.compile(r'[\x00-\x20<>"{}|\\^`/]')
"""What cannot stand in the last part of an IRI (https://www.rfc-editor.org/rfc/rfc3987#section-2.2)."""


class Resolver(Protocol):
    """What a graph knows of names. `class_iri` is a class, or `owl:Thing` for anything."""

    def find(self, label: str, class_iri: str) -> tuple[Named, ...]:
        """What has that name, in any language, case and diacritics apart."""

    def nearest(self, label: str, class_iri: str, most: int = 3) -> tuple[Named, ...]:
        """What has a name like it, the likest first."""

    def by_slug(self, slug: str) -> tuple[str, ...]:
        """The IRIs of things with a name that end in a slug."""

    def label(self, iri: str) -> str | None:
        """What a thing is called; None for what the graph does not know."""

    def is_a(self, iri: str, class_iri: str) -> bool:
        """Whether a thing is of a class, or of one below it."""

    def values(self, iri: str, property_iri: str) -> tuple[str, ...]:
        """The IRIs that a thing has for a property."""

    def linked(self, address: str) -> tuple[str, ...]:
        """The things that are linked to an address in another graph."""


class StoreResolver:
    """A resolver over the default graph of an Oxigraph store.

    The names of a class are gathered when the first is asked for, since to fold those of
    all of a large graph takes seconds. What was looked for once is kept: later changes of the
    store are not seen.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._labels: dict[str, str | None] = {}
        self._below: dict[str, frozenset[str]] = {}
        self._named: dict[str, dict[str, dict[str, None]]] = {}
        self._near: dict[str, tuple[list[str], list[str]]] = {}

    def find(self, label: str, class_iri: str) -> tuple[Named, ...]:
        """What has that name, in any language, case and diacritics apart."""
        iris = self._names(class_iri).get(fold(label))
        return self._labelled(iris) if iris else ()

    def nearest(self, label: str, class_iri: str, most: int = 3) -> tuple[Named, ...]:
        """What has a name like it, by the similarity of their words, the likest first."""
        wanted = fold(label)[:200]
        if len(wanted) < _SHORTEST:
            return ()
        names, iris = self._near.get(class_iri) or self._gather(class_iri)
        found = process.extract(
            wanted,
            names,
            scorer=fuzz.WRatio,
            limit=most * 3,
            score_cutoff=_LIKE_ENOUGH,
        )
        likest = list(dict.fromkeys(iris[index] for _, _, index in found))[:most]
        return tuple((iri, self.label(iri) or "") for iri in likest)

    def by_slug(self, slug: str) -> tuple[str, ...]:
        """The IRIs of things with a name that end in a slug."""
        if _NO_SLUG.search(slug):  # as in most names of several words, so that nothing is read
            return ()
        if len(self._folders) > MOST_FOLDERS:
            return tuple(self._slugs.get(slug, ()))
        written = (folder + slug for folder in self._folders)
        return tuple(iri for iri in written if self.label(iri) and not iri.startswith(_TERMS))

    def names(self, class_iri: str, most: int = 5_000) -> tuple[str, ...]:
        """What everything of a class is called, for lists to choose from.

        Where two have the same name they are listed as `kind/slug`, which cells may hold.
        """
        known = dict.fromkeys(iri for iris in self._names(class_iri).values() for iri in iris)
        found = self._labelled(islice(known, most))
        times = Counter(fold(label) for _, label in found)
        return tuple(
            label if times[fold(label)] == 1 else "/".join(iri.rsplit("/", 2)[1:])
            for iri, label in found
        )

    def _gather(self, class_iri: str) -> tuple[list[str], list[str]]:
        """The names of everything of a class, each beside the thing that it names."""
        pairs = [
            (name, iri)
            for name, iris in self._names(class_iri).items()
            if len(name) >= _SHORTEST
            for iri in iris
        ]
        self._near[class_iri] = [name for name, _ in pairs], [iri for _, iri in pairs]
        return self._near[class_iri]

    def label(self, iri: str) -> str | None:
        """What a thing is called, in English if it can be; None for what is not known."""
        if iri not in self._labels:
            names = [
                quad.object
                for predicate in _NAMES
                for quad in self._about(iri, predicate)
                if isinstance(quad.object, Literal)
            ]
            english = (name.value for name in names if name.language == "en")
            self._labels[iri] = next(english, names[0].value if names else None)
        return self._labels[iri]

    def is_a(self, iri: str, class_iri: str) -> bool:
        """Whether a thing is of a class, or of one below it."""
        types = set(self.values(iri, _TYPE.value))
        return (
            bool(types) if class_iri == ANYTHING else not types.isdisjoint(self._under(class_iri))
        )

    def values(self, iri: str, property_iri: str) -> tuple[str, ...]:
        """The IRIs that a thing has for a property."""
        found = (quad.object for quad in self._about(iri, NamedNode(property_iri)))
        return tuple(value.value for value in found if isinstance(value, NamedNode))

    def linked(self, address: str) -> tuple[str, ...]:
        """The things that are linked to an address in another graph."""
        return tuple(self._linked.get(address, ()))

    def _names(self, class_iri: str) -> dict[str, dict[str, None]]:
        """What somebody who names a thing of a class can mean, by folded names."""
        if class_iri not in self._named:
            found = self._named[class_iri] = {}
            among, classes = self._meant(class_iri)
            for thing, name in named(self._store, _NAMES, among, classes):
                found.setdefault(fold(name), {})[thing] = None
        return self._named[class_iri]

    def _meant(self, class_iri: str) -> tuple[Mapping[str, None], Sequence[NamedNode]]:
        """The things of a class, and the classes that they are all of.

        Nobody means the nodes that only connect things, such as an alias or a membership,
        unless they are asked for; and the terms of the ontology are no things to speak of.
        """
        if class_iri == ANYTHING:
            connecting = ", ".join(f"<{name}>" for name in sorted(CONNECTING))
            typed = things(
                self._store,
                f"?thing {_TYPE} ?kind "
                f"FILTER(isIRI(?thing) && isIRI(?kind) && ?kind NOT IN ({connecting}))",
            )
            return dict.fromkeys(one for one in typed if not one.startswith(_TERMS)), ()
        classes = [NamedNode(name) for name in sorted(self._under(class_iri))]
        return members(self._store, classes), classes

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        """What the IRIs of things with names have before their slugs; there are few of them."""
        found: dict[str, None] = {}
        for predicate in _NAMES:
            rows = self._store.query(
                f"SELECT DISTINCT ?folder {{ ?thing {predicate} ?name FILTER(isIRI(?thing)) "
                'BIND(REPLACE(STR(?thing), "[^/]*$", "") AS ?folder) }'
            )
            if isinstance(rows, QuerySolutions):
                found |= {row["folder"].value: None for row in rows}
        return tuple(found)

    @cached_property
    def _linked(self) -> dict[str, dict[str, None]]:
        """What is linked to each address: an export has more of them than the graph has links."""
        linked: dict[str, dict[str, None]] = {}
        for predicate in _LINKS:
            for quad in self._store.quads_for_pattern(None, predicate, None, DefaultGraph()):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                    linked.setdefault(quad.object.value, {})[quad.subject.value] = None
        return linked

    @cached_property
    def _slugs(self) -> dict[str, dict[str, None]]:
        slugs: dict[str, dict[str, None]] = {}
        for predicate in _NAMES:
            for iri in things(self._store, f"?thing {predicate} ?name FILTER(isIRI(?thing))"):
                if not iri.startswith(_TERMS):
                    slugs.setdefault(last(iri), {})[iri] = None
        return slugs

    def _labelled(self, iris: Iterable[str]) -> tuple[Named, ...]:
        return tuple((iri, self.label(iri) or "") for iri in iris)

    def _about(self, iri: str, predicate: NamedNode) -> Iterator[Quad]:
        try:
            subject = NamedNode(iri)
        except ValueError:
            return iter(())
        return self._store.quads_for_pattern(subject, predicate, None, DefaultGraph())

    def _under(self, class_iri: str) -> frozenset[str]:
        if class_iri not in self._below:
            found, waiting = {class_iri}, [class_iri]
            while waiting:
                above = NamedNode(waiting.pop())
                for quad in self._store.quads_for_pattern(None, _SUBCLASS, above, DefaultGraph()):
                    if isinstance(quad.subject, NamedNode) and quad.subject.value not in found:
                        found.add(quad.subject.value)
                        waiting.append(quad.subject.value)
            self._below[class_iri] = frozenset(found)
        return self._below[class_iri]
