"""Refuses shapes whose SPARQL would ask other hosts or read files.

rdflib, which evaluates it for pySHACL, follows SERVICE, FROM and LOAD anywhere
(https://www.w3.org/TR/shacl/#security).
"""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from cityweave.errors import SyntaxErrorInData, UnsupportedQuery
from cityweave.parsing.index import Index
from cityweave.query.guard import refuse_service
from cityweave.query.tokens import tokenize
from cityweave.validation.names import sh

_TEXTS = (sh("select"), sh("ask"), sh("construct"), sh("update"))
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NAMESPACE = re.compile(r"[^<>\"{}|^`\\\x00-\x20]*")
_PREFIX = re.compile(r"[\w.-]*")


def refuse_reach(shapes: Index) -> None:
    """Look at every query of the shapes, and at the prefixes that are put before it.

    Raises `SyntaxErrorInData`.
    """
    for predicate in _TEXTS:
        for _, text in shapes.pairs(predicate):
            if isinstance(text, Literal | NamedNode):
                _refuse_text(text.value)
    for predicate, pattern in ((sh("namespace"), _NAMESPACE), (sh("prefix"), _PREFIX)):
        for _, value in shapes.pairs(predicate):
            declared = value.value if isinstance(value, Literal | NamedNode) else str(value)
            if not pattern.fullmatch(declared):
                raise SyntaxErrorInData(
                    f"The shapes declare “{declared[:80]}” for a prefix, which cannot be.",
                    hint="Write sh:prefix and sh:namespace like “ex” and “https://example.org/”.",
                )


def _refuse_text(text: str) -> None:
    """Raise `SyntaxErrorInData` for a query that reaches out of the graph, or might."""
    plain = _ESCAPE.sub(_character, text)  # rdflib reads \\u0053ERVICE as SERVICE
    tokens = tokenize(plain)
    word = next((one.text for one in tokens if one.is_word("FROM", "LOAD")), None)
    try:
        refuse_service(plain, tokens)
    except UnsupportedQuery:
        word = "SERVICE"
    if word is not None:
        raise SyntaxErrorInData(
            f"A query of the shapes has {word.upper()}, and shapes may ask the data only.",
            hint="Take it out, and bring the data that it needs together with the others.",
        )


def _character(escape: re.Match[str]) -> str:
    """What an escape stands for; itself where there is no such character."""
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number < 0x110000 else escape[0]
