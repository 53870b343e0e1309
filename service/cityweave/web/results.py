"""What a query's answer looks like on a page: rows, a yes or no, or triples."""

from __future__ import annotations

from dataclasses import dataclass

from cityweave.formats import Kind, by_name
from cityweave.query import Notice, QueryRequest, answer, kind_of
from cityweave.query.bindings import read_rows
from cityweave.web.cells import Cell, Cells, iris_in
from cityweave.web.page import Page
from cityweave.web.site import Site

SHOWN_ROWS = 1000
"""Rows on a page; a download has all of them."""

_SHOWN_CHARACTERS = 200_000


@dataclass(frozen=True)
class ResultView:
    """A result on a page: ``truth`` for ASK, ``turtle`` for graphs, else columns and rows.

    ``count`` is the number of rows of the whole result, also where fewer are shown.
    """

    kind: Kind
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    count: int = 0
    truth: bool | None = None
    turtle: str | None = None
    notices: tuple[Notice, ...] = ()


def view(site: Site, request: QueryRequest, page: Page) -> ResultView:
    """Evaluate a query and make its answer readable. Raises as `cityweave.query.answer` does."""
    kind = kind_of(request.text)
    if kind == "graph":
        found_graph = answer(site.store, request, by_name("ttl"), site.gateway)
        text = found_graph.body.decode()
        cut = text[:_SHOWN_CHARACTERS]
        return ResultView(
            kind, turtle=cut if cut == text else cut + "\n…", notices=found_graph.notices
        )
    answered = answer(site.store, request, by_name("json"), site.gateway)
    found = read_rows(answered.body)
    if found.truth is not None:
        return ResultView(kind, truth=found.truth, notices=answered.notices)
    shown = found.rows[:SHOWN_ROWS]
    cells = Cells.of(site.store, page, site.base, iris_in(shown))
    rows = tuple(
        tuple(cells.term(row[name]) if name in row else Cell("") for name in found.variables)
        for row in shown
    )
    return ResultView(kind, found.variables, rows, len(found.rows), notices=answered.notices)
