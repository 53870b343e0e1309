"""What a thing is elsewhere: its links and codes, how sure each is, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cityweave.query.bindings import Row, Term
from cityweave.web.cells import Cell, Cells, passage_cells

QUERY = """
SELECT ?p ?o ?confidence ?basis ?g {
  GRAPH ?g { ?link a cw:Link ; rdf:subject $iri ; rdf:predicate ?p ; rdf:object ?o }
  OPTIONAL { ?link cw:confidence ?confidence }
  OPTIONAL { ?link cw:linkBasis ?basis }
}
ORDER BY ?g ?p ?o
"""

Statement = tuple[str, Term]
"""The property and the value of a statement about the thing."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What the thing is in another set of data, or its code there."""

    where: tuple[Cell, ...]
    predicate: Cell
    value: Cell
    confidence: Cell | None
    basis: Cell | None


def counterparts(
    rows: Iterable[Row], facts: Iterable[Row], cells: Cells
) -> dict[Statement, Counterpart]:
    """The counterparts that the rows of `QUERY` tell of, by the statement that each is of.

    `facts` are the properties of the thing, with values and graphs: a link that nothing
    states is none.
    """
    linked: dict[Statement, list[Row]] = {}
    for row in rows:
        linked.setdefault((row["p"].value, row["o"]), []).append(row)
    graphs: dict[Statement, set[str]] = {}
    for fact in facts:
        graphs.setdefault((fact["p"].value, fact["o"]), set()).add(fact["g"].value)
    return {
        statement: _counterpart(statement, same, graphs[statement], cells)
        for statement, same in linked.items()
        if statement in graphs
    }


def _counterpart(
    statement: Statement, rows: list[Row], graphs: set[str], cells: Cells
) -> Counterpart:
    predicate, value = statement
    row = rows[0]
    return Counterpart(
        where=passage_cells(graphs | {one["g"].value for one in rows}, cells),
        predicate=cells.iri(predicate),
        value=cells.term(value),
        confidence=cells.term(row["confidence"]) if "confidence" in row else None,
        basis=cells.term(row["basis"]) if "basis" in row else None,
    )
