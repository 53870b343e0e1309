"""The things that cells name: in the graph, and in the tables that are read with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process

from cityweave.spreadsheets.constraints import Content
from cityweave.spreadsheets.folding import fold
from cityweave.spreadsheets.kind import Code, Column
from cityweave.spreadsheets.naming import ID, is_address, last, written
from cityweave.spreadsheets.objection import Objection, write
from cityweave.spreadsheets.resolving import ANYTHING, Named, Resolver
from cityweave.spreadsheets.words import phrase

MOST_NEAREST = 100
"""After so many names that nothing is called, the nearest are not looked for any more."""
_SHOWN = 5
_LIKE_A_CODE = 75
"""From 0 to 100: below, words are like one another that have but some letters in common."""


@dataclass(slots=True)
class Local:
    """Something that a row brings in: its class and names, and what tells it from others."""

    iri: str
    of: str
    row: int
    names: dict[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)


class Things:
    """Finds what a text in a cell names; never guesses."""

    def __init__(self, resolver: Resolver, content: Content) -> None:
        self.resolver = resolver
        self._content = content
        self._local: dict[str, Local] = {}
        self._named: dict[str, dict[str, None]] = {}
        self._slugs: dict[str, dict[str, None]] = {}
        self._codes: dict[str, Mapping[str, dict[str, None]]] = {}
        self._found: dict[tuple[str, tuple[str, ...]], NamedNode | Objection] = {}
        self._missed = 0

    def local(self, iri: str) -> Local | None:
        """What the rows brought in so far under that IRI."""
        return self._local.get(iri)

    def add(self, thing: Local) -> None:
        """Note what a row brings in, so that other cells can name it."""
        self._local.setdefault(thing.iri, thing)
        self._slugs.setdefault(last(thing.iri), {})[thing.iri] = None
        for name in thing.names.values():
            self._named.setdefault(fold(name), {})[thing.iri] = None

    def label(self, iri: str) -> str | None:
        """What a thing is called here or in the graph; None for what is not known."""
        local = self._local.get(iri)
        return next(iter(local.names.values()), last(iri)) if local else self.resolver.label(iri)

    def is_a(self, iri: str, class_iri: str) -> bool:
        """Whether a thing is of a class here or in the graph."""
        local = self._local.get(iri)
        if local and (class_iri == ANYTHING or class_iri in self._content.ancestors(local.of)):
            return True
        return self.resolver.is_a(iri, class_iri)

    def has_term(self, iri: str) -> bool:
        """Whether the ontology has a term: one of one's own may lack those of links."""
        return bool(self._content.words(iri))

    def find(self, name: str, classes: Iterable[str]) -> tuple[Named, ...]:
        """Everything of one of the classes that has the name."""
        found: dict[str, str] = {}
        for class_iri in classes:
            for iri in self._named.get(fold(name), ()):
                if self.is_a(iri, class_iri):
                    found.setdefault(iri, self.label(iri) or "")
            for iri, label in self.resolver.find(name, class_iri):
                found.setdefault(iri, label)
        return tuple(found.items())

    def thing(self, text: str, column: Column) -> NamedNode | Objection:
        """The one thing that a text names, by name, IRI, `kind/slug` or slug."""
        key = text, column.classes
        if key not in self._found:
            self._found[key] = self._thing(text, column.classes or (ANYTHING,))
        return self._found[key]

    def _thing(self, text: str, classes: tuple[str, ...]) -> NamedNode | Objection:
        found = self.find(text, classes)
        if not found:
            known = [iri for iri in self._identified(text) if self.is_a(iri, ANYTHING)]
            found = tuple(
                (iri, self.label(iri) or "")
                for iri in known
                if any(self.is_a(iri, class_iri) for class_iri in classes)
            )
            if known and not found:
                return self._wrong(text, classes)
        if len(found) == 1:
            return NamedNode(found[0][0])
        if found:
            return ambiguous(text, found)
        if is_address(text):
            return Objection("unknown-identifier", {"value": text})
        return Objection("unknown-label", {"value": text}, self.nearest(text, classes))

    def _identified(self, text: str) -> Iterator[str]:
        """The IRIs that a text can be: an IRI, `kind/slug`, or the slug of something known."""
        yield from written(text)
        slug = text.lower()
        yield from self.resolver.by_slug(slug)
        yield from self._slugs.get(slug, ())

    def _wrong(self, text: str, classes: tuple[str, ...]) -> Objection:
        names = [self._content.words(iri).get("en", last(iri)) for iri in classes]
        return Objection("wrong-kind", {"value": text, "classes": ", ".join(names)})

    def nearest(self, text: str, classes: Iterable[str]) -> Mapping[str, str] | None:
        """“The nearest are …”; None where there is nothing near."""
        self._missed += 1
        if self._missed > MOST_NEAREST:
            return None
        near = {iri: label for name in classes for iri, label in self.resolver.nearest(text, name)}
        shown = [f"{label} ({short(iri)})" for iri, label in near.items()][:_SHOWN]
        return phrase("fix.nearest", names=", ".join(shown)) if shown else None

    def code(self, text: str, column: Column) -> NamedNode | Objection:
        """The code that a text names, in any language, by its IRI or its slug."""
        if column.property not in self._codes:
            self._codes[column.property] = _by_name(column.codes)
        names = self._codes[column.property]
        found = names.get(text) or names.get(fold(text), {})
        if len(found) == 1:
            return NamedNode(next(iter(found)))
        if found:
            words = {code.iri: code.words.get("en", last(code.iri)) for code in column.codes}
            return ambiguous(text, [(iri, words[iri]) for iri in found])
        return Objection("not-a-code", {"value": text}, _nearest_code(text, column.codes))


def ambiguous(text: str, found: Iterable[Named]) -> Objection:
    """Several things have the name: which they are, and how to say which is meant."""
    listed = list(found)
    shown = ", ".join(f"{label} ({short(iri)})" for iri, label in listed[:_SHOWN])
    gaps = {"value": text, "candidates": shown + (" …" if len(listed) > _SHOWN else "")}
    fix = phrase("fix.write-identifier", fix=short(listed[0][0]))
    return Objection("ambiguous-label", gaps, fix)


def short(iri: str) -> str:
    """An IRI of ours as `kind/slug`, which cells may hold, too."""
    return iri.removeprefix(ID)


def _by_name(codes: Iterable[Code]) -> Mapping[str, dict[str, None]]:
    names: dict[str, dict[str, None]] = {}
    for code in codes:
        for name in (code.iri, short(code.iri), last(code.iri), *map(fold, code.words.values())):
            names.setdefault(name, {})[code.iri] = None
    return names


def _nearest_code(text: str, codes: Iterable[Code]) -> Mapping[str, str] | None:
    """“Write …”, each of the nearest codes by the name that is most like the text."""
    named = [(word, code.iri) for code in codes for word in code.words.values()]
    found = process.extract(
        fold(text)[:100],
        [fold(word) for word, _ in named],
        scorer=fuzz.WRatio,
        limit=12,
        score_cutoff=_LIKE_A_CODE,
    )
    nearest: dict[str, str] = {}
    for _, _, index in found:
        word, iri = named[index]
        nearest.setdefault(iri, word)
    return write(" / ".join(list(nearest.values())[:3])) if nearest else None
