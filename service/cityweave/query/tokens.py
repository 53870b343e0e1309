"""A tokeniser of SPARQL that knows strings, IRIs, comments and names, and no more.

It serves diagnosis and the guard, and has to read what Oxigraph would refuse.
Terminals: https://www.w3.org/TR/sparql11-query/#sparqlGrammar (19.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

TokenKind = Literal["iri", "name", "word", "variable", "string", "tag", "number", "mark", "stray"]
"""`name` is a prefixed name or blank node label, `word` a keyword or function,
`tag` a language tag, `mark` punctuation, `stray` what no terminal begins with."""


@dataclass(frozen=True, slots=True)
class Token:
    """One terminal and its place; lines and columns count from one, in characters."""

    kind: TokenKind
    text: str
    line: int
    column: int
    start: int

    @property
    def end(self) -> int:
        """Where the token ends in the text."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, in any case."""
        return self.kind == "word" and self.text.upper() in words

    @property
    def prefix(self) -> str | None:
        """The prefix of a prefixed name (`cw` of `cw:Network`); None for other tokens."""
        if self.kind != "name" or self.text.startswith("_:"):
            return None
        return self.text.partition(":")[0]


_START = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_REST = _START + r"_\-0-9\u00B7\u0300-\u036F\u203F\u2040"
_LOCAL = rf"(?:[{_REST}:.]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"

# A string that is not closed takes its line along, or all of the text: from each quotation mark in
# it the end would be looked for anew. Prefixes end after 200 characters: looking farther for a
# colon from every word on takes a time that grows with the square of the text.
_TERMINALS = re.compile(
    rf"""
      (?P<space>[\s\ufeff]+|\#[^\n\r]*)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |(?!\"\"\")"(?:[^"\\\n\r]|\\.)*"|(?!''')'(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$][{_START}_0-9][{_REST}]*)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>_:[{_REST}](?:[{_REST}.]*[{_REST}])?
        |(?:[{_START}](?:[{_REST}.]{{0,200}}[{_REST}])?)?:(?:{_LOCAL}*(?:[{_REST}:]|%[0-9A-Fa-f]{{2}}|\\[^\s]))?)
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[{_START}][{_REST}]*)
    | (?P<mark>\^\^|&&|\|\||<=|>=|!=|<<\(|\)>>|<<|>>|[{{}}()\[\].,;=<>+\-*/|^!?&~])
    | (?P<stray>\"\"\".*|'''.*|["'][^\n\r]*|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokenize(text: str) -> tuple[Token, ...]:
    """The terminals of a text in order, without white space and comments. Never fails."""
    return tuple(scan(text))


def scan(text: str) -> Iterator[Token]:
    """The same, one after the other."""
    line, line_start, position = 1, 0, 0
    for found in _TERMINALS.finditer(text):
        kind, start = found.lastgroup, found.start()
        breaks = text.count("\n", position, start)
        if breaks:
            line += breaks
            line_start = text.rindex("\n", position, start) + 1
        position = start
        if kind != "space":
            column = start - line_start + 1
            yield Token(kind, found.group(), line, column, start)  # type: ignore[arg-type]


def declared_prefixes(tokens: tuple[Token, ...]) -> Mapping[str, str]:
    """The prefixes that `PREFIX` declares, with their IRIs as written."""
    found: dict[str, str] = {}
    for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.is_word("PREFIX") and name.prefix is not None and iri.kind == "iri":
            found[name.prefix] = iri.text[1:-1]
    return found


def first_verb(tokens: Iterable[Token]) -> Token | None:
    """The first token after the prologue: the one that says what the query is. Reads no farther."""
    rest = iter(tokens)
    for token in rest:
        if token.is_word("PREFIX"):
            name = next(rest, None)
            if name is None or name.kind != "name":
                return name
            iri = next(rest, None)
            if iri is not None and iri.kind != "iri":
                return first_verb(chain((iri,), rest))
        elif token.is_word("BASE", "VERSION"):
            next(rest, None)
        else:
            return token
    return None
