"""What a thing takes part in: itself, through the body that governs it, or by one that acts for it.

A city is a place; its administration, an agency that acts for the city, or somebody who speaks for
it is the member, partner or presenter. A reader who looks up the city wants to see that too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cityweave.query.bindings import Row
from cityweave.web.cells import Cell, Cells, passage_cells

QUERY = """
SELECT ?involvement ?what ?role ?phase ?member ?g {
  { BIND ($iri AS ?actor) } UNION { ?actor cw:administers $iri }
  GRAPH ?g { ?involvement cw:member | cw:actingFor ?actor ; cw:involvedIn ?what }
  ?involvement cw:member ?member .
  OPTIONAL { ?involvement cw:role ?role }
  OPTIONAL { ?involvement cw:inPhase ?phase }
}
ORDER BY ?what ?phase ?role
"""


@dataclass(frozen=True)
class Involvement:
    """The part taken in `what`: role, phase, through whom, and where it is stated."""

    link: Cell
    what: Cell
    role: Cell | None
    phase: Cell | None
    through: Cell | None
    passages: tuple[Cell, ...]


def involvements(rows: Iterable[Row], iri: str, cells: Cells) -> tuple[Involvement, ...]:
    """The involvements that the rows of `QUERY` tell of the thing `iri`, by what they are in."""
    stated: dict[str, list[Row]] = {}
    for row in rows:
        stated.setdefault(row["involvement"].value, []).append(row)
    found = [_involvement(one, same, iri, cells) for one, same in stated.items()]
    return tuple(
        sorted(found, key=lambda one: (one.what.text, one.phase.text if one.phase else ""))
    )


def _involvement(link: str, rows: list[Row], iri: str, cells: Cells) -> Involvement:
    row = rows[0]
    member = row["member"].value
    return Involvement(
        link=cells.iri(link),
        what=cells.term(row["what"]),
        role=cells.term(row["role"]) if "role" in row else None,
        phase=cells.term(row["phase"]) if "phase" in row else None,
        through=cells.iri(member) if member != iri else None,
        passages=passage_cells((one["g"].value for one in rows), cells),
    )
