"""New things that may be in the graph already, under another IRI."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.contributions.asking import batches, beyond, rows
from cityweave.parsing import Term
from cityweave.store import Store
from cityweave.vocabulary import PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
NAMES = tuple(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (
        ("rdfs", "label"),
        ("skos", "prefLabel"),
        ("skos", "altLabel"),
        ("schema", "name"),
    )
)
IDENTIFIERS = tuple(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (
        ("owl", "sameAs"),
        ("skos", "exactMatch"),
        ("schema", "sameAs"),
        ("schema", "identifier"),
        ("dcterms", "identifier"),
    )
)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another thing (its IRI in N-Triples) with the same name and class, or the same identifier.

    `text` is the name or the identifier as the other has it.
    """

    other: str
    by: OneOf["name", "identifier"]
    text: str


def folded(text: str) -> str:
    """A name without case, accents and needless space: what two spellings have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def duplicates(
    store: Store, came: Iterable[Quad], fresh: Collection[Term], graphs: Sequence[str]
) -> Mapping[Term, tuple[Duplicate, ...]]:
    """For things that are new, what they may be. What these graphs alone have is left out."""
    classes: dict[Term, set[Term]] = defaultdict(set)
    names: dict[Term, set[str]] = defaultdict(set)
    identifiers: dict[Term, set[Term]] = defaultdict(set)
    for quad in came:
        if quad.subject not in fresh or not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate == _TYPE:
            classes[quad.subject].add(quad.object)
        elif quad.predicate in NAMES and isinstance(quad.object, Literal):
            names[quad.subject].add(folded(quad.object.value))
        elif quad.predicate in IDENTIFIERS:
            identifiers[quad.subject].add(quad.object)
    found: dict[Term, dict[Duplicate, None]] = defaultdict(dict)
    for one, other, text in _by_name(store, classes, names, graphs):
        found[one][Duplicate(str(other), "name", text)] = None
    for one, other, text in _by_identifier(store, identifiers, graphs):
        found[one][Duplicate(str(other), "identifier", text)] = None
    return {one: tuple(others) for one, others in found.items()}


def _by_name(
    store: Store,
    classes: Mapping[Term, set[Term]],
    names: Mapping[Term, set[str]],
    graphs: Sequence[str],
) -> Iterable[tuple[Term, Term, str]]:
    wanted: dict[tuple[Term, str], list[Term]] = defaultdict(list)
    for one, kinds in classes.items():
        for kind in kinds:
            for name in names[one]:
                wanted[kind, name].append(one)
    for (_, name), alike in wanted.items():
        yield from ((one, other, name) for one in alike for other in alike if one != other)
    predicates = "|".join([*map(str, NAMES), "cw:alias/rdfs:label"])
    for batch in batches(kind for kind, _ in wanted):
        asked = f"VALUES ?c {{ {batch} }} ?e a ?c ; {predicates} ?l {_elsewhere(graphs)}"
        for row in rows(store, f"SELECT ?c ?e ?l {{ {asked} }}"):
            label = row["l"]
            if isinstance(label, Literal):
                for one in wanted.get((row["c"], folded(label.value)), ()):
                    if row["e"] != one:
                        yield one, row["e"], label.value


def _by_identifier(
    store: Store, identifiers: Mapping[Term, set[Term]], graphs: Sequence[str]
) -> Iterable[tuple[Term, Term, str]]:
    wanted: dict[Term, list[Term]] = defaultdict(list)
    for one, values in identifiers.items():
        for value in values:
            wanted[value].append(one)
    for value, alike in wanted.items():
        yield from ((one, other, str(value)) for one in alike for other in alike if one != other)
    for value, other in _holders(store, wanted, graphs):
        yield from ((one, other, str(value)) for one in wanted.get(value, ()) if one != other)


def _holders(
    store: Store, values: Collection[Term], graphs: Sequence[str]
) -> Iterable[tuple[Term, Term]]:
    """Each identifier with what has it, or what it is the IRI of."""
    predicates = "|".join(map(str, IDENTIFIERS))
    texts = " ".join(str(one) for one in values if isinstance(one, NamedNode | Literal))
    asked = f"VALUES ?v {{ {texts} }} ?e {predicates} ?v {_elsewhere(graphs)}"
    for row in rows(store, f"SELECT ?v ?e {{ {asked} }}") if texts else ():
        yield row["v"], row["e"]
    for batch in batches(values):
        for row in rows(store, f"SELECT DISTINCT ?e {{ VALUES ?e {{ {batch} }} ?e a ?c }}"):
            yield row["e"], row["e"]


def _elsewhere(graphs: Sequence[str]) -> str:
    """That another graph than these names the other thing's class."""
    return f"FILTER EXISTS {{ GRAPH ?g {{ ?e a ?any }} {beyond(graphs)} }} " if graphs else ""
