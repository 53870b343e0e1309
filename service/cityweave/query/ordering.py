"""Has a query order its values by kind, where the engine has no order for them of its own.

Each condition of each ORDER BY, also of sub-selects, becomes its rank (`store.rank`), which is
a text: `ORDER BY ?a DESC(?b + 1)` becomes `ORDER BY <…rank>(?a) DESC(<…rank>(?b + 1))`. What
a condition may name, aggregates and variables of SELECT included, it may name there, too. What
has no value has no rank, and so stays before what has one.

https://www.w3.org/TR/sparql11-query/#rOrderClause
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cityweave.query.guard import first_doubt
from cityweave.query.inlining import Edit, edited
from cityweave.query.tokens import Token, tokenize
from cityweave.store import RANK

_CALL = f" <{RANK}>("


@dataclass(frozen=True, slots=True)
class Ordered:
    """A query that orders by kind, and the first token of what was changed in it."""

    text: str
    place: Token


def by_kind(text: str) -> Ordered | None:
    """The query with every order by kind; None where it has none that is read for sure."""
    tokens = tokenize(text)
    if first_doubt(tokens) is not None:
        return None
    edits: list[Edit] = []
    first: Token | None = None
    for index in range(1, len(tokens)):
        if tokens[index - 1].is_word("ORDER") and tokens[index].is_word("BY"):
            found = tuple(_conditions(tokens, index + 1))
            if not found:
                return None
            first = first or tokens[index - 1]
            edits += (one for pair in found for one in pair)
    if first is None:
        return None
    edits.sort(key=lambda edit: edit.start)  # conditions may have ORDER BY inside of them
    return Ordered(edited(text, tuple(edits)), first)


def _conditions(tokens: tuple[Token, ...], index: int) -> Iterator[tuple[Edit, Edit]]:
    """What to write before and after the expressions of the conditions from that token on."""
    while index < len(tokens):
        token = tokens[index]
        end = _end(tokens, index)
        if end is None:
            return
        last = tokens[end - 1]
        if token.is_word("ASC", "DESC"):
            # the brackets stay, and the call goes inside
            opening = tokens[index + 1]
            yield Edit(opening.end, opening.end, _CALL), Edit(last.start, last.start, ")")
        else:
            yield Edit(token.start, token.start, _CALL), Edit(last.end, last.end, ")")
        index = end


def _end(tokens: tuple[Token, ...], index: int) -> int | None:
    """The number of the token after the condition that begins with one; None for no condition.

    It is a variable, or ends with brackets: an expression, a call, or a group after EXISTS.
    """
    token = tokens[index]
    if token.kind == "variable":
        return index + 1
    if token.is_word("LIMIT", "OFFSET", "VALUES"):
        return None
    place = index + 1 if token.is_word("NOT") else index
    if token.kind in ("word", "name", "iri"):
        place += 1
    return _closed(tokens, place)


def _closed(tokens: tuple[Token, ...], opening: int) -> int | None:
    """The number of the token after the bracket that closes the one of that number."""
    depth = 0
    for index in range(opening, len(tokens)):
        if tokens[index].kind == "mark":
            depth += (tokens[index].text in "({") - (tokens[index].text in ")}")
        if depth <= 0:
            return index + 1 if index > opening else None
    return None
