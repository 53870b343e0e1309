"""Bytes to quads and back, with errors that name the place and the way out."""

from cityweave.parsing.index import Index, Term
from cityweave.parsing.locating import Places, locate
from cityweave.parsing.place import Place
from cityweave.parsing.reading import (
    ENGINE_FORMATS,
    Document,
    Reading,
    parse,
    read,
    read_bytes,
    serialize,
)

__all__ = [
    "ENGINE_FORMATS",
    "Document",
    "Index",
    "Place",
    "Places",
    "Reading",
    "Term",
    "locate",
    "parse",
    "read",
    "read_bytes",
    "serialize",
]
