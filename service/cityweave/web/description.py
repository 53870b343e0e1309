"""What the graph says about one thing, each fact with the passages that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cityweave.query.bindings import Row, Term
from cityweave.store import Store
from cityweave.vocabulary import CW, PREFIXES
from cityweave.web.cells import Cell, Cells, Label, iris_in, passage_cells
from cityweave.web.elsewhere import QUERY as LINKED
from cityweave.web.elsewhere import Counterpart, counterparts
from cityweave.web.involvements import QUERY as INVOLVED
from cityweave.web.involvements import Involvement, involvements
from cityweave.web.page import Page
from cityweave.web.rows import ask_rows

INCOMING_LIMIT = 500
_TYPE = PREFIXES["rdf"] + "type"
_NAMES = tuple(
    PREFIXES[prefix] + name
    for prefix, name in (("rdfs", "label"), ("skos", "prefLabel"), ("skos", "altLabel"))
)
_OF_CLAIMS = (
    *(PREFIXES["rdf"] + name for name in ("subject", "object")),
    CW + "unknownProperty",
)


@dataclass(frozen=True)
class Fact:
    """A property with its values and where they are stated.

    A node without a name (`nested`) is the only value, and `details` are what it says.
    """

    predicate: Cell
    values: tuple[Cell, ...]
    passages: tuple[Cell, ...]
    details: tuple[tuple[Cell, Cell], ...] = ()
    nested: bool = False


@dataclass(frozen=True)
class Claim:
    """A statement that is contested, doubted or superseded, as its source makes it."""

    link: Cell
    subject: Cell
    predicate: Cell
    value: Cell | None
    written: str | None
    status: Cell | None
    disagreements: tuple[Cell, ...]
    passages: tuple[Cell, ...]


@dataclass(frozen=True)
class Unknown:
    """What a source itself says is not known."""

    link: Cell
    predicate: Cell | None
    note: str | None
    passages: tuple[Cell, ...]


@dataclass(frozen=True)
class Description:
    """Everything that a page shows of one thing."""

    iri: str
    label: Label
    types: tuple[Cell, ...]
    facts: tuple[Fact, ...]
    incoming: tuple[Fact, ...]
    incoming_cut: bool
    claims: tuple[Claim, ...]
    unknowns: tuple[Unknown, ...]
    involvements: tuple[Involvement, ...]
    elsewhere: tuple[Counterpart, ...]


def exists(store: Store, iri: str) -> bool:
    """Whether the graph says anything about an IRI, or in a graph of that name."""
    rows = ask_rows(
        store,
        f"SELECT ?x {{ {{ <{iri}> ?x ?o }} UNION {{ ?s ?x <{iri}> }}"
        f" UNION {{ GRAPH <{iri}> {{ ?s ?x ?o }} }} }} LIMIT 1",
    )
    return bool(rows)


def describe(store: Store, iri: str, page: Page, base: str) -> Description:
    """Describe an IRI for a page; it must be well formed."""
    facts = ask_rows(store, f"SELECT ?p ?o ?g {{ GRAPH ?g {{ <{iri}> ?p ?o }} }}")
    nested = ask_rows(store, f"SELECT ?o ?p ?v {{ <{iri}> ?q ?o . ?o ?p ?v FILTER(isBlank(?o)) }}")
    incoming = ask_rows(
        store,
        f"SELECT ?p ?s ?g {{ GRAPH ?g {{ ?s ?p <{iri}> }} FILTER(isIRI(?s)) }}"
        f" ORDER BY ?p ?s LIMIT {INCOMING_LIMIT + 1}",
    )
    claims = ask_rows(store, _CLAIMS.replace("$iri", f"<{iri}>"))
    unknowns = ask_rows(store, _UNKNOWNS.replace("$iri", f"<{iri}>"))
    involved = ask_rows(store, INVOLVED.replace("$iri", f"<{iri}>"))
    linked = ask_rows(store, LINKED.replace("$iri", f"<{iri}>"))
    needed = iris_in((*facts, *nested, *incoming, *claims, *unknowns, *involved, *linked))
    cells = Cells.of(store, page, base, [iri, *needed])
    details = _details(nested, cells)
    elsewhere = counterparts(linked, facts, cells)
    shown_apart = {(_TYPE, row["o"]) for row in facts} | elsewhere.keys()
    told = [row for row in facts if (row["p"].value, row["o"]) not in shown_apart]
    own = _facts(told, "o", cells, details)
    # A claim refers to its subject and object without asserting anything: it is shown as a claim.
    pointing = [row for row in incoming[:INCOMING_LIMIT] if row["p"].value not in _OF_CLAIMS]
    found = {row["o"].value for row in facts if row["p"].value == _TYPE}
    types = sorted(found, key=lambda one: (not one.startswith(CW), one))
    return Description(
        iri=iri,
        label=cells.label(iri),
        types=tuple(cells.iri(one) for one in types),
        facts=_together(sorted(own, key=_order)),
        incoming=tuple(sorted(_facts(pointing, "s", cells, {}), key=_order)),
        incoming_cut=len(incoming) > INCOMING_LIMIT,
        claims=_claims(claims, cells),
        unknowns=_unknowns(unknowns, cells),
        involvements=involvements(involved, iri, cells),
        elsewhere=tuple(elsewhere.values()),
    )


_CLAIMS = """
SELECT ?claim ?s ?p ?o ?status ?written ?disagreement ?g {
  { SELECT DISTINCT ?claim { { ?claim rdf:subject $iri } UNION { ?claim rdf:object $iri }
    UNION { $iri cw:hasClaim ?claim } UNION { ?claim a cw:Claim FILTER(?claim = $iri) } } }
  ?claim a cw:Claim ; rdf:subject ?s ; rdf:predicate ?p .
  OPTIONAL { ?claim rdf:object ?o }
  OPTIONAL { ?claim cw:claimStatus ?status }
  OPTIONAL { ?claim cw:asWritten ?written }
  OPTIONAL { ?disagreement cw:hasClaim ?claim }
  OPTIONAL { GRAPH ?g { ?claim rdf:predicate ?p } }
}
ORDER BY ?s ?p ?claim
"""

_UNKNOWNS = """
SELECT ?unknown ?p ?note ?g {
  ?unknown a cw:ExplicitUnknown ; cw:aboutSubject $iri .
  OPTIONAL { ?unknown cw:unknownProperty ?p }
  OPTIONAL { ?unknown cw:unknownNote ?note }
  OPTIONAL { GRAPH ?g { ?unknown a cw:ExplicitUnknown } }
}
ORDER BY ?unknown
"""


def _facts(
    rows: Iterable[Row],
    end: str,
    cells: Cells,
    details: dict[str, tuple[tuple[Cell, Cell], ...]],
) -> list[Fact]:
    """Facts from rows of predicate, other end and graph: one for each statement."""
    stated: dict[tuple[str, Term], list[str]] = {}
    for row in rows:
        stated.setdefault((row["p"].value, row[end]), []).append(row["g"].value)
    return [
        Fact(
            predicate=cells.iri(predicate),
            values=(cells.term(other),),
            passages=passage_cells(graphs, cells),
            details=details.get(other.value, ()) if other.kind == "bnode" else (),
            nested=other.kind == "bnode",
        )
        for (predicate, other), graphs in stated.items()
    ]


def _order(fact: Fact) -> tuple[bool, str, str]:
    """Names first, then by property and value."""
    return (fact.predicate.title not in _NAMES, fact.predicate.text, fact.values[0].text)


def _together(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in their order, with the values of one property that one place states in one row.

    A value that looks like another, such as a name in two languages, is shown once.
    """
    rows: dict[tuple[Cell, tuple[Cell, ...], int | None], list[Fact]] = {}
    for number, fact in enumerate(facts):
        alone = number if fact.nested else None
        rows.setdefault((fact.predicate, fact.passages, alone), []).append(fact)
    return tuple(replace(some[0], values=_different(some)) for some in rows.values())


