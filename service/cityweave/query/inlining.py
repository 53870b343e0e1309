"""Puts what other endpoints answered into the text of a query, in place of its SERVICE clauses.

A clause is joined with what stands around it as a sub-select is: both yield solutions that
know nothing of the rest (https://www.w3.org/TR/sparql11-federated-query/#algebra_service and
https://www.w3.org/TR/sparql11-query/#subqueries). So a sub-select with the rows that came
stands for it everywhere: in OPTIONAL, MINUS, UNION, EXISTS, GRAPH and other sub-selects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cityweave.errors import QuerySyntaxError
from cityweave.federation import Rows
from cityweave.store import Column

_FUNCTION = "urn:x-cityweave:federated:"
_MARK = " FILTER(true) "
"""Stands before each sub-select: like SERVICE, and unlike a group, it may not follow OPTIONAL."""

ONE_SOLUTION = Rows(1, {})
"""What SERVICE SILENT yields when it fails: a solution that binds nothing."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of a text, from `start` to `end`, and what stands for it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as a part of a SPARQL text, and the columns that it reads them from."""

    text: str
    columns: tuple[Column, ...] = ()


def table(rows: Rows, number: int) -> Table:
    """The rows as a group of SPARQL; without columns, as many solutions that bind nothing.

    `number` tells the tables of one query apart.
    """
    columns = tuple(
        Column(f"{_FUNCTION}{number}:{place}", terms)
        for place, terms in enumerate(rows.columns.values())
    )
    if not columns:
        return Table(f"{_MARK}{{ VALUES () {{ {'() ' * rows.count}}} }} ")
    row = "row"
    while row in rows.columns:
        row += "_"
    binds = " ".join(
        f"BIND({_call(column, row)} AS ?{variable})"
        for variable, column in zip(rows.columns, columns, strict=True)
    )
    names = " ".join(f"?{variable}" for variable in rows.columns)
    numbers = " ".join(map(str, range(rows.count)))
    group = f"SELECT {names} {{ VALUES ?{row} {{ {numbers} }} {binds} }}"
    return Table(f"{_MARK}{{ {group} }} ", columns)


def _call(column: Column, row: str) -> str:
    """The expression of a term. Where one is always there, COALESCE has Oxigraph know it.

    It joins by hash then; otherwise it would compare each row with each.
    """
    call = f"<{column.function}>(?{row})"
    return call if None in column.terms else f"COALESCE({call}, false)"


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with the edits done, which are in order and do not overlap."""
    parts: list[str] = []
    end = 0
    for edit in edits:
        parts += (text[end : edit.start], edit.text)
        end = edit.end
    return "".join((*parts, text[end:]))


def unedited(refusal: QuerySyntaxError, text: str, edits: tuple[Edit, ...]) -> QuerySyntaxError:
    """A complaint about the edited text, with its place in the text as it was before."""
    if refusal.line is None or refusal.column is None or not edits:
        return refusal
    line, column = unedited_place(refusal.line, refusal.column, text, edits)
    return QuerySyntaxError(refusal.detail, hint=refusal.hint, line=line, column=column)


def unedited_place(line: int, column: int, text: str, edits: tuple[Edit, ...]) -> tuple[int, int]:
    """Line and column in a text before it was edited, of those in the edited one."""
    lines = edited(text, edits).split("\n")
    offset = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    before = text[: _original(offset, edits)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _original(offset: int, edits: tuple[Edit, ...]) -> int:
    """Where in the original a place of the edited text is; inside of an edit, where it begins."""
    last = offset
    for start, grown, edit in _placed(edits):
        if offset < start:
            return offset - grown
        if offset < start + len(edit.text):
            return edit.start
        last = offset - grown - len(edit.text) + (edit.end - edit.start)
    return last


def _placed(edits: tuple[Edit, ...]) -> Iterator[tuple[int, int, Edit]]:
    """Each edit with its place in the edited text, and how much that had grown before it."""
    grown = 0
    for edit in edits:
        yield edit.start + grown, grown, edit
        grown += len(edit.text) - (edit.end - edit.start)
