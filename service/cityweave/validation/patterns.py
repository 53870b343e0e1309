"""The statements that a query of the shapes asks for, group by group.

As much of the grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar) as such queries are
mostly written in. Expressions are passed over, but for the groups of EXISTS that they have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import NamedNode

from cityweave.parsing import Term
from cityweave.query.tokens import Token, declared_prefixes, tokenize
from cityweave.validation.mentions import name_of
from cityweave.validation.names import TYPE
from cityweave.validation.paths import Alternative, Inverse, Path, Repeated, Sequence, may_stay

_ELSEWHERE = ("GRAPH", "SERVICE", "MINUS", "VALUES", "BASE", "LATERAL")
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")


class Unclear(Exception):
    """A query has a form that is not understood here."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A variable or a blank node."""

    name: str


Value: TypeAlias = Unknown | NamedNode | None
"""What stands at the end of a statement; None is a literal, which data may write otherwise."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; `path` is None where the predicate is a variable."""

    subject: Value
    path: Path | None
    object: Value


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in braces, in its order: patterns, and other groups.

    These are what is OPTIONAL, the sides of a UNION, and what EXISTS asks for.
    """

    parts: tuple[Pattern | Group, ...]


def group_of(text: str, known: Mapping[str, Term], path: Path | None) -> Group:
    """The outermost group of a query with its prologue.

    `known` are the values that some variables have, `path` what stands for `$PATH`. Raises
    `Unclear` for a query with other groups than these, and for paths that may take no step.
    """
    tokens = tokenize(text)
    if any(one.is_word(*_ELSEWHERE) for one in tokens):
        raise Unclear
    if sum(one.is_word("SELECT", "ASK") for one in tokens) != 1:
        raise Unclear
    start = next((number for number, one in enumerate(tokens) if one.text == "{"), len(tokens))
    reader = _Reader(tokens, start, declared_prefixes(tokens), known, path)
    group = reader.group()
    if any(one.is_word("EXISTS") for one in (*tokens[:start], *tokens[reader.next :])):
        raise Unclear
    return group


class _Reader:
    """Goes through the tokens of a query."""

    def __init__(
        self,
        tokens: tuple[Token, ...],
        start: int,
        prefixes: Mapping[str, str],
        known: Mapping[str, Term],
        path: Path | None,
    ) -> None:
        self._tokens = tokens
        self._prefixes = prefixes
        self._known = known
        self._path = path
        self.next = start

    @property
    def token(self) -> Token:
        """The token whose turn it is."""
        if self.next == len(self._tokens):
            raise Unclear
        return self._tokens[self.next]

    def skip(self) -> Token:
        """Go on to the next token."""
        token = self.token
        self.next += 1
        return token

    def _has(self, *texts: str) -> bool:
        """Pass a mark over, if it is one of these."""
        is_there = self.token.text in texts
        self.next += is_there
        return is_there

    def _needs(self, text: str) -> None:
        if not self._has(text):
            raise Unclear

    def group(self) -> Group:
        """Read a group."""
        self._needs("{")
        parts: list[Pattern | Group] = []
        while not self._has("}"):
            if self._has("."):
                continue
            if self.token.is_word("OPTIONAL"):
                self.skip()
                parts.append(self.group())
            elif self.token.text == "{":
                parts.append(self.group())
                while self.token.is_word("UNION"):
                    self.skip()
                    parts.append(self.group())
            elif self.token.is_word("FILTER", "BIND"):
                self.skip()
                parts += self._expression()
            else:
                parts += self._statements()
        return Group(tuple(parts))

    def _expression(self) -> list[Group]:
        """The groups of EXISTS in a condition, up to the end of its brackets."""
        found: list[Group] = []
        depth = 0
        while True:
            token = self.skip()
            if token.is_word("EXISTS"):
                found.append(self.group())
                if not depth:
                    return found
            elif token.text in _OPENING:
                depth += 1
            elif token.text in _CLOSING:
                depth -= 1
                if depth <= 0:
                    if depth < 0 or token.text != ")":
                        raise Unclear
                    return found

    def _statements(self) -> list[Pattern]:
        """The statements of one subject."""
        found: list[Pattern] = []
        subject = self._value()
        while True:
            path = self._verb()
            found.append(Pattern(subject, path, self._value()))
            while self._has(","):
                found.append(Pattern(subject, path, self._value()))
            if not self._has(";"):
                break
            while self._has(";"):
                pass
            if self.token.text in (".", "}"):
                break
        if self.token.text not in (".", "}", "{") and not self.token.is_word(
            "FILTER", "BIND", "OPTIONAL"
        ):
            raise Unclear
        return found

    def _value(self) -> Value:
        token = self.skip()
        if token.kind == "variable":
            value = self._known.get(token.text[1:])
            if value is None:
                return Unknown(token.text[1:])
            return value if isinstance(value, NamedNode) else None
        if token.kind == "name" and token.text.startswith("_:"):
            return Unknown(token.text)
        if token.kind in ("iri", "name"):
            return self._name(token)
        if token.kind == "string":
            if self._has("^^"):
                self._name(self.skip())
            elif self.token.kind == "tag":
                self.skip()
        elif token.kind != "number" and token.text not in ("true", "false"):
            raise Unclear
        return None

    def _name(self, token: Token) -> NamedNode:
        name = name_of(token, self._prefixes) if token.kind in ("iri", "name") else None
        if name is None:
            raise Unclear
        return name

    def _verb(self) -> Path | None:
        is_path = self.token.text[1:] == "PATH" and self._path is not None
        if is_path or self.token.kind != "variable":
            path = self._alternatives()
            if may_stay(path):
                raise Unclear
            return path
        value = self._known.get(self.skip().text[1:])
        if value is not None and not isinstance(value, NamedNode):
            raise Unclear
        return value

    def _alternatives(self) -> Path:
        return self._joined("|", self._sequence, Alternative)

    def _sequence(self) -> Path:
        return self._joined("/", self._step, Sequence)

    def _joined(
        self, mark: str, part: Callable[[], Path], kind: Callable[[tuple[Path, ...]], Path]
    ) -> Path:
        found = [part()]
        while self._has(mark):
            found.append(part())
        return found[0] if len(found) == 1 else kind(tuple(found))

    def _step(self) -> Path:
        if self._has("^"):
            return Inverse(self._repeated())
        return self._repeated()

    def _repeated(self) -> Path:
        if self._has("("):
            path = self._alternatives()
            self._needs(")")
        elif self._has("a"):
            path = TYPE
        elif self._path is not None and self.token.text in ("$PATH", "?PATH"):
            self.skip()
            path = self._path
        else:
            path = self._name(self.skip())
        sign = self.token.text
        return Repeated(path, sign) if self._has("*", "+", "?") else path