def _different(facts: Iterable[Fact]) -> tuple[Cell, ...]:
    found: dict[tuple[str, str | None], Cell] = {}
    for fact in facts:
        for one in fact.values:
            found.setdefault((one.text, one.href), one)
    return tuple(found.values())


def _details(rows: Iterable[Row], cells: Cells) -> dict[str, tuple[tuple[Cell, Cell], ...]]:
    found: dict[str, list[tuple[Cell, Cell]]] = {}
    for row in rows:
        pair = (cells.iri(row["p"].value), cells.term(row["v"]))
        found.setdefault(row["o"].value, []).append(pair)
    return {node: tuple(pairs) for node, pairs in found.items()}


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key].value, []).append(row)
    return groups


def _all(rows: list[Row], name: str) -> list[str]:
    return [row[name].value for row in rows if name in row]


def _first(rows: list[Row], name: str) -> Term | None:
    return next((row[name] for row in rows if name in row), None)


def _claims(rows: Iterable[Row], cells: Cells) -> tuple[Claim, ...]:
    claims = []
    for iri, same in _grouped(rows, "claim").items():
        value, written = _first(same, "o"), _first(same, "written")
        status = _first(same, "status")
        claims.append(
            Claim(
                link=cells.iri(iri),
                subject=cells.term(same[0]["s"]),
                predicate=cells.term(same[0]["p"]),
                value=cells.term(value) if value else None,
                written=written.value if written else None,
                status=cells.term(status) if status else None,
                disagreements=passage_cells(_all(same, "disagreement"), cells),
                passages=passage_cells(_all(same, "g"), cells),
            )
        )
    return tuple(claims)


def _unknowns(rows: Iterable[Row], cells: Cells) -> tuple[Unknown, ...]:
    unknowns = []
    for iri, same in _grouped(rows, "unknown").items():
        predicate, note = _first(same, "p"), _first(same, "note")
        unknowns.append(
            Unknown(
                link=cells.iri(iri),
                predicate=cells.term(predicate) if predicate else None,
                note=note.value if note else None,
                passages=passage_cells(_all(same, "g"), cells),
            )
        )
    return tuple(unknowns)
