"""Finds the parameters of a query text: variables of the form ``?_name`` that are real tokens.

A regular expression over the raw text would also find them in strings, comments and IRIs, so the
text is cut into the tokens of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar) that
can hide a question mark; everything else is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      \#[^\r\n]*                                        # comment
    | <[^<>"{}|^`\\\x00-\x20]*>                         # IRIREF
    | \"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3}               # STRING_LITERAL_LONG2
    | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}                 # STRING_LITERAL_LONG1
    | "(?:[^"\\\n\r]|\\.)*"                             # STRING_LITERAL2
    | '(?:[^'\\\n\r]|\\.)*'                             # STRING_LITERAL1
    | \\.                                               # PN_LOCAL_ESC
    | [?$](?P<variable>\w+)                             # VAR1, VAR2
    """,
    re.VERBOSE | re.DOTALL,
)

_PARAMETER = re.compile(r"(?P<marks>__?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?:_(?P<suffix>\w+))?")


@dataclass(frozen=True)
class Placeholder:
    """One place in a query where a parameter stands.

    ``start`` and ``end`` are offsets in characters; ``suffix`` is what grlc's convention appends to
    the name (``iri``, ``en``, ``xsd_date``), or None.
    """

    name: str
    suffix: str | None
    optional: bool
    start: int
    end: int


def placeholders(text: str) -> Iterator[Placeholder]:
    """The parameters of a query, in the order in which they stand in the text."""
    for token in _TOKEN.finditer(text):
        variable = token["variable"]
        parts = _PARAMETER.fullmatch(variable) if variable else None
        if parts:
            yield Placeholder(
                name=parts["name"],
                suffix=parts["suffix"],
                optional=len(parts["marks"]) == 2,
                start=token.start(),
                end=token.end(),
            )


def substitute(text: str, term_of: Callable[[str], str | None]) -> str:
    """Put RDF terms in the place of parameters.

    ``term_of`` gives the term for a name as SPARQL writes it, or None to leave the variable as it
    is. A space follows each term so that it cannot run into what comes next (``5`` before ``.``).
    """
    pieces: list[str] = []
    position = 0
    for place in placeholders(text):
        term = term_of(place.name)
        if term is not None:
            pieces += [text[position : place.start], term, " "]
            position = place.end
    return "".join([*pieces, text[position:]])
