"""Bytes to quads and back, with errors that name the place and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Quad, Triple

from cityweave.errors import CityweaveError, NotFound, SyntaxErrorInData
from cityweave.formats import RdfFormat, rdf_by_suffix
from cityweave.vocabulary import PREFIXES

ENGINE_FORMATS: Mapping[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its quads in the order of the file, and the prefixes it declares."""

    quads: tuple[Quad, ...]
    prefixes: Mapping[str, str]


class Reading:
    """A document as it is read: iterating gives its quads in the order of the file.

    `base` resolves relative IRIs. `rename_blank_nodes` gives blank nodes new
    names, so that those of two files cannot be taken for one another. Iterating raises
    `SyntaxErrorInData` with line and column (in characters, from one).
    """

    def __init__(
        self,
        data: bytes,
        rdf_format: RdfFormat,
        *,
        base: str | None = None,
        source: str | None = None,
        rename_blank_nodes: bool = False,
    ) -> None:
        self._data = data
        self._format = rdf_format
        self._base = base
        self._source = source
        self._renames = rename_blank_nodes
        self.prefixes: Mapping[str, str] = {}

    def __iter__(self) -> Iterator[Quad]:
        """Read in the format named, and in no other; `prefixes` is right at the end."""
        is_empty = True
        try:
            parser = ox.parse(
                self._data,
                format=ENGINE_FORMATS[self._format.name],
                base_iri=self._base,
                rename_blank_nodes=self._renames,
            )
            for quad in parser:
                is_empty = False
                yield quad
        except SyntaxError as error:
            raise _fault(error, self._data, self._format, self._source) from error
        except (ValueError, OSError) as error:
            raise SyntaxErrorInData(
                f"This cannot be read as {self._format.title}: {error}.", source=self._source
            ) from error
        self.prefixes = dict(parser.prefixes)
        if is_empty and self._format.name == "jsonld" and _states_nothing(self._data):
            raise SyntaxErrorInData(
                "This is JSON, but not JSON-LD: it has no @context, @id or @graph and states "
                "nothing.",
                hint="Add an @context that says what the keys mean.",
                source=self._source,
            )


def _states_nothing(data: bytes) -> bool:
    """Whether JSON has keys and none of JSON-LD's."""
    return b'"' in data and b'"@' not in data


def parse(
    data: bytes,
    rdf_format: RdfFormat,
    *,
    base: str | None = None,
    source: str | None = None,
    rename_blank_nodes: bool = False,
) -> Document:
    """Read a document as a whole. Parameters and errors as of `Reading`."""
    reading = Reading(
        data, rdf_format, base=base, source=source, rename_blank_nodes=rename_blank_nodes
    )
    return Document(tuple(reading), reading.prefixes)


def read(
    path: Path,
    rdf_format: RdfFormat | None = None,
    *,
    base: str | None = None,
    rename_blank_nodes: bool = False,
) -> Document:
    """Read an RDF file; without a format, the one that its suffix tells.

    Raises `NotFound`, `UnknownFormat`, `SyntaxErrorInData`; or `CityweaveError`
    when the operating system does not let it be read.
    """
    rdf_format = rdf_format or rdf_by_suffix(path)
    data = read_bytes(path)
    return parse(
        data,
        rdf_format,
        base=base,
        source=str(path),
        rename_blank_nodes=rename_blank_nodes,
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises `NotFound` when there is none that can be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("There is no such file.", source=str(path)) from error
    except IsADirectoryError as error:
        raise NotFound("This is a folder, not a file.", source=str(path)) from error
    except OSError as error:
        raise NotFound(f"The file cannot be read: {error.strerror}.", source=str(path)) from error


def serialize(
    statements: Iterable[Quad] | Iterable[Triple],
    rdf_format: RdfFormat,
    prefixes: Mapping[str, str] | None = None,
) -> bytes:
    """Write quads or triples as Oxigraph does; `prefixes` shorten IRIs where the format can.

    Raises `CityweaveError` for quads in named graphs and a format without them.
    """
    try:
        written = ox.serialize(
            statements, format=ENGINE_FORMATS[rdf_format.name], prefixes=dict(prefixes or {})
        )
    except ValueError as error:
        raise CityweaveError(
            f"These statements cannot be written as {rdf_format.title}: {error}."
        ) from error
    return written or b""


_PLACE = re.compile(r"Parser error at line \d+ (?:between columns \d+ and \d+|column \d+): ")
_PREFIX = re.compile(r"The prefix (.*): has not been declared")


def _fault(
    error: SyntaxError, data: bytes, rdf_format: RdfFormat, source: str | None
) -> SyntaxErrorInData:
    """Oxigraph's complaint in words, with what to do about it."""
    message = _PLACE.sub("", str(error.args[0])).rstrip(".")
    line, column = error.lineno, error.offset
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
    elif "No scheme found" in message:
        message = "A relative IRI, and no base to resolve it against"
        hint = "Write the whole IRI, or declare a base."
    elif "UTF-8" in message:
        hint = "Save the file as UTF-8."
    return SyntaxErrorInData(
        f"{message[:1].upper()}{message[1:]}.", hint=hint, line=line, column=column, source=source
    )


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
