"""Refuses queries that would reach out of the store.

Oxigraph follows `SERVICE` to any host and has no switch for it, so that no text with a
clause gets there: `clauses` takes them out before, and this looks at what is left.
Oxigraph's grammar has no word boundaries: `SERVICE:x {}`, `SERVICESILENT<…>{}` and
`trueSERVICE` all reach out. So this errs on the safe side.
"""

from __future__ import annotations

from cityweave.errors import UnsupportedQuery
from cityweave.query.tokens import Token

ENDS_EXPRESSION = frozenset({"variable", "string", "number", "tag", "name", "iri", "word"})


def refuse_service(text: str, tokens: tuple[Token, ...]) -> None:
    """Raise `UnsupportedQuery` when the query has, or might have, a `SERVICE` clause."""
    if "service" not in text.lower():
        return
    suspect = suspicious(tokens)
    if suspect is not None:
        raise _refused(suspect)
    refuse_doubt(tokens)


def suspicious(tokens: tuple[Token, ...]) -> Token | None:
    """The first token in which Oxigraph could read a SERVICE keyword."""
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        preceding = tokens[index - 1] if index else None
        if _is_service(token, preceding, following):
            return token
    return None


def refuse_doubt(tokens: tuple[Token, ...]) -> None:
    """Raise `UnsupportedQuery` where Oxigraph might see other tokens than these."""
    doubtful = first_doubt(tokens)
    if doubtful is not None:
        raise _refused(doubtful)


def first_doubt(tokens: tuple[Token, ...]) -> Token | None:
    """The first token where Oxigraph might see another one."""
    for preceding, token in zip((None, *tokens), tokens, strict=False):
        if token.kind == "stray" or might_be_comparison(token, preceding):
            return token
    return None


def _refused(token: Token) -> UnsupportedQuery:
    return UnsupportedQuery(
        "There might be a SERVICE here, and it cannot be read for sure.",
        hint="Write SERVICE <https://example.org/sparql> { … }, with spaces between, or leave "
        "the word out.",
        line=token.line,
        column=token.column,
    )


def _is_service(token: Token, preceding: Token | None, following: Token | None) -> bool:
    """Whether Oxigraph could read a SERVICE keyword in this token."""
    if token.kind == "word":
        return "SERVICE" in token.text.upper()
    if token.prefix is None or "SERVICE" not in token.prefix.upper():
        return False
    opens = following is not None and following.text == "{"
    return opens and not (preceding is not None and preceding.is_word("GRAPH"))


def might_be_comparison(token: Token, preceding: Token | None) -> bool:
    """Whether `<…>` might be a less-than sign after which a comment or string begins.

    In `?a<?b#>'''` Oxigraph sees a comment where a tokeniser sees an IRI and a string.
    """
    if token.kind != "iri" or preceding is None or "://" in token.text:
        return False
    follows = preceding.kind in ENDS_EXPRESSION or preceding.text in (")", "]")
    return follows and ("#" in token.text or "'" in token.text)
