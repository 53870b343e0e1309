"""Finds the parameters of a query text: variables of the form ``?_name`` that are real tokens.

A regular expression over the raw text would also find them in strings, comments and IRIs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cityweave.query.tokens import tokenize

_PARAMETER = re.compile(r"[?$](?P<marks>__?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?:_(?P<suffix>\w+))?")


@dataclass(frozen=True)
class Placeholder:
    """One place in a query where a parameter stands.

    ``start`` and ``end`` are offsets in characters, ``line`` counts from one; ``suffix`` is what
    grlc's convention appends to the name (``iri``, ``en``, ``xsd_date``), or None.
    """

    name: str
    suffix: str | None
    optional: bool
    start: int
    end: int
    line: int


def placeholders(text: str) -> Iterator[Placeholder]:
    """The parameters of a query, in the order in which they stand in the text."""
    for token in tokenize(text):
        parts = _PARAMETER.match(token.text) if token.kind == "variable" else None
        if parts:
            yield Placeholder(
                name=parts["name"],
                suffix=parts["suffix"],
                optional=len(parts["marks"]) == 2,
                start=token.start,
                end=token.start + parts.end(),
                line=token.line,
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
