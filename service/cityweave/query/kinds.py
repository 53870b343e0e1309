"""What kind of result a query yields, told from its text."""

from __future__ import annotations

import re

from cityweave.errors import QuerySyntaxError, UnsupportedQuery
from cityweave.formats import Kind
from cityweave.query.keywords import FORMS, UPDATES, nearest
from cityweave.query.tokens import first_verb, scan, tokenize

KINDS: dict[str, Kind] = {
    "SELECT": "bindings",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}


_PLAIN = re.compile(
    r"""\s*(?:(?:PREFIX\s+(?:[A-Za-z][\w-]*)?:|BASE)\s*<[^<>"{}|^`\\\s]*>\s*)*
    (SELECT|ASK|CONSTRUCT|DESCRIBE)[\s?*{<]""",
    re.VERBOSE | re.IGNORECASE,
)
"""The beginnings that most queries have. Others are read token by token."""


def kind_of(text: str) -> Kind:
    """`bindings` for SELECT, `boolean` for ASK, `graph` for CONSTRUCT and DESCRIBE.

    Raises `UnsupportedQuery` for an update and `QuerySyntaxError` for a text that
    begins with none of these.
    """
    plain = _PLAIN.match(text)
    if plain is not None:
        return KINDS[plain[1].upper()]
    verb = first_verb(scan(text))
    if verb is None:
        raise QuerySyntaxError(
            "There is no query in this text.",
            hint="Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.",
        )
    word = verb.text.upper()
    if verb.kind == "word" and word in KINDS:
        return KINDS[word]
    if verb.kind == "word" and word in UPDATES:
        raise UnsupportedQuery(
            f"{word} begins an update, and only queries are answered here.",
            hint="Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.",
            line=verb.line,
            column=verb.column,
        )
    tokens = tokenize(text)
    position = tokens.index(verb)
    if position and tokens[position - 1].is_word("PREFIX"):
        raise QuerySyntaxError(
            f"“{verb.text}” is not a prefix: a prefix ends with a colon.",
            hint=f"Write it like PREFIX {verb.text if verb.kind == 'word' else 'cw'}: <…>",
            line=verb.line,
            column=verb.column,
        )
    meant = nearest(verb.text, FORMS) if verb.kind == "word" else None
    raise QuerySyntaxError(
        f"A query cannot begin with “{verb.text}”.",
        hint=f"Did you mean {meant}?"
        if meant
        else "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.",
        line=verb.line,
        column=verb.column,
    )
