"""Imports: what users have from elsewhere, in terms of the graph.

A kind of import declares how an export looks and what its columns become; `read` turns files
into statements with their cells, so that they are judged and contributed as spreadsheets are.
"""

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType

from cityweave.errors import NotFound, UnknownFormat
from cityweave.formats import RDF_FORMATS
from cityweave.imports.cordis import CORDIS
from cityweave.imports.declaration import Column, Layout, Source
from cityweave.imports.file import File
from cityweave.imports.geonames import GEONAMES
from cityweave.imports.keep import KEEP
from cityweave.imports.kohesio import KOHESIO
from cityweave.imports.reading import Imported, Progress, read
from cityweave.imports.selection import Selection
from cityweave.imports.urbact import URBACT
from cityweave.imports.wikidata import WIKIDATA

SOURCES: Mapping[str, Source] = MappingProxyType(
    {one.name: one for one in (GEONAMES, WIKIDATA, KOHESIO, CORDIS, KEEP, URBACT)}
)
"""The kinds of import, by name."""

_FORMATS = {
    ".txt": "tsv",
    ".srj": "jsonld",
    **{f".{name}": name for name in ("csv", "tsv", "xlsx", "zip")},
    **{suffix: one.name for one in RDF_FORMATS for suffix in one.suffixes},
}


def source_of(name: str) -> Source:
    """The kind of import of that name. Raises `NotFound` with the names there are."""
    if name not in SOURCES:
        names = ", ".join(SOURCES)
        raise NotFound(f"There is no import of “{name}”.", hint=f"There are: {names}.")
    return SOURCES[name]


def format_of(name: str, source: Source) -> str:
    """The format of a file of an import, by its name. Raises `UnknownFormat`."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in source.suffixes or suffix not in _FORMATS:
        raise UnknownFormat(
            f"A file of {source.dataset.title} does not end in “{suffix}”.",
            hint="Files end in " + ", ".join(source.suffixes) + ".",
            source=name,
        )
    return _FORMATS[suffix]


__all__ = [
    "SOURCES",
    "Column",
    "File",
    "Imported",
    "Layout",
    "Progress",
    "Selection",
    "Source",
    "format_of",
    "read",
    "source_of",
]
