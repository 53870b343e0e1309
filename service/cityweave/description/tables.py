"""The instances of a class as one table: a row for each, a column for each property that they have.

A property with texts in several languages has a column for each language. A cell with several
values has them between semicolons.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cityweave.catalogue.terms import literal
from cityweave.description.terms import NAMESPACES, shortened
from cityweave.query.solutions import Row

BETWEEN = ";"
"""Stands between the values of a cell, as it does in tables that are contributed."""

_LABEL = f"<{NAMESPACES['rdfs']}label>|<{NAMESPACES['skos']}prefLabel>"
_COMMON = {
    NAMESPACES["rdfs"] + "label": "name",
    NAMESPACES["skos"] + "prefLabel": "preferred name",
    NAMESPACES["skos"] + "altLabel": "other name",
}
"""What properties of names are called, which have no label here."""

_TYPE = f"<{NAMESPACES['rdf']}type>"


@dataclass(frozen=True, slots=True)
class Column:
    """A property, or what it says in one language.

    ``about`` is the IRI of the property, ``label`` its English name, if it has one.
    """

    about: str
    language: str = ""
    label: str | None = None

    @property
    def title(self) -> str:
        """What stands at its head."""
        name = self.label or _COMMON.get(self.about) or shortened(self.about)
        name = name or self.about
        return f"{name} ({self.language})" if self.language else name


def columns_query(iri: str) -> str:
    """Asks for the columns of the table of a class; no row where nothing is of that class."""
    return (
        "SELECT ?p ?language (MIN(?name) AS ?label) {"
        " { SELECT ?p ?language (COUNT(*) AS ?n) {"
        f" ?s a {NamedNode(iri)} ; ?p ?o FILTER(isIRI(?s) && !isBlank(?o))"
        " BIND(IF(isLiteral(?o), LANG(?o), '') AS ?language) } GROUP BY ?p ?language }"
        f" OPTIONAL {{ ?p {_LABEL} ?name FILTER(LANG(?name) = 'en') }} }}"
        " GROUP BY ?p ?language ORDER BY ?p ?language"
    )


def columns(found: Iterable[Row]) -> tuple[Column, ...]:
    """The columns in the order of the table: names first, then as they are called."""
    read = (
        Column(_value(row, "p"), _value(row, "language"), _value(row, "label") or None)
        for row in found
    )
    return tuple(
        sorted(
            (one for one in read if f"<{one.about}>" != _TYPE),
            key=lambda one: (one.about not in _COMMON, one.title.casefold(), one.about),
        )
    )


def rows_query(iri: str, wanted: Iterable[Column]) -> str:
    """Asks for the table of a class: its first column is the IRI, the others those wanted."""
    parts = [(f"?c{number}", f"?x{number}", one) for number, one in enumerate(wanted)]
    shown = "".join(f" (SUBSTR({inner}, 2) AS {outer})" for outer, inner, _ in parts)
    gathered = "".join(
        f" (GROUP_CONCAT(IF({_belongs(one)}, CONCAT('{BETWEEN}', STR(?o)), '');"
        f" SEPARATOR = '') AS {inner})"
        for _, inner, one in parts
    )
    return (
        f"SELECT ?iri{shown} {{ SELECT ?iri{gathered} {{"
        f" ?iri a {NamedNode(iri)} ; ?p ?o FILTER(isIRI(?iri) && !isBlank(?o))"
        " } GROUP BY ?iri } ORDER BY ?iri"
    )


def _belongs(one: Column) -> str:
    """Whether a value stands in a column."""
    tag = literal(one.language)
    spoken = (
        f"isLiteral(?o) && LANG(?o) = {tag}"
        if one.language
        else "(!isLiteral(?o) || LANG(?o) = '')"
    )
    return f"?p = {NamedNode(one.about)} && {spoken}"


class Heading:
    """Puts the titles of the columns at the head of a table that has names of variables there."""

    def __init__(self, shown: Iterable[Column]) -> None:
        self._head: bytes | None = header(shown)

    def part(self, data: bytes) -> bytes:
        """The bytes that belong to the table; of the first line of the result, nothing."""
        if self._head is None:
            return data
        _, ended, rest = data.partition(b"\n")  # no name of a variable has a line break
        if not ended:
            return b""
        head, self._head = self._head, None
        return head + rest

    def end(self) -> bytes:
        """What is left at the end: a result without rows still has its first line."""
        return b""


def header(shown: Iterable[Column]) -> bytes:
    """The first line of a table (RFC 4180); titles that are alike are told apart by property."""
    found = tuple(shown)
    often = Counter(one.title for one in found)
    titles = [
        one.title if often[one.title] == 1 else f"{one.title} [{shortened(one.about) or one.about}]"
        for one in found
    ]
    written = io.StringIO()
    csv.writer(written).writerow(["IRI", *titles])
    return written.getvalue().encode()


def _value(row: Row, name: str) -> str:
    found = row.get(name)
    return getattr(found, "value", "") if found is not None else ""
