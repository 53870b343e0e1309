"""Loads all that a validation may need, so that it can be done where no file can be opened."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from cityweave.spreadsheets import kinds
from cityweave.store import EmbeddedStore
from cityweave.validation.judging import judge
from cityweave.validation.rulebook import Rulebook
from cityweave.validation.running import Choice
from cityweave.validation.submission import Submission
from cityweave.validation.wording import FOLDER, phrases

ENCODINGS = ("ascii", "cp1252", "idna", "latin-1", "utf-8-sig", "utf-16", "utf-32")
"""Encodings that documents may be in, or be taken for."""

_SHAPES = b"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetNode <urn:thing> ;
  sh:property [ sh:path <urn:class> ; sh:class <urn:kind> ; sh:minCount 2 ] ,
    [ sh:path <urn:name> ; sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ] ;
  sh:sparql [ sh:message "{$this}" ; sh:select "SELECT $this { $this <urn:name> ?name }" ] .
"""
_DATA = b"""<urn:thing> <urn:name> "one", "1.0"^^<http://www.w3.org/2001/XMLSchema#decimal> ;
  <urn:class> <urn:class>, [] ."""


def rehearse(content_dir: Path | None = None) -> Iterator[None]:
    """Judge something small by both engines, and forget it; in steps. Raises `ContentMissing`."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # of numpy, which openpyxl imports
    for needed in ("edtf", "openpyxl", "cityweave.spreadsheets.workbook", "rdflib", "pyshacl"):
        import_module(needed)
        yield
    for name in ENCODINGS:
        codecs.lookup(name)
    for path in FOLDER.glob("*.toml"):
        phrases(path.stem)
    kinds(content_dir)
    yield
    rules = Rulebook.own([Submission(_SHAPES, "shapes.ttl", "ttl")])
    document = Submission(_DATA, "data.ttl", "ttl")
    engines: tuple[Choice, ...] = ("auto", "pyshacl")
    for engine in engines:
        judge([document], rules, EmbeddedStore(), engine=engine)
        yield
