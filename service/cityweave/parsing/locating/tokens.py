r"""The tokens of Turtle, TriG, N-Triples and N-Quads with their offsets.

Terminals: https://www.w3.org/TR/rdf12-turtle/#sec-grammar-grammar. The text has been
read by Oxigraph, so that names may be taken as what stands between marks: which
letters they may have needs no second look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

TokenKind = Literal["iri", "string", "blank", "tag", "number", "name", "word", "mark"]
"""`blank` is a blank node label, `tag` a language tag or `@prefix`, `name` a prefixed name."""


class Token(NamedTuple):
    """One terminal and where it stands in the text; offsets count from zero."""

    kind: TokenKind
    text: str
    start: int
    end: int


_LETTER = r"""[^\x00-\x20<>"'(){}\[\];,^@#~|=!?+*/&$\\%`:.]"""
LETTERS = rf"(?:{_LETTER}++|\.++(?={_LETTER}))*+"
"""What a name is made of, which ends with no full stop; for regular expressions."""
"""What a name may have in it and not at its end; for patterns."""
_LOCAL = rf"(?![-.])(?:(?:{_LETTER}|:)++|\.++(?={_LETTER}|[:%\\])|%[0-9A-Fa-f]{{2}}|\\.)*+"
_EXPONENT = r"[eE][+-]?[0-9]++"

# Everything repeats possessively: no text makes it look back, and the time is linear.
_TERMINALS = re.compile(
    rf"""
      (?:[ \t\r\n]++|\#[^\r\n]*+)*+
      (?:
        (?P<iri><(?!<)[^>]*+>)
      | (?P<name>(?![-0-9]|_:)(?:{_LETTER}{LETTERS})?+:(?:{_LOCAL})?+)
      | (?P<string>\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]++|\\.|'(?!''))*+'''
          |"(?:[^"\\\r\n]++|\\.)*+"|'(?:[^'\\\r\n]++|\\.)*+')
      | (?P<mark><<\(|<<|\)>>|>>|\^\^|\{{\||\|\}}|\.(?![0-9])|[()\[\]{{}},;~])
      | (?P<tag>@[A-Za-z0-9-]++)
      | (?P<blank>_:{LETTERS})
      | (?P<number>[+-]?(?:[0-9]++(?:\.[0-9]*+)?+{_EXPONENT}|\.[0-9]++{_EXPONENT}
          |[0-9]*+\.[0-9]++|[0-9]++))
      | (?P<word>{LETTERS})
      )
    """,
    re.VERBOSE | re.DOTALL,
)


def scan(text: str) -> Iterator[Token]:
    """The tokens of a text that Oxigraph reads, up to what is none."""
    position = 0
    for found in _TERMINALS.finditer(text):
        kind = found.lastgroup
        start, end = found.span(kind or 0)
        if found.start() != position or start == end:
            return
        position = end
        yield Token(kind, text[start:end], start, end)  # type: ignore[arg-type]
