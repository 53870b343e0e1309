"""Which queries of shapes can be asked for many focus nodes at once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from cityweave.query.tokens import Token

_COUNTING = ("LIMIT", "OFFSET", "GRAPH", "GROUP", "HAVING")


def is_uniform(tokens: tuple[Token, ...], groups: Mapping[int, frozenset[str]]) -> bool:
    """Whether a SELECT gives for many focus nodes what it gives for one after the other.

    So it is when every group that mentions `$this` binds it by a statement: then the group has
    the same solutions for a focus node whether others are asked for or not. What counts or cuts
    off solutions may not be so, nor what another graph says.
    """
    if any(one.is_word(*_COUNTING) for one in tokens):
        return False
    first = min(groups, default=-1)
    return all(
        start == first or "this" not in names or _binds_this(tokens, start)
        for start, names in groups.items()
    )


def _binds_this(tokens: tuple[Token, ...], start: int) -> bool:
    """Whether `$this` stands in a statement of the group that begins there.

    A group of EXISTS knows it from outside, unless there is a group in it or a BIND.
    """
    braces = parentheses = 0
    is_simple = _is_exists(tokens, start)
    for token in tokens[start + 1 : end_of(tokens, start)]:
        if token.text in ("{", "}"):
            braces += 1 if token.text == "{" else -1
            is_simple = False
        elif token.text in ("(", ")"):
            parentheses += 1 if token.text == "(" else -1
        elif token.is_word("BIND", "SELECT"):
            is_simple = False
        elif token.kind == "variable" and token.text[1:] == "this" and not braces + parentheses:
            return True
    return is_simple


def _is_exists(tokens: tuple[Token, ...], start: int) -> bool:
    return start > 0 and tokens[start - 1].is_word("EXISTS")


def end_of(tokens: tuple[Token, ...], start: int) -> int:
    """The number of the brace that closes the group that begins there."""
    depth = 0
    for number in range(start, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[number].text, 0)
        if not depth:
            return number
    return len(tokens)


def is_heavy(tokens: tuple[Token, ...]) -> bool:
    """Whether an EXISTS has several statements.

    Oxigraph plans them without knowing what is bound outside, and may go through the whole graph
    for every row: 40 ms a row in a graph of 343,000 triples.
    """
    starts = (number for number, one in enumerate(tokens) if one.text == "{")
    return any(_is_exists(tokens, start) and _has_many(tokens, start) for start in starts)


def _has_many(tokens: tuple[Token, ...], start: int) -> bool:
    inside = tokens[start + 1 : end_of(tokens, start)]
    return any(one.text in (";", ",", "/") for one in inside) or any(
        one.text == "." and not following.is_word("FILTER") for one, following in pairwise(inside)
    )


def lightened(text: str, tokens: tuple[Token, ...]) -> str:
    """The query with its heavy `FILTER [NOT] EXISTS` written as `OPTIONAL` and `BOUND`.

    Oxigraph plans these well. Only those of the outermost group that have no group inside; they
    go to its end, where everything that they may mention is bound. The solutions are the same,
    but some may come more than once, so that nothing may count them or cut them off.
    """
    if any(one.is_word(*_COUNTING) for one in tokens):
        return text
    first = next((number for number, one in enumerate(tokens) if one.text == "{"), len(tokens))
    last = end_of(tokens, first)
    parts: list[str] = []
    moved: list[str] = []
    end = depth = 0
    for number in range(first, last):
        depth += {"{": 1, "}": -1}.get(tokens[number].text, 0)
        if depth != 1 or not tokens[number].is_word("FILTER"):
            continue
        is_not = tokens[number + 1].is_word("NOT")
        start = number + (3 if is_not else 2)
        if not _is_exists(tokens, start) or not _has_many(tokens, start):
            continue
        close = end_of(tokens, start)
        inside = tokens[start + 1 : close]
        if any(one.text == "{" or one.is_word("BIND", "SELECT") for one in inside):
            continue
        parts.append(text[end : tokens[number].start])
        end = tokens[close].end
        name = f"?exists{len(moved)}of{len(text)}"
        pattern = text[tokens[start].end : tokens[close].start]
        sign = "!" if is_not else ""
        moved.append(
            f" OPTIONAL {{ {pattern}\n BIND(true AS {name}) }} FILTER({sign}BOUND({name}))"
        )
    if not moved:
        return text
    return "".join(
        (*parts, text[end : tokens[last].start], "\n", *moved, text[tokens[last].start :])
    )
