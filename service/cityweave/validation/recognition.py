"""The format of a document that comes without one: told by its name, or by how it begins."""

from __future__ import annotations

import re

from cityweave.errors import UnknownFormat
from cityweave.validation.submission import format_of

HEAD = 4096
"""Bytes that are looked at."""

_TERM = rb"(?:<[^<>\s]*>|_:\S+)"
_QUAD = re.compile(rb"^\s*" + _TERM + rb"\s+<[^<>\s]*>\s+\S.*\s<[^<>\s]*>\s*\.\s*$", re.MULTILINE)
_TRIPLE = re.compile(rb"^\s*" + _TERM + rb"\s+<[^<>\s]*>\s+(?:<[^<>\s]*>|_:\S+)\s*\.\s*$")
_GRAPH = re.compile(rb"^\s*(?:GRAPH\b.*|<[^<>\s]*>|[\w.-]*:[\w./-]*)\s*\{", re.MULTILINE | re.I)
_RDF = re.compile(rb"@prefix|@base|\bprefix\s+[\w.-]*:|\bbase\s*<|<[^<>\s]+:[^<>\s]*>|_:\w", re.I)
_SEPARATORS = b",;\t"


def recognised(data: bytes, name: str = "") -> str:
    """The format of a document, by the names of `submission.FORMATS`.

    The suffix of its name decides where it tells one. What looks like nothing else is taken
    for Turtle, whose parser then says what is wrong.
    """
    try:
        return format_of(name)
    except UnknownFormat:
        pass
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"<?xml") or b"<rdf:RDF" in head:
        return "rdf"
    if head.startswith((b"{", b"[")) and b'"' in head[:200]:
        return "jsonld"
    first = head.partition(b"\n")[0]
    if _is_table(head, first):
        return "tsv" if first.count(b"\t") > first.count(b",") else "csv"
    if _QUAD.search(head) and not _TRIPLE.match(first):
        return "nq"
    return "trig" if _GRAPH.search(head) else "ttl"


def _is_table(head: bytes, first: bytes) -> bool:
    """Whether the first line is a row of headings: separators, and nothing of RDF."""
    return any(first.count(one) for one in _SEPARATORS) and not _RDF.search(head)
