"""A kind of thing that people contribute, and the columns of its template."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cityweave.parsing.fault import Words


class Form(StrEnum):
    """What stands in the cells of a column."""

    IDENTIFIER = "identifier"
    TEXT = "text"
    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    SPAN = "span"
    ADDRESS = "address"
    CODE = "code"
    CLASS = "class"
    THING = "thing"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Code:
    """One of the values that a column allows: its IRI and its names by language."""

    iri: str
    words: Words


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template, as shapes and ontology describe it.

    `name` is its machine name (CSVW `name`); `titles` the header by language;
    `property` the IRI of the property, empty for the identifier; `classes` what a name
    in a cell may name (none: anything); `datatypes` the IRIs of the XSD datatypes that
    values may have; `separator` stands between several values of a cell; `part` is the
    nested node that the column belongs to.
    """

    name: str
    titles: Words
    explanation: Words
    property: str
    form: Form
    classes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    datatypes: tuple[str, ...] = ()
    language: str | None = None
    required: bool = False
    separator: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A nested node of a row: see `declarations.Nested`; properties and classes are IRIs."""

    name: str
    iri: str
    id: str
    titles: Words
    slug: tuple[str, ...]
    forward: str | None
    backward: str | None
    fixed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing with a template. `iri` is its class, `id` the kind of its IRIs."""

    name: str
    iri: str
    id: str
    titles: Words
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    slug: tuple[str, ...]
    creates: bool

    def of(self, part: str | None) -> tuple[Column, ...]:
        """The columns of a nested node, or those of the thing itself."""
        return tuple(column for column in self.columns if column.part == part)
