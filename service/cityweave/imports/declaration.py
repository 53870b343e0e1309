"""What an export of somebody else looks like, and what its rows become: all of it frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood.

    `field` is what the mapping calls it, `titles` are the headers under which exports have it
    (case, spaces, underscores and marks do not count), `becomes` the term of the graph that its
    values are stated with, as a prefixed name; empty where they only help to find a thing.
    `path` leads to the values where the export is RDF: properties with a prefix, separated by
    `/`, each with `^` for the way back; several ways are separated by `|`, the first that leads
    anywhere counts.
    """

    field: str
    titles: tuple[str, ...]
    becomes: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of an export. `needed` are the fields without which a table is not this one.

    A table without a header (`is_headless`) has its columns in the order of `columns`. In RDF
    each node that has one of the pairs of property and object in `nodes` is a row. `withheld`
    are headers of columns about people: never read, whatever they hold.
    """

    name: str
    columns: tuple[Column, ...]
    needed: tuple[str, ...]
    is_headless: bool = False
    nodes: tuple[tuple[str, str], ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """Whose data they are, and what is allowed: `homepage` and `licence` are addresses.

    The licence is empty where none is given.
    """

    title: str
    publisher: str
    homepage: str
    licence: str
    terms: str


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """Rows about municipalities that the graph has already: none is made.

    `link` is the address of a place there, with `{}` for what `key` matches of an identifier.
    `codes` are the classes of places that count (the field `code`), empty for all; `is_gazetteer`:
    rows that the graph does not know are passed over in silence, since the file is of the world.
    """

    link: str
    key: str
    codes: tuple[str, ...] = ()
    is_gazetteer: bool = False


@dataclass(frozen=True, slots=True)
class ProjectRules:
    """Rows about projects and the organisations that take part in them.

    `links` are addresses of a project there, with `{}` for what `key` matches in its identifier.
    The IRI of a new project is made of the fields of `slug`, after `prefix`. `roles` and `types`
    are slugs of our codes by the words of the export, folded; an organisation that the graph
    does not know is made if its type is one of them. `figures` are what the amounts of fields
    measure. `titles` and `names` are the fields of a project's and an organisation's name, with
    the language that they are in.
    """

    key: str
    prefix: str
    slug: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    links: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=lambda: NONE)
    role: str | None = None
    types: Mapping[str, str] = field(default_factory=lambda: NONE)
    figures: Mapping[str, str] = field(default_factory=lambda: NONE)


@dataclass(frozen=True, slots=True)
class PracticeRules:
    """Rows about practices of cities. `programme` is the one in which they were collected."""

    programme: str


Rules: TypeAlias = PlaceRules | ProjectRules | PracticeRules
"""What the rows of an export become."""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of import. `suffixes` are those of its files, `empty` words for “nothing”."""

    name: str
    summary: str
    dataset: Dataset
    layouts: tuple[Layout, ...]
    rules: Rules
    suffixes: tuple[str, ...]
    empty: tuple[str, ...] = ("n/a", "n.a.", "na", "null", "none", "-")

    def columns(self) -> Mapping[str, Column]:
        """All columns by their field."""
        return {one.field: one for layout in self.layouts for one in layout.columns}
