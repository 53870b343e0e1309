"""The SERVICE clauses of a query (https://www.w3.org/TR/sparql11-federated-query/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cityweave.errors import UnsupportedQuery
from cityweave.query.dataset import base_of, is_absolute, resolve
from cityweave.query.guard import refuse_doubt, suspicious
from cityweave.query.tokens import Token, declared_prefixes, tokenize
from cityweave.vocabulary import BASE

MOST = 8
"""SERVICE clauses of one query; each is a request to another host."""


@dataclass(frozen=True, slots=True)
class Clause:
    """`SERVICE [SILENT] <endpoint> { pattern }`: where it stands in the text, what it asks of whom.

    `query` asks for the pattern alone, and yields its `variables`. `vain`: no row of it could
    be of use, whatever there is.
    """

    word: Token
    end: int
    silent: bool
    endpoint: str
    query: str
    variables: frozenset[str]
    vain: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.word.start

    @property
    def asked(self) -> tuple[str, str, bool]:
        """What clauses that need one answer between them have in common."""
        return self.endpoint, self.query, self.vain


def clauses(text: str, tokens: tuple[Token, ...], base: str = BASE) -> tuple[Clause, ...]:
    """The clauses of a query, in order. Raises `UnsupportedQuery` for what is none for sure.

    `base` resolves relative IRIs where the text declares none.
    What only might be one is not among them: whoever takes them out of the text
    has to put what is left past the guard.
    """
    if "service" not in text.lower():
        return ()
    refuse_doubt(tokens)
    found: list[Clause] = []
    lateral: Token | None = None
    end = 0
    for index, token in enumerate(tokens):
        if token.start >= end and token.is_word("SERVICE"):
            clause = _clause(text, tokens, index, base)
            if clause is not None:
                found.append(clause)
                end = clause.end
        elif token.start >= end and token.is_word("LATERAL"):
            lateral = token
    if found and lateral is not None:
        raise _refused(
            lateral,
            "LATERAL and SERVICE do not go together here.",
            "Leave out LATERAL: a SERVICE clause is asked once, before the rest of the query.",
        )
    if len(found) > MOST:
        raise _refused(
            found[MOST].word,
            f"The query has {len(found)} SERVICE clauses; the limit is {MOST}.",
            "Ask in several queries.",
        )
    return tuple(found)


def endpoints(text: str, base: str = BASE) -> tuple[str, ...]:
    """The addresses that the SERVICE clauses of a query name, each once. Raises as `clauses`."""
    return tuple(dict.fromkeys(one.endpoint for one in clauses(text, tokenize(text), base)))


def without_endpoints(text: str) -> str:
    """The query with its patterns for other endpoints asked like the rest of it.

    So it can be read by an engine that must not ask anybody, and answered where the data of
    all stand in one place. Raises as `clauses`.
    """
    tokens = tokenize(text)
    parts: list[str] = []
    position = 0
    for clause in clauses(text, tokens):
        opening = next(one for one in tokens if one.start > clause.start and _is(one, "{"))
        parts.append(text[position : clause.start])
        position = opening.start
    return "".join((*parts, text[position:]))


def _clause(text: str, tokens: tuple[Token, ...], index: int, base: str) -> Clause | None:
    """The clause whose keyword has that number; None when it does not look like one."""
    word = tokens[index]
    silent = index + 1 < len(tokens) and tokens[index + 1].is_word("SILENT")
    place = index + (2 if silent else 1)
    if place + 1 >= len(tokens):
        return None
    name, opens = tokens[place], tokens[place + 1]
    if name.kind == "variable":
        raise _refused(
            name,
            f"SERVICE {name.text} asks an endpoint that the query finds out while it runs.",
            "Write the address of the endpoint itself: SERVICE <https://example.org/sparql>.",
        )
    base = base_of(tokens, base)
    endpoint = resolve(name, declared_prefixes(tokens), base)
    last = _closing(tokens, place + 1) if _is(opens, "{") else None
    if endpoint is None or last is None:
        return None
    inside = tokens[place + 2 : last]
    _refuse_nested(inside)
    closes = tokens[last]
    pattern = text[opens.start : closes.end]
    variables = frozenset(one.text[1:] for one in inside if one.kind == "variable")
    # A table without columns is hard to write, and some endpoints refuse to.
    columns = "*" if variables else "(1 AS ?one)"
    query = f"{prologue(tokens, inside, base)}SELECT {columns} WHERE {pattern}"
    return Clause(word, closes.end, silent, endpoint, query, variables)


def _is(token: Token, sign: str) -> bool:
    return token.kind == "mark" and token.text == sign


def _closing(tokens: tuple[Token, ...], opening: int) -> int | None:
    """The number of the brace that closes the one of that number."""
    depth = 0
    for index in range(opening, len(tokens)):
        if _is(tokens[index], "{"):
            depth += 1
        elif _is(tokens[index], "}"):
            depth -= 1
            if depth == 0:
                return index
    return None


def _refuse_nested(inside: tuple[Token, ...]) -> None:
    """An endpoint that is asked must not be made to ask others. Raises `UnsupportedQuery`."""
    nested = suspicious(inside)
    if nested is not None:
        raise _refused(
            nested,
            "SERVICE inside of SERVICE is not passed on.",
            "Ask the second endpoint in a SERVICE clause beside the first.",
        )


def prologue(tokens: tuple[Token, ...], inside: tuple[Token, ...], base: str) -> str:
    """The declarations of a query that a part of it needs, each on a line of its own."""
    used = {token.prefix for token in inside}
    declared: Mapping[str, str] = declared_prefixes(tokens)
    relative = any(token.kind == "iri" and not is_absolute(token.text[1:]) for token in inside)
    lines = [f"BASE <{base}>\n"] if relative else []
    lines += [f"PREFIX {name}: <{iri}>\n" for name, iri in declared.items() if name in used]
    return "".join(lines)


def _refused(token: Token, detail: str, hint: str) -> UnsupportedQuery:
    return UnsupportedQuery(detail, hint=hint, line=token.line, column=token.column)
