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
    declares: bool = False
    """Whether it has declarations of its own before it."""

    @property
    def start(self) -> int:
        """Where it begins in the text of the update."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.parts[-1].end

    @property
    def is_load(self) -> bool:
        """Whether it is `LOAD`."""
        return self.says(0, "LOAD")

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
            yield Operation(prologue, tuple(parts[length:]), text, bool(length))
        parts = []


def _parts(tokens: tuple[Token, ...]) -> Iterator[Part]:
    """Tokens outside of braces, and what stands in braces as one."""
    opened: list[Token] = []
    previous: Token | None = None
    loads = any("LOAD" in token.text.upper() for token in tokens)
    for token in tokens:
        if token.kind == "stray":
            raise _error(token, "stand here", "Look at this place and just before.")
        if loads and might_be_comparison(token, previous):  # it might hide that word
            raise _error(token, "be told from a comparison", "Write whole IRIs.")
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


def judged(text: str, found: tuple[Operation, ...]) -> tuple[str, ...]:
    """The texts by which the engine is to judge syntax, each place in them as in the whole.

    That is the whole; but the engine knows declarations only at its beginning, and
    the grammar has them before every operation: then each operation by itself.
    """
    for operation in found:
        if operation.is_load:  # which may not run even here: something harmless in its place
            _check_load(operation)
            blank = " " * (operation.end - operation.start - len(_HARMLESS))
            text = text[: operation.start] + _HARMLESS + blank + text[operation.end :]
    if not any(operation.declares for operation in found[1:]):
        return (text,)
    texts = []
    for operation in found:
        kept = [sign if sign in "\r\n" else " " for sign in text[: operation.end]]
        kept[operation.start :] = text[operation.start : operation.end]
        texts.append(_declarations(text, found, operation, kept))
    return tuple(texts)


_HARMLESS = "DROP ALL"


def _check_load(operation: Operation) -> None:
    """Hold LOAD to its grammar (rule 31). Raises `QuerySyntaxError`."""
    kinds = [part.kind if isinstance(part, Token) else "block" for part in operation.parts]
    shape = ["iri" if kind == "name" else kind for kind in kinds]
    first = 2 if operation.says(1, "SILENT") else 1
    into = operation.says(first + 1, "INTO") and operation.says(first + 2, "GRAPH")
    whole = ["iri", "word", "word", "iri"] if into else ["iri"]
    short = operation.end - operation.start < len(_HARMLESS)
    if shape[first:] != whole or short:
        last = operation.parts[-1]
        line, column = (last.line, last.column) if isinstance(last, Token) else (None, None)
        raise QuerySyntaxError(
            "LOAD is not complete, or goes on too long.",
            hint="Write LOAD <source> INTO GRAPH <graph>, with or without SILENT after LOAD.",
            line=line,
            column=column,
        )


def _declarations(
    text: str, found: tuple[Operation, ...], operation: Operation, kept: list[str]
) -> str:
    """The blank text with the declarations in it that stand before an operation."""
    end = 0
    for one in found:
        kept[end : one.start] = text[end : one.start].replace(";", " ")
        if one is operation:
            break
        end = one.end
    return "".join(kept)


def refuse_shared_labels(found: tuple[Operation, ...], tokens: tuple[Token, ...]) -> None:
    """A blank node label belongs to one `INSERT DATA`; raises `QuerySyntaxError` for another use.

    (https://www.w3.org/TR/sparql11-update/#grammar, note 8 of 19.8)
    """
    owners: dict[str, int] = {}
    data = [one for one in found if one.says(0, "INSERT") and one.says(1, "DATA")]
    labels = iter([token for token in tokens if token.text.startswith("_:")])
    token = next(labels, None)
    for number, operation in enumerate(data):
        while token is not None and token.start < operation.end:
            if token.start >= operation.start and owners.setdefault(token.text, number) != number:
                raise _error(token, "stand in two operations", "Give the second another label.")
            token = next(labels, None)
