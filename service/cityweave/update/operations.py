"""Takes an update apart into its operations, by what stands outside of braces.

Grammar: https://www.w3.org/TR/sparql11-update/#grammar (rules 29 to 48). What
stands inside of braces is left to the engine, and so is the syntax of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cityweave.errors import QuerySyntaxError
from cityweave.query.guard import might_be_comparison
from cityweave.query.tokens import Token

VERBS = frozenset("LOAD CLEAR CREATE DROP ADD MOVE COPY INSERT DELETE WITH".split())
OTHERS = frozenset(
    "DATA WHERE USING NAMED GRAPH INTO TO SILENT DEFAULT ALL BASE PREFIX VERSION".split()
)


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two braces, and where the braces are in the text."""

    start: int
    end: int


Part = Token | Block


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its prologue, with that of the operations before it, and its parts."""

    prologue: str
    parts: tuple[Part, ...]
    text: str

    @property
    def start(self) -> int:
        """Where it begins in the text of the update."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.parts[-1].end

    def says(self, index: int, *words: str) -> bool:
        """Whether the part of that number is one of these keywords."""
        if index >= len(self.parts):
            return False
        part = self.parts[index]
        return isinstance(part, Token) and part.is_word(*words)


def operations(text: str, tokens: tuple[Token, ...]) -> Iterator[Operation]:
    """The operations of an update. Raises `QuerySyntaxError` for what cannot be told for sure."""
    prologue = ""
    parts: list[Part] = []
    for part in (*_parts(tokens), None):
        ends = part is None or (isinstance(part, Token) and part.text == ";")
        if not ends and part is not None:
            parts.append(part)
            continue
        length = _prologue_length(parts)
        if length:
            prologue += text[parts[0].start : parts[length - 1].end] + "\n"
        if parts[length:]:
            yield Operation(prologue, tuple(parts[length:]), text)
        parts = []


def _parts(tokens: tuple[Token, ...]) -> Iterator[Part]:
    """Tokens outside of braces, and what stands in braces as one."""
    opened: list[Token] = []
    previous: Token | None = None
    for token in tokens:
        if token.kind == "stray" or might_be_comparison(token, previous):
            raise _error(token, "be told from an IRI or a string", "Put spaces around < and >.")
        previous_word, previous = previous, token
        if token.text == "{" and token.kind == "mark":
            opened.append(token)
        elif token.text == "}" and token.kind == "mark":
            if not opened:
                raise _error(token, "stand here", "It closes nothing.")
            start = opened.pop()
            if not opened:
                yield Block(start.start, token.end)
        elif not opened:
            _check(token, previous_word)
            yield token
    if opened:
        raise _error(opened[-1], "stand alone", "Add “}”.")


def _check(token: Token, previous: Token | None) -> None:
    """Refuse what the grammar does not have outside of braces.

    The engine's grammar has no word boundaries (`LOADex:x` loads): a name has to
    follow a keyword.
    """
    follows_word = previous is not None and previous.kind == "word"
    known = {
        "word": token.text.upper() in VERBS | OTHERS,
        "name": follows_word,
        "iri": follows_word or (previous is not None and previous.prefix is not None),
        "string": previous is not None and previous.is_word("VERSION"),
        "mark": token.text == ";",
    }
    if not known.get(token.kind, False):
        raise _error(token, "stand here", "Look at this place and just before.")


def _error(token: Token, cannot: str, hint: str) -> QuerySyntaxError:
    return QuerySyntaxError(
        f"“{token.text}” cannot {cannot}.", hint=hint, line=token.line, column=token.column
    )


def _prologue_length(parts: list[Part]) -> int:
    """How many of the parts belong to declarations before the operation."""
    index = 0
    while index < len(parts):
        part = parts[index]
        if not isinstance(part, Token) or not part.is_word("BASE", "PREFIX", "VERSION"):
            break
        index += 3 if part.is_word("PREFIX") else 2
    return min(index, len(parts))
