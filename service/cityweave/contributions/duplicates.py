"""New things that may be in the graph already, under another IRI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.contributions.asking import batches, beyond, rows
from cityweave.contributions.namesakes import NAMES, TYPE, Wanted, namesakes
from cityweave.parsing import Term
from cityweave.spreadsheets.folding import fold
from cityweave.store import Store
from cityweave.vocabulary import PREFIXES

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
        if quad.predicate == TYPE:
            classes[quad.subject].add(quad.object)
        elif quad.predicate in NAMES and isinstance(quad.object, Literal):
            names[quad.subject].add(fold(quad.object.value))
        elif quad.predicate in IDENTIFIERS:
            identifiers[quad.subject].add(quad.object)
    found: dict[Term, dict[Duplicate, None]] = defaultdict(dict)
    by_name = list(_by_name(store, classes, names))
    by_identifier = list(_by_identifier(store, identifiers))
    there = _elsewhere(store, [other for _, other, _ in (*by_name, *by_identifier)], graphs)
    there |= set(fresh)
    for one, other, text in by_name:
        if other in there:
            found[one][Duplicate(str(other), "name", text)] = None
    for one, other, text in by_identifier:
        if other in there:
            found[one][Duplicate(str(other), "identifier", text)] = None
    return {one: tuple(others) for one, others in found.items()}


def _by_name(
    store: Store, classes: Mapping[Term, set[Term]], names: Mapping[Term, set[str]]
) -> Iterable[tuple[Term, Term, str]]:
    wanted: dict[Wanted, list[Term]] = defaultdict(list)
    for one, kinds in classes.items():
        for kind in kinds:
            if isinstance(kind, NamedNode):
                for name in names[one]:
                    wanted[kind.value, name].append(one)
    for (_, name), alike in wanted.items():
        yield from ((one, other, name) for one in alike for other in alike if one != other)
    for which, iri, text in namesakes(store, wanted):
        yield from ((one, NamedNode(iri), text) for one in wanted[which] if one != NamedNode(iri))


def _by_identifier(
    store: Store, identifiers: Mapping[Term, set[Term]]
) -> Iterable[tuple[Term, Term, str]]:
    wanted: dict[Term, list[Term]] = defaultdict(list)
    for one, values in identifiers.items():
        for value in values:
            wanted[value].append(one)
    for value, alike in wanted.items():
        yield from ((one, other, str(value)) for one in alike for other in alike if one != other)
    for value, other in _holders(store, wanted):
        yield from ((one, other, str(value)) for one in wanted.get(value, ()) if one != other)


def _holders(store: Store, values: Collection[Term]) -> Iterable[tuple[Term, Term]]:
    """Each identifier with what has it, or what it is the IRI of."""
    predicates = "|".join(map(str, IDENTIFIERS))
    texts = " ".join(str(one) for one in values if isinstance(one, NamedNode | Literal))
    asked = f"VALUES ?v {{ {texts} }} ?e {predicates} ?v"
    for row in rows(store, f"SELECT ?v ?e {{ {asked} }}") if texts else ():
        yield row["v"], row["e"]
    for batch in batches(values):
        for row in rows(store, f"SELECT DISTINCT ?e {{ VALUES ?e {{ {batch} }} ?e a ?c }}"):
            yield row["e"], row["e"]


def _elsewhere(store: Store, others: Iterable[Term], graphs: Sequence[str]) -> set[Term]:
    """Those whose class another graph than these names."""
    found: set[Term] = set()
    for batch in batches(others):
        asked = f"VALUES ?e {{ {batch} }} GRAPH ?g {{ ?e a ?c }} {beyond(graphs)}"
        found |= {row["e"] for row in rows(store, f"SELECT DISTINCT ?e {{ {asked} }}")}
    return found
