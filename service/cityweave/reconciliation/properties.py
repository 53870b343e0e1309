"""Properties: which there are, what they are called, and what values things have for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cityweave.errors import TooLarge
from cityweave.query.bindings import Term
from cityweave.reconciliation.asking import select, values
from cityweave.reconciliation.index import Class, Word
from cityweave.reconciliation.spelling import plain
from cityweave.store import Store
from cityweave.vocabulary import CW, PREFIXES

_HIDDEN = frozenset(
    PREFIXES["rdf"] + name for name in ("type", "subject", "predicate", "object")
) | {CW + "alias"}
"""What leads to no value that a table could use."""

MOST = 10_000
"""Values of one answer, at most."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its names and definitions by language, and in how many statements it stands."""

    iri: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    uses: int = 0

    def name(self, language: str) -> Word:
        """Its name in a language, else in English, else in any, else the end of its IRI."""
        return Class(self.iri, dict(self.names), ()).name(language)

    def definition(self, language: str) -> str:
        """What it says, in a language or in English; may be empty."""
        return self.definitions.get(language) or self.definitions.get("en", "")


def known(store: Store) -> Mapping[str, Property]:
    """The properties that the ontology declares or that a statement has, by IRI.

    The store keeps the answers for as long as the graph stays as it is.
    """
    uses = {
        row["p"].value: int(row["n"].value)
        for row in select(store, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
        if row["p"].value not in _HIDDEN
    }
    return _described(store, uses)


def of_type(store: Store, kind: str, base: str) -> Sequence[Property]:
    """The properties of things of a class (or of its subclasses), the most used first.

    An empty `kind` is any class. `base` is what the IRIs of things begin with.
    """
    typed = f"?s a/rdfs:subClassOf* <{kind}> ." if kind else ""
    asked = (
        f"SELECT ?p (COUNT(*) AS ?n) {{ {typed} ?s ?p ?o "
        f'FILTER(STRSTARTS(STR(?s), "{base}")) }} GROUP BY ?p'
    )
    uses = {
        row["p"].value: int(row["n"].value)
        for row in select(store, asked)
        if "p" in row and row["p"].value not in _HIDDEN
    }
    found = _described(store, uses)
    return sorted((found[one] for one in uses), key=lambda one: (-one.uses, one.iri))


def _described(store: Store, uses: Mapping[str, int]) -> dict[str, Property]:
    names: dict[str, dict[str, str]] = {iri: {} for iri in uses}
    definitions: dict[str, dict[str, str]] = {iri: {} for iri in uses}
    kinds = "VALUES ?k { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }"
    asked = (
        f"SELECT ?p ?l ?d {{ {kinds} ?p a ?k ; rdfs:label ?l "
        "OPTIONAL { ?p skos:definition ?d } }"
    )
    for row in select(store, asked):
        iri = row["p"].value
        names.setdefault(iri, {})[row["l"].language or "en"] = row["l"].value
        if "d" in row:
            definitions.setdefault(iri, {})[row["d"].language or "en"] = row["d"].value
    return {
        iri: Property(iri, names[iri], definitions.get(iri, {}), uses.get(iri, 0))
        for iri in sorted(names)
        if iri not in _HIDDEN
    }


def found(properties: Mapping[str, Property], prefix: str, language: str) -> list[Property]:
    """The properties whose name in any language, or whose identifier, begins with a text.

    Those used most first; a word within a name counts, too. An empty prefix finds all.
    """
    wanted = plain(prefix)

    def rank(one: Property) -> int | None:
        if prefix in {one.iri, _short(one.iri)}:
            return 0
        texts = [plain(one.name(language).text), *map(plain, one.names.values())]
        texts.append(plain(_short(one.iri).partition(":")[2] or one.iri))
        if any(text.startswith(wanted) for text in texts):
            return 1
        return 2 if any(f" {wanted}" in text for text in texts) else None

    ranked = [(rank(one), -one.uses, one.iri, one) for one in properties.values()]
    return [one for place, _, _, one in sorted(ranked, key=_order) if place is not None]


def _order(ranked: tuple[int | None, int, str, Property]) -> tuple[int, int, str]:
    place, uses, iri, _ = ranked
    return (9 if place is None else place, uses, iri)


def _short(iri: str) -> str:
    for prefix in ("cw", "rdfs", "skos", "geo", "schema", "dcterms"):
        if iri.startswith(PREFIXES[prefix]):
            return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
    return iri


def stated(
    store: Store, things: Sequence[str], properties: Sequence[str]
) -> Mapping[tuple[str, str], Sequence[Term]]:
    """What the graph states of things: (thing, property) to values, in a settled order.

    A geometry is told by its text. Raises `TooLarge` for more than `MOST`, and as `Store.query`.
    """
    subjects, predicates = values(things), values(properties)
    result: dict[tuple[str, str], list[Term]] = {}
    if not subjects or not predicates:
        return result
    asked = (
        f"SELECT ?s ?p ?v ?wkt {{ VALUES ?s {{ {subjects} }} VALUES ?p {{ {predicates} }} "
        "?s ?p ?v OPTIONAL { ?v geo:asWKT ?wkt } } ORDER BY ?s ?p ?v"
        f" LIMIT {MOST + 1}"
    )
    rows = list(select(store, asked))
    if len(rows) > MOST:
        raise TooLarge(
            f"The properties have more than {MOST} values.", hint="Ask for fewer at a time."
        )
    for row in rows:
        if "v" in row:
            value = row.get("wkt", row["v"])
            result.setdefault((row["s"].value, row["p"].value), []).append(value)
    return result
