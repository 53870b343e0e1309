"""The passages of a source document, and what one of them states."""

from __future__ import annotations

from dataclasses import dataclass

from cityweave.store import Store
from cityweave.web.cells import Cell, Cells, iris_in
from cityweave.web.links import local_path, passage_of
from cityweave.web.page import Page
from cityweave.web.rows import ask_rows


@dataclass(frozen=True)
class PassageView:
    """A passage on its document's page; ``statements`` are filled for the one that is open."""

    anchor: str
    text: str
    href: str
    count: str
    statements: tuple[tuple[Cell, Cell, Cell], ...] = ()


def passages_of(
    store: Store, document: str, page: Page, base: str, opened: str | None
) -> tuple[PassageView, ...]:
    """The passages of a document in the order of their lines.

    ``opened`` is the fragment of the passage whose statements are shown, or None.
    """
    rows = ask_rows(
        store,
        f"SELECT ?g (COUNT(*) AS ?count) {{ GRAPH ?g {{ ?s ?p ?o }}"
        f' FILTER(STRSTARTS(STR(?g), "{document}#")) }} GROUP BY ?g',
    )
    counts = {row["g"].value: int(row["count"].value) for row in rows if "g" in row}
    found = [(passage, iri) for iri in counts if (passage := passage_of(iri, base))]
    cells = Cells.of(store, page, base, (document,))
    views = []
    for passage, iri in sorted(found, key=lambda one: (one[0].first, one[0].last, one[1])):
        is_open = passage.anchor == opened
        views.append(
            PassageView(
                anchor=passage.anchor,
                text=cells.lines(passage),
                href=page.root + page.keep_language(local_path(iri, base) or iri),
                count=page.number(counts[iri]),
                statements=_statements(store, iri, page, base) if is_open else (),
            )
        )
    return tuple(views)


def _statements(
    store: Store, graph: str, page: Page, base: str
) -> tuple[tuple[Cell, Cell, Cell], ...]:
    rows = ask_rows(store, f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    cells = Cells.of(store, page, base, iris_in(rows))
    made = [(cells.term(row["s"]), cells.term(row["p"]), cells.term(row["o"])) for row in rows]
    return tuple(sorted(made, key=lambda one: tuple(cell.text for cell in one)))
