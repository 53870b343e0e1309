"""Bytes to quads and back, with errors that name the place and the way out."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Quad, Triple

from cityweave.errors import CityweaveError, NotFound, SyntaxErrorInData
from cityweave.formats import RdfFormat, rdf_by_suffix
from cityweave.parsing.faults import fault
from cityweave.parsing.wellformed import exploding

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

    `base` resolves relative IRIs. A byte order mark counts for nothing.
    `rename_blank_nodes` gives blank nodes new
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
        self._data = data.removeprefix(codecs.BOM_UTF8)
        self._format = rdf_format
        self._base = base
        self._source = source
        self._renames = rename_blank_nodes
        self.prefixes: Mapping[str, str] = {}

    def __iter__(self) -> Iterator[Quad]:
        """Read in the format named, and in no other; `prefixes` is right at the end."""
        is_empty = True
        if self._format.name == "rdf":
            self._refuse_explosion()
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
            raise fault(error, self._data, self._format, self._source) from error
        except (ValueError, OSError) as error:
            raise SyntaxErrorInData(
                f"This cannot be read as {self._format.title}: {error}.", source=self._source
            ) from error
        self.prefixes = dict(parser.prefixes)
        if is_empty:
            self._refuse_nothing()

    def _refuse_explosion(self) -> None:
        """Raise `SyntaxErrorInData` for entities that would fill the memory."""
        place = exploding(self._data)
        if place is not None:
            raise SyntaxErrorInData(
                "The entities of this document come to far more than the document itself.",
                hint="Write out what they stand for.",
                line=place[0],
                column=place[1],
                source=self._source,
            )

    def _refuse_nothing(self) -> None:
        """Raise `SyntaxErrorInData` where nothing is stated because it is another format."""
        if self._format.name == "jsonld" and _states_nothing(self._data):
            raise SyntaxErrorInData(
                "This is JSON, but not JSON-LD: it has no @context, @id or @graph and states "
                "nothing.",
                hint="Add an @context that says what the keys mean.",
                source=self._source,
            )
        if self._format.name == "rdf" and not self._data.strip():
            raise SyntaxErrorInData(
                "This file is empty, and an XML document is not.",
                hint="Write at least <rdf:RDF/>, with its namespace.",
                line=1,
                column=1,
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
