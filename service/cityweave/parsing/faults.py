"""What an engine says of a document that it cannot read, in words that help."""

from __future__ import annotations

import re

from cityweave.errors import SyntaxErrorInData
from cityweave.formats import RdfFormat
from cityweave.parsing.wellformed import malformed
from cityweave.vocabulary import PREFIXES

_PLACE = re.compile(
    r"Parser error (?:at line \d+ (?:between columns \d+ and \d+|column \d+)"
    r"|between line \d+ column \d+ and line \d+ column \d+): "
)
_PREFIX = re.compile(r"The prefix (.*): has not been declared")
_REMOTE = re.compile(rb'"@context"\s*:\s*(?:\[\s*)?(?=")')
_LINE_END = re.compile(r"\r\n?|\n")


def fault(
    error: SyntaxError, data: bytes, rdf_format: RdfFormat, source: str | None
) -> SyntaxErrorInData:
    """Oxigraph's complaint in words, with what to do about it."""
    message = _PLACE.sub("", str(error.args[0])).rstrip(".")
    line, column = error.lineno, error.offset
    if line is None and rdf_format.name == "rdf":
        line, column = malformed(data) or (None, None)
    other = _recognise(data, rdf_format)
    if other:
        return SyntaxErrorInData(
            f"This is not {rdf_format.title}: it looks like {other}.",
            hint="Name the right format, or convert the file to RDF first.",
            line=line,
            column=column,
            source=source,
        )
    hint = None
    undeclared = _PREFIX.search(message)
    if undeclared:
        prefix = undeclared[1]
        iri = PREFIXES.get(prefix, "…")
        hint = f"Add this line at the top: @prefix {prefix}: <{iri}> ."
    elif "remote contexts" in message:
        message = "The @context is a remote one, and remote contexts are not fetched"
        hint = "Put the context itself into the file."
        line, column = _remote_context(data)
    elif "No scheme found" in message:
        message = "A relative IRI, and no base to resolve it against"
        hint = "Write the whole IRI, or declare a base."
    elif "UTF-8" in message:
        hint = "Save the file as UTF-8."
    return SyntaxErrorInData(
        f"{message[:1].upper()}{message[1:]}.", hint=hint, line=line, column=column, source=source
    )


def _remote_context(data: bytes) -> tuple[int | None, int | None]:
    """Where the first context stands that is an address."""
    found = _REMOTE.search(data)
    if found is None:
        return None, None
    *before, last = _LINE_END.split(data[: found.end()].decode("utf-8", "replace"))
    return len(before) + 1, len(last) + 1


def _recognise(data: bytes, rdf_format: RdfFormat) -> str | None:
    """What bytes that are not in the format look like instead, where that is plain to see."""
    head = data[:2048].lstrip().lower()
    signs: tuple[tuple[bool, str], ...] = (
        (head.startswith(b"%pdf-"), "a PDF"),
        (data.startswith(b"PK\x03\x04"), "a zip archive or an office document"),
        (data.startswith(b"\x1f\x8b"), "a gzip archive; unpack it first"),
        (b"\x00" in data[:2048], "a binary file"),
        (head.startswith((b"<!doctype html", b"<html")), "an HTML page"),
        (
            rdf_format.name != "rdf" and (head.startswith(b"<?xml") or b"<rdf:rdf" in head),
            "XML, perhaps RDF/XML",
        ),
        (
            rdf_format.name == "rdf" and head.startswith((b"@prefix", b"prefix ", b"@base")),
            "Turtle or TriG",
        ),
        (
            rdf_format.name != "jsonld"
            and head.startswith((b"{", b"["))
            and b'"' in head[:80]
            and not head.startswith(b"[]"),
            "JSON, perhaps JSON-LD",
        ),
        (
            rdf_format.name in ("ttl", "trig", "nt", "nq") and _looks_tabular(data[:2048]),
            "a table (CSV or TSV)",
        ),
    )
    return next((name for holds, name in signs if holds), None)


def _looks_tabular(head: bytes) -> bool:
    """Whether the first lines have the same number of separators and nothing of RDF."""
    lines = head.decode("utf-8", "replace").splitlines()[:3]
    if not lines or any(mark in lines[0] for mark in ("<", "@prefix", "PREFIX", "://", ". ")):
        return False
    for separator in (",", ";", "\t"):
        counts = {line.count(separator) for line in lines}
        if counts and min(counts) >= 1 and len(counts) == 1:
            return True
    return False
