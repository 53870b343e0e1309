"""Results of other endpoints, read from JSON (https://www.w3.org/TR/sparql11-results-json/).

Oxigraph's own reader of them overflows the stack on triple terms that nest 90,000 deep,
which ends the process, and refuses the names that Virtuoso gives to blank nodes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode

from cityweave.errors import RemoteFailed

MEDIA_TYPES = ("application/sparql-results+json", "application/json")

_DIRECTIONS = {"ltr": BaseDirection.LTR, "rtl": BaseDirection.RTL}
_DEEPEST = 100
"""Levels of triple terms inside of one another."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: `columns` by variable, terms written as in N-Triples, None where there is none.

    `count` is the number of rows, also where there are no columns. Blank nodes have names
    that no other result's have.
    """

    count: int
    columns: Mapping[str, tuple[str | None, ...]]


def read_rows(body: bytes, variables: frozenset[str], name: str) -> Rows:
    """The rows of a result; of its columns those that are among the `variables`.

    `name` is the endpoint, for the message. Raises `RemoteFailed` for what is no such result,
    and for a result of some other query: its rows would be joined with everything.
    """
    try:
        document = json.loads(body)
        solutions = document["results"]["bindings"]
        head = document["head"]["vars"]
        columns = [one for one in dict.fromkeys(head) if one in variables]
        strange = any(not row.keys() <= set(head) for row in solutions)
        reader = _Terms()
        table = {
            variable: tuple(
                reader.written(row[variable]) if variable in row else None for row in solutions
            )
            for variable in columns
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RemoteFailed(
            f"<{name}> answered with JSON that is no result of a query.",
            hint="Look whether this is the address of a SPARQL endpoint.",
        ) from error
    if strange or (variables and head and not columns):
        raise RemoteFailed(
            f"<{name}> answered with other variables than it was asked for.",
            hint="Look whether this is the address of a SPARQL endpoint.",
        )
    return Rows(len(solutions), table)


class _Terms:
    """Reads the terms of one result, whose blank nodes get names of their own."""

    def __init__(self) -> None:
        self._nodes: dict[str, BlankNode] = {}

    def written(self, term: dict[str, Any], depth: int = 0) -> str:
        """A term as in N-Triples. Raises `ValueError`, `TypeError` or `KeyError` for none."""
        kind, value = term["type"], term["value"]
        if kind == "triple" and depth < _DEEPEST:
            subject, predicate = value["subject"], value["predicate"]
            if subject["type"] not in ("uri", "bnode") or predicate["type"] != "uri":
                raise ValueError(kind)
            parts = (subject, predicate, value["object"])
            return f"<<( {' '.join(self.written(part, depth + 1) for part in parts)} )>>"
        if not isinstance(value, str):
            raise TypeError(kind)
        if kind == "uri":
            return str(NamedNode(value))
        if kind in ("literal", "typed-literal"):
            return str(_literal(term, value))
        if kind == "bnode":
            return str(self._nodes.setdefault(value, BlankNode()))
        raise ValueError(kind)


def _literal(term: dict[str, Any], value: str) -> Literal:
    language, datatype = term.get("xml:lang"), term.get("datatype")
    direction = term.get("its:dir")
    if language is not None:
        if direction is not None:
            return Literal(value, language=language, direction=_DIRECTIONS[direction])
        return Literal(value, language=language)
    return Literal(value, datatype=None if datatype is None else NamedNode(datatype))
