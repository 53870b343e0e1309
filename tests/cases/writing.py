"""Writes statements in each format of RDF, and says where it put each of their terms.

The places come from the writing alone: nothing of the code that is tested has a hand in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape

from pyoxigraph import Literal, NamedNode

Value = NamedNode | Literal
Place = tuple[int, int]
"""Line and column, both from one."""


class Statement(NamedTuple):
    """What is written; the terms have no blank nodes."""

    subject: NamedNode
    predicate: NamedNode
    value: Value


class Written(NamedTuple):
    """Where a statement stands: its three terms."""

    subject: Place
    predicate: Place
    value: Place


class Sheet:
    """A text that grows, and knows where its end is."""

    def __init__(self) -> None:
        self.text = ""
        self._line, self._column = 1, 1

    def put(self, text: str) -> Place:
        """Add a text; gives the place where it begins."""
        place = (self._line, self._column)
        before, newline, last = text.rpartition("\n")
        if newline:
            self._line += before.count("\n") + 1
            self._column = len(last) + 1
        else:
            self._column += len(text)
        self.text += text
        return place


_CW = "https://w3id.org/cityweave/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SCHEMA = "https://schema.org/"
PREFIXES: Mapping[str, str] = {
    "cw": _CW, "owl": _OWL, "rdf": _RDF, "rdfs": _RDFS, "schema": _SCHEMA,
    "skos": _SKOS,
}  # fmt: skip


def _short(iri: str) -> str:
    """A predicate as a prefixed name."""
    return next(
        f"{name}:{iri.removeprefix(space)}"
        for name, space in PREFIXES.items()
        if iri.startswith(space)
    )


def turtle(statements: Sequence[Statement], *, wrapped: bool = False) -> tuple[str, list[Written]]:
    """Turtle, a subject once, two predicates a line; `wrapped` in the braces of TriG."""
    sheet, places = Sheet(), []
    for name, space in PREFIXES.items():
        sheet.put(f"@prefix {name}: <{space}> .\n")
    sheet.put("\n# 🏙 a remark\n" + ("{\n" if wrapped else ""))
    for subject, group in groupby(statements, key=lambda one: one.subject):
        start = sheet.put(str(subject))
        for number, one in enumerate(group):
            sheet.put((" ;\n\t" if number % 2 else " ; ") if number else "\n  ")
            predicate = sheet.put(_short(one.predicate.value))
            sheet.put(" ")
            places.append(Written(start, predicate, sheet.put(str(one.value))))
        sheet.put(" .\n")
    sheet.put("}\n" if wrapped else "")
    return sheet.text, places


def trig(statements: Sequence[Statement]) -> tuple[str, list[Written]]:
    """TriG, all in the default graph."""
    return turtle(statements, wrapped=True)


def lines(statements: Sequence[Statement]) -> tuple[str, list[Written]]:
    """N-Triples, which N-Quads of the default graph are too."""
    sheet, places = Sheet(), []
    for one in statements:
        subject = sheet.put(str(one.subject))
        sheet.put(" ")
        predicate = sheet.put(str(one.predicate))
        sheet.put("  ")
        places.append(Written(subject, predicate, sheet.put(str(one.value))))
        sheet.put(" .\n")
    return sheet.text, places


def xml(statements: Sequence[Statement]) -> tuple[str, list[Written]]:
    """RDF/XML, a description for each subject and an element for each statement."""
    sheet, places = Sheet(), []
    names = " ".join(f'xmlns:{name}="{space}"' for name, space in PREFIXES.items())
    sheet.put(f'<?xml version="1.0"?>\n<rdf:RDF {names}>\n<!-- 🏙 a remark -->\n')
    for subject, group in groupby(statements, key=lambda one: one.subject):
        sheet.put('<rdf:Description rdf:about="')
        start = sheet.put(escape(subject.value))
        sheet.put('">\n')
        for one in group:
            name, value = _short(one.predicate.value), one.value
            sheet.put("  <")
            predicate = sheet.put(name)
            if isinstance(value, NamedNode):
                sheet.put(' rdf:resource="')
                places.append(Written(start, predicate, sheet.put(escape(value.value))))
                sheet.put('"/>\n')
                continue
            if value.language:
                sheet.put(f' xml:lang="{value.language}"')
            elif not value.datatype.value.endswith("#string"):
                sheet.put(f' rdf:datatype="{value.datatype.value}"')
            sheet.put(">")
            text = sheet.put(escape(value.value))
            # Of an element without text, its name is all that there is to point at.
            places.append(Written(start, predicate, text if value.value else predicate))
            sheet.put(f"</{name}>\n")
        sheet.put("</rdf:Description>\n")
    sheet.put("</rdf:RDF>\n")
    return sheet.text, places


def json_ld(statements: Sequence[Statement]) -> tuple[str, list[Written]]:
    """JSON-LD, an object for each subject; a key once with all its values."""
    sheet, places = Sheet(), []
    sheet.put('{"@context": ' + json.dumps(PREFIXES) + ',\n "@graph": [')
    for number, (subject, group) in enumerate(groupby(statements, key=lambda one: one.subject)):
        sheet.put((",\n" if number else "\n") + '  {"@id": ')
        start = sheet.put(json.dumps(subject.value))
        for predicate, same in groupby(group, key=lambda one: one.predicate):
            sheet.put(",\n   ")
            key = sheet.put(json.dumps(_short(predicate.value)))
            sheet.put(": [")
            for position, one in enumerate(same):
                sheet.put(", " if position else "")
                places.append(Written(start, key, _json_value(sheet, one.value)))
            sheet.put("]")
        sheet.put("}")
    sheet.put("\n]}\n")
    return sheet.text, places


def _json_value(sheet: Sheet, value: Value) -> Place:
    """Write a value as an object; gives the place of what it holds."""
    sheet.put('{"@id": ' if isinstance(value, NamedNode) else '{"@value": ')
    place = sheet.put(json.dumps(value.value, ensure_ascii=False))
    if isinstance(value, Literal):
        if value.language:
            sheet.put(f', "@language": "{value.language}"')
        elif not value.datatype.value.endswith("#string"):
            sheet.put(f', "@type": "{value.datatype.value}"')
    sheet.put("}")
    return place


WRITERS: Mapping[str, Callable[[Sequence[Statement]], tuple[str, list[Written]]]] = {
    "ttl": turtle,
    "trig": trig,
    "nt": lines,
    "nq": lines,
    "rdf": xml,
    "jsonld": json_ld,
}
